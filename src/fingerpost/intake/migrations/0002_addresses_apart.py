"""Where a suspected link leads stands in a table of its own, which the database shows to few."""

import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import fingerpost.keys.fields
from fingerpost.keys.secret import Sealed
from fingerpost.record.guards import keep


def move(apps: Any, schema_editor: Any) -> None:
    """Seal each address anew for its new place: a box opens only on the row that it was made for."""
    using = schema_editor.connection.alias
    link_model, address_model = (apps.get_model("intake", name) for name in ("SuspectedLink", "LinkAddress"))
    for row in link_model._base_manager.using(using).iterator():
        said = {}
        for name in ("address", "text"):
            held = row.__dict__[name]
            said[name] = link_model._meta.get_field(name).open(row, held) if isinstance(held, Sealed) else None
        same = {name: getattr(row, name) for name in ("matter_id", "compartment", "by_id", "recorded_at")}
        address_model(link_id=row.pk, **same, **said).save(using=using, force_insert=True)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_releases"),
        ("intake", "0001_what_comes_in"),
        ("keys", "0001_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkAddress",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "compartment",
                    models.CharField(
                        choices=[
                            ("common", "Common record"),
                            ("police", "Police"),
                            ("designated_officer", "Designated officer’s strand"),
                            ("health", "Health"),
                        ],
                        default="common",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("address", fingerpost.keys.fields.SecretText()),
                ("text", fingerpost.keys.fields.SecretText(help_text="how somebody came to know of it", null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.matter",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.suspectedlink",
                    ),
                ),
            ],
            options={
                "verbose_name": "address of a link",
                "verbose_name_plural": "addresses of links",
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "compartment", "link"), name="a_link_has_one_address")
                ],
            },
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField(model_name="suspectedlink", name="address"),
        migrations.RemoveField(model_name="suspectedlink", name="text"),
        keep("intake_linkaddress"),
    ]
