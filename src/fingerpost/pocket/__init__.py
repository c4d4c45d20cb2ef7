"""The pocket guide: guide, plan, manual and directory as one file that needs no service and no network."""
