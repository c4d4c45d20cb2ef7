"""A hidden hit may be of a try to read the concern itself, by its reference, and so of nobody in it."""

import django.db.models.deletion
from django.db import migrations, models

from fingerpost.record import guards


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0007_let_in"),
    ]

    operations = [
        migrations.AlterField(
            model_name="hiddenhit",
            name="appearance",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="record.appearance",
            ),
        ),
        guards.keep("record_hiddenhit"),
    ]
