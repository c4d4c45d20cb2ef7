"""Support for those affected, help to have content removed, and safeguards from the first day."""
