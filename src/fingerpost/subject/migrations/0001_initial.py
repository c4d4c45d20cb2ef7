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
        ("subject", "0001_subject_access"),
    ]

    dependencies = [
        ("record", "0001_initial"),
        ("access", "0001_initial"),
        ("record", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeldOn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("request", models.UUIDField(editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                (
                    "appearance",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="record.appearance"
                    ),
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
                "verbose_name": "person asked about",
                "verbose_name_plural": "people asked about",
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ItemDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("request_compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("item", fingerpost.keys.fields.SecretText()),
                ("choice", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("ground", models.CharField(blank=True, editable=False, max_length=20)),
                ("given", fingerpost.keys.fields.SecretText(null=True)),
                ("left_out", fingerpost.keys.fields.SecretText(null=True)),
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
                (
                    "request_concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
            ],
            options={
                "verbose_name": "decision to give",
                "verbose_name_plural": "decisions to give",
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubjectRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("asker", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("name", fingerpost.keys.fields.SecretText()),
                ("born", fingerpost.keys.fields.SecretText(null=True)),
                ("asked_by", fingerpost.keys.fields.SecretText(null=True)),
                ("words", fingerpost.keys.fields.SecretText(null=True)),
                ("received", models.DateField(editable=False)),
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
                "verbose_name": "subject access request",
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RequestStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("on", models.DateField(editable=False)),
                ("text", fingerpost.keys.fields.SecretText(null=True)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "checker",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(editable=False, on_delete=models.PROTECT, related_name="+", to="access.concern"),
                ),
                (
                    "of",
                    models.ForeignKey(
                        editable=False, null=True, on_delete=models.PROTECT, related_name="+", to="subject.requeststep"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="subject.subjectrequest"
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a request",
                "verbose_name_plural": "steps of requests",
                "ordering": ["recorded_at", "id"],
                "abstract": False,
            },
        ),
        keep("subject_subjectrequest", "subject_requeststep", "subject_heldon", "subject_itemdecision"),
    ]

    operations = together(operations)
