"""What is there."""

from importlib import import_module

Migration = import_module("fingerpost.access.migrations.0001_initial").Migration
