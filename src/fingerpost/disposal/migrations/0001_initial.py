"""All tables of this room, and what guards them."""

import uuid

import django.utils.timezone
from django.db import migrations, models

import fingerpost.disposal.models
import fingerpost.keys.fields
import fingerpost.keys.one_of
from fingerpost.keys.operations import together
from fingerpost.record.guards import keep


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("disposal", "0001_disposal"),
    ]

    dependencies = [
        ("record", "0001_initial"),
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("why", fingerpost.keys.fields.SecretText()),
                ("asked_by", fingerpost.keys.fields.SecretText()),
                ("since", models.DateField(editable=False)),
                ("until", models.DateField(editable=False, null=True)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "verbose_name": "legal hold",
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HoldRelease",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("why", fingerpost.keys.fields.SecretText()),
                (
                    "hold",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="disposal.hold"),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "verbose_name": "release of a legal hold",
                "verbose_name_plural": "releases of legal holds",
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("why", fingerpost.keys.fields.SecretText()),
                ("rule", models.CharField(editable=False, max_length=60)),
                ("year", models.PositiveSmallIntegerField(editable=False)),
                ("listed", models.JSONField(default=fingerpost.disposal.models._nothing, editable=False)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal to dispose",
                "verbose_name_plural": "proposals to dispose",
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProposalAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("why", fingerpost.keys.fields.SecretText()),
                ("answer", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="disposal.proposal"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a proposal to dispose",
                "verbose_name_plural": "answers to proposals to dispose",
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("reference", models.CharField(editable=False, max_length=20)),
                ("at", models.DateTimeField(editable=False)),
                ("rule", models.CharField(editable=False, max_length=60)),
                ("year", models.PositiveSmallIntegerField(editable=False)),
                ("proposed_at", models.DateTimeField(editable=False)),
                ("confirmed_at", models.DateTimeField(editable=False)),
                ("listed", models.JSONField(default=fingerpost.disposal.models._nothing, editable=False)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("concern", "compartment"), name="tombstone_is_one_for_each_part")
                ],
            },
        ),
        keep(
            "disposal_hold",
            "disposal_holdrelease",
            "disposal_proposal",
            "disposal_proposalanswer",
            "disposal_tombstone",
        ),
    ]

    operations = together(operations)
