import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import fingerpost.access.models.declared
import fingerpost.keys.fields
from fingerpost.keys.operations import by_vendor, kept_on_postgresql, kept_on_sqlite

_TABLES = (
    "access_embargo",
    "access_embargolift",
    "access_brokenglass",
    "access_glassreview",
    "access_release",
    "access_releasestep",
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_releases"),
    ]

    operations = [
        migrations.CreateModel(
            name="Declared",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", fingerpost.keys.fields.SecretText(owner="user_id")),
                ("born", fingerpost.keys.fields.SecretText(null=True, owner="user_id")),
                ("phone", fingerpost.keys.fields.SecretText(null=True, owner="user_id")),
                ("names", models.JSONField(default=fingerpost.access.models.declared._none, editable=False)),
                ("born_token", models.BinaryField(db_index=True, max_length=8, null=True)),
                ("phone_token", models.BinaryField(db_index=True, max_length=8, null=True)),
                ("root", models.PositiveSmallIntegerField(editable=False)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["given_at", "id"]},
        ),
        by_vendor(
            sqlite=[statement for table in _TABLES for statement in kept_on_sqlite(table)],
            postgresql=[statement for table in _TABLES for statement in kept_on_postgresql(table, "access_refuse")],
        ),
    ]
