"""All tables of this room, and what guards them."""

import uuid
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models

import fingerpost.keys.one_of
from fingerpost.keys.operations import together
from fingerpost.record.guards import keep


def create(apps: Any, editor: Any) -> None:
    """Make the table of the cache: all workers count attempts, and remember used codes, in one place."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("site", "0001_invitations"),
        ("site", "0002_cache"),
        ("site", "0003_reminders"),
        ("site", "0004_look_outcomes"),
        ("site", "0006_outgoing"),
    ]

    dependencies = [
        ("record", "0001_initial"),
        ("access", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Calendar",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("secret_hash", models.BinaryField(unique=True)),
                ("says_what", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("read_on", models.DateField(null=True)),
                (
                    "membership",
                    models.OneToOneField(on_delete=models.CASCADE, related_name="+", to="access.membership"),
                ),
            ],
            options={
                "verbose_name": "calendar address",
            },
        ),
        migrations.CreateModel(
            name="DirectoryToken",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="access.organisation",
                    ),
                ),
                ("secret_hash", models.BinaryField(max_length=32, unique=True)),
                ("role", fingerpost.keys.one_of.OneOf(max_length=30)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="access.membership"),
                ),
            ],
            options={
                "verbose_name": "directory token",
            },
        ),
        migrations.CreateModel(
            name="DirectoryPerson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "user_name",
                    models.CharField(editable=False, help_text="in lower case: by which it is unique", max_length=254),
                ),
                ("said", models.JSONField(editable=False)),
                ("made_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False, on_delete=models.CASCADE, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "directory person",
                "ordering": ["made_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "user_name"), name="directory_names_somebody_once"),
                    models.UniqueConstraint(fields=("organisation", "user"), name="directory_has_an_account_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("secret_hash", models.BinaryField(max_length=32, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="+", to="access.membership"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="invitations", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="LookOutcome",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "subject",
                    models.UUIDField(
                        editable=False, help_text="a user, or what stands for a name that many searched for"
                    ),
                ),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=20)),
                ("day", models.DateField(editable=False)),
                ("outcome", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "by",
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
            name="Sent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        editable=False, help_text="the other service’s", primary_key=True, serialize=False
                    ),
                ),
                ("template", models.CharField(help_text="a mail.Template", max_length=30)),
                ("at", models.DateTimeField()),
                ("ask_at", models.DateTimeField(db_index=True)),
                ("user", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "sent message",
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("user", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "day"), name="somebody_is_reminded_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Assurance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", fingerpost.keys.one_of.OneOf(editable=False, max_length=10)),
                ("holds", models.BooleanField(editable=False)),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Undelivered",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("template", models.CharField(help_text="a mail.Template", max_length=30)),
                ("first_at", models.DateTimeField()),
                ("tried_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField()),
                ("next_at", models.DateTimeField(db_index=True, help_text="None: it is given up", null=True)),
                ("answer", models.CharField(max_length=60)),
                ("user", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "undelivered message",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "template"), name="a_message_of_a_kind_waits_once")
                ],
            },
        ),
        migrations.RunPython(create, migrations.RunPython.noop),
        keep("site_lookoutcome", "site_assurance"),
    ]

    operations = together(operations)
