"""All tables of this room, and what guards them."""

import uuid

import django.utils.timezone
from django.db import migrations, models

from fingerpost.keys.operations import together

from fingerpost.record.guards import keep


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("manual", "0001_publishing"),
    ]

    dependencies = [
        ("record", "0001_initial"),
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcedureDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("base", models.CharField(editable=False, max_length=60)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "begun_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["-begun_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProcedureRevision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(editable=False)),
                ("files", models.JSONField(editable=False, help_text="each file's text by its name")),
                ("digest", models.CharField(blank=True, editable=False, max_length=71)),
                ("changed", models.CharField(blank=True, editable=False, max_length=100)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "draft",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="revisions", to="manual.proceduredraft"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["draft", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "number"), name="revisions_of_a_draft_are_numbered")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProcedureVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(editable=False, max_length=60, unique=True)),
                ("digest", models.CharField(editable=False, max_length=71)),
                ("in_force", models.DateField(editable=False)),
                ("approved_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        editable=False, on_delete=models.PROTECT, related_name="version", to="manual.procedurerevision"
                    ),
                ),
            ],
            options={
                "ordering": ["approved_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest", ""), _negated=True), name="version_has_a_digest"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalText",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("procedure", models.CharField(editable=False, max_length=40)),
                ("place", models.CharField(editable=False, max_length=80)),
                ("number", models.PositiveIntegerField(editable=False)),
                ("text", models.TextField(blank=True, editable=False)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["place", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "procedure", "place", "number"), name="local_texts_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceLook",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("procedure", models.CharField(editable=False, max_length=40)),
                ("source", models.CharField(editable=False, max_length=40)),
                ("title", models.TextField(editable=False)),
                ("section", models.CharField(blank=True, editable=False, max_length=100)),
                ("text_of", models.CharField(editable=False, max_length=200)),
                ("looked_on", models.DateField(editable=False)),
                ("sure", models.CharField(editable=False, max_length=10)),
                ("where", models.TextField(blank=True, editable=False)),
                ("note", models.TextField(blank=True, editable=False)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.organisation"
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
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ConcernCount",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("run", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("what", models.CharField(editable=False, max_length=20)),
                ("of", models.CharField(editable=False, max_length=160)),
                ("hundredths", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("found", models.JSONField(default=dict, editable=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "hundredths", "id"],
                "indexes": [models.Index(fields=["what", "of", "at"], name="concern_count_of")],
            },
        ),
        keep(
            "manual_concerncount",
            "manual_proceduredraft",
            "manual_procedurerevision",
            "manual_procedureversion",
            "manual_localtext",
            "manual_sourcelook",
        ),
    ]

    operations = together(operations)
