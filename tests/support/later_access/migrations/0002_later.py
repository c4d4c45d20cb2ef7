"""What a later version may do: columns of tables with rows in them, a guarded one too, and one of them filled."""

from typing import Any

from django.db import migrations, models


def fill(apps: Any, editor: Any) -> None:
    """Write into the new column of each organisation what follows from another."""
    for one in apps.get_model("access", "Organisation").objects.using(editor.connection.alias).all():
        type(one).objects.using(editor.connection.alias).filter(pk=one.pk).update(called=one.name.upper())


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.AddField("concern", "later", models.BooleanField(null=True)),
        migrations.AddField("organisation", "called", models.CharField(max_length=200, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
