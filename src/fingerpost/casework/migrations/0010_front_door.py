"""Checks one by one, the stages of a disagreement, and other areas and countries."""

import django.db.models.deletion
import django.utils.timezone
import fingerpost.keys.fields
import uuid
from django.db import migrations, models

from fingerpost.record.guards import keep


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_referrals")]

    operations = [
        migrations.AddField(
            model_name="referralstep",
            name="answers",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.referralstep",
            ),
        ),
        migrations.AddField(
            model_name="referralstep",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("practitioners", "discussed between practitioners"),
                    ("managers", "discussed between managers"),
                    ("partnership", "taken to the partnership"),
                ],
                default="",
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="referralstep",
            name="until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="referralstep",
            name="whom",
            field=fingerpost.keys.fields.SecretText(
                help_text="which agency was asked, or who answers a disagreement", null=True
            ),
        ),
        migrations.CreateModel(
            name="CrossBorder",
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
                (
                    "result",
                    models.CharField(
                        choices=[("told", "Told"), ("to_be_told", "To be told"), ("not_needed", "Not needed")],
                        editable=False,
                        max_length=20,
                    ),
                ),
                (
                    "whom",
                    fingerpost.keys.fields.SecretText(help_text="which agency, in which area or country", null=True),
                ),
                ("why", fingerpost.keys.fields.SecretText(help_text="why they are told, or why that is not needed")),
                ("at", models.DateTimeField(editable=False)),
                (
                    "about",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.appearance",
                    ),
                ),
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
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        # SQLite has made the table of the steps anew, and lost what guarded it.
        keep("casework_referralstep", "casework_crossborder"),
    ]
