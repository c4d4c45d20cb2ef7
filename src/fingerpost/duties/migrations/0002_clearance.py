"""Whether a duty has to wait or to be asked about first, and whether it is done now: `renew_duties` makes both."""

from __future__ import annotations

from django.db import migrations, models

from fingerpost.keys.one_of import OneOf


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [
        migrations.RemoveField("dutystate", "is_held"),
        migrations.AddField(
            "dutystate",
            "clearance",
            OneOf(
                default="clear",
                help_text="whether whoever it would tell may be told",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "dutystate",
            "is_urgent",
            models.BooleanField(default=False, help_text="the ground is grave and no day is set: it is done now"),
        ),
        migrations.AddField(
            "dutystate",
            "works_on_it",
            models.CharField(
                blank=True,
                default="",
                help_text=(
                    "who it goes to and who works on it already, as a pack calls them: they are told, not referred to"
                ),
                max_length=60,
            ),
        ),
    ]
