"""Drafts are of the room `web`: the table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0009_tries"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Draft")]),
    ]
