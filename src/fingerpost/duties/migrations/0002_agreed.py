"""Duties that casework asks for: each has its piece of work, and its words."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q

import fingerpost.keys.fields


def _once(name: str, *fields: str, **empty: bool) -> migrations.AddConstraint:
    made = models.UniqueConstraint(
        fields=["matter", "compartment", "provision", *fields],
        condition=Q(**{f"{field}__isnull": is_empty for field, is_empty in empty.items()}),
        name=name,
    )
    return migrations.AddConstraint(model_name="duty", constraint=made)


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_duties")]

    operations = [
        migrations.RemoveConstraint(model_name="duty", name="duty_once_for_each_person"),
        migrations.RemoveConstraint(model_name="duty", name="duty_once_for_the_concern"),
        migrations.AddField(
            model_name="duty",
            name="work",
            field=models.UUIDField(help_text="which piece of casework asks for it; empty for a decision's", null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="words",
            field=fingerpost.keys.fields.SecretText(help_text="of casework: what is to be done", null=True),
        ),
        _once("duty_once_for_each_person", "about", about=False, work=True),
        _once("duty_once_for_the_concern", about=True, work=True),
        _once("duty_once_for_each_work_about_a_person", "about", "work", about=False, work=False),
        _once("duty_once_for_each_work", "work", about=True, work=False),
    ]
