"""Backups of the database in two files, the record and the data keys, and restoring them into an empty database."""
