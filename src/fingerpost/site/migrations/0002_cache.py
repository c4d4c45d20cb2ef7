"""The table of the cache: all workers count attempts, and remember used codes, in one place."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, editor: Any) -> None:
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("site", "0001_invitations")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
