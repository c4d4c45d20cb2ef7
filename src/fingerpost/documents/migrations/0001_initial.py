"""All tables of this room, and what guards them."""

import uuid

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import fingerpost.keys.fields
import fingerpost.keys.one_of
from fingerpost.keys.operations import together
from fingerpost.record.guards import keep


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("documents", "0001_productions"),
        ("documents", "0002_passwords"),
    ]

    dependencies = [
        ("record", "0001_initial"),
        ("access", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.UUIDField(editable=False, help_text="the production's", primary_key=True, serialize=False),
                ),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("made_at", models.DateTimeField(editable=False)),
            ],
            options={
                "verbose_name": "production mark",
            },
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.UUIDField(editable=False, help_text="the production's", primary_key=True, serialize=False),
                ),
                ("content", fingerpost.keys.fields.SecretText(help_text="in Base64", owner="user_id")),
                ("password", fingerpost.keys.fields.SecretText(null=True, owner="user_id")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("fetched_at", models.DateTimeField(editable=False, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "production copy",
                "verbose_name_plural": "production copies",
            },
        ),
        migrations.CreateModel(
            name="Production",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("source", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("kind", models.CharField(editable=False, max_length=30)),
                ("key", models.CharField(blank=True, editable=False, max_length=36)),
                ("format", fingerpost.keys.one_of.OneOf(editable=False, max_length=4)),
                ("recipient", models.CharField(editable=False, max_length=60)),
                ("for_whom", fingerpost.keys.fields.SecretText()),
                ("only", fingerpost.keys.fields.SecretText(null=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
            name="Ended",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("compartment", fingerpost.keys.one_of.OneOf(default="common", editable=False, max_length=20)),
                ("source", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("ending", fingerpost.keys.one_of.OneOf(editable=False, max_length=6)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("pages", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("procedure", models.CharField(blank=True, editable=False, max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                    "production",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to="documents.production"
                    ),
                ),
            ],
            options={
                "verbose_name": "production ending",
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "compartment", "production"), name="production_ends_once"
                    )
                ],
            },
        ),
        keep("documents_production", "documents_ended", "documents_mark"),
    ]

    operations = together(operations)
