"""All tables of this room, and what guards them."""

import uuid

import django.utils.timezone
from django.db import migrations, models

import fingerpost.keys.fields
import fingerpost.keys.one_of
from fingerpost.keys.operations import together
from fingerpost.record.guards import keep


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("intake", "0001_what_comes_in"),
        ("intake", "0002_addresses_apart"),
    ]

    dependencies = [
        ("record", "0001_initial"),
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeldElsewhere",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("holder", fingerpost.keys.fields.SecretText()),
                ("device", fingerpost.keys.fields.SecretText(null=True)),
                ("place", fingerpost.keys.fields.SecretText(help_text="where it is kept", null=True)),
                ("reference", fingerpost.keys.fields.SecretText(null=True)),
                ("told", fingerpost.keys.fields.SecretText(help_text="who it was reported to", null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "verbose_name": "holder of what is not sent",
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SuspectedLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="TakenIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("format", fingerpost.keys.one_of.OneOf(editable=False, max_length=5)),
                ("sender", fingerpost.keys.fields.SecretText()),
                ("dated", models.DateField(editable=False)),
                ("words", fingerpost.keys.fields.SecretText()),
                ("left_out", fingerpost.keys.fields.SecretText(null=True)),
                ("omitted", models.PositiveIntegerField(default=0, editable=False)),
                ("note", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "verbose_name": "document taken in",
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="LinkReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                ("at", models.DateTimeField(editable=False)),
                ("to", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("who", fingerpost.keys.fields.SecretText(help_text="in whose name")),
                ("reference", fingerpost.keys.fields.SecretText(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "link",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="intake.suspectedlink"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "link", "number"), name="link_report_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkAddress",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("address", fingerpost.keys.fields.SecretText()),
                ("text", fingerpost.keys.fields.SecretText(help_text="how somebody came to know of it", null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "link",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="intake.suspectedlink"
                    ),
                ),
            ],
            options={
                "verbose_name": "address of a link",
                "verbose_name_plural": "addresses of links",
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("concern", "compartment", "link"), name="a_link_has_one_address")
                ],
            },
        ),
        keep(
            "intake_takenin", "intake_heldelsewhere", "intake_suspectedlink", "intake_linkreport", "intake_linkaddress"
        ),
    ]

    operations = together(operations)
