"""The ledger's tables and what guards them, as `schema` has them for each database."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from fingerpost.ledger import schema


def make(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the tables."""
    for statement in schema.create(schema.vendor(schema_editor.connection.vendor)):
        schema_editor.execute(statement, params=None)


def take_away(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the tables away, with everything in them."""
    for statement in schema.drop(schema.vendor(schema_editor.connection.vendor)):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    initial = True

    replaces = [("ledger", "0001_tables"), ("ledger", "0002_reading")]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("leaf_index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("leaf", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("actor", models.UUIDField(null=True)),
                ("organisation", models.UUIDField(null=True)),
                ("action", models.TextField()),
                ("object_kind", models.TextField(null=True)),
                ("object_id", models.UUIDField(null=True)),
                ("within", models.UUIDField(null=True)),
                ("compartment", models.TextField(null=True)),
            ],
            options={"db_table": "ledger_entry", "ordering": ("leaf_index",), "managed": False},
        ),
        migrations.RunPython(make, take_away),
    ]
