"""Indexes by which people read the ledger, page by page."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from fingerpost.ledger import schema


def make(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make them."""
    for statement in schema.index():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_tables")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
