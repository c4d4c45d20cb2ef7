"""All tables of this room, and what guards them."""

import django.utils.timezone
from django.db import migrations, models

import fingerpost.keys.one_of
from fingerpost.keys import guards
from fingerpost.keys.operations import by_vendor


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("keys", "0001_keys"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("owner_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=12)),
                ("master_id", models.CharField(editable=False, max_length=32)),
                ("wrapped", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("destroyed_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "master_id"], name="data_key_by_master")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("destroyed_at", None), ("wrapped__isnull", False)),
                            models.Q(("destroyed_at__isnull", False), ("wrapped", None)),
                            _connector="OR",
                        ),
                        name="data_key_is_there_or_destroyed",
                    )
                ],
            },
        ),
        by_vendor(sqlite=guards.SQLITE, postgresql=guards.POSTGRESQL),
    ]
