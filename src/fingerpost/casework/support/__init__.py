"""Support for those whom it concerns, help to have content removed, and safeguards from the first day."""
