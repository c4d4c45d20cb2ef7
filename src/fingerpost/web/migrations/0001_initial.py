"""All tables of this room."""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import fingerpost.keys.fields


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("web", "0001_drafts"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("path", models.CharField(editable=False, max_length=200)),
                ("text", fingerpost.keys.fields.SecretText(null=True, owner="user_id")),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("page", models.UUIDField(editable=False, null=True)),
                ("pages", models.JSONField(default=dict, editable=False)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("became", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        editable=False, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "record_draft",
                "ordering": ["-saved_at", "id"],
            },
        ),
    ]
