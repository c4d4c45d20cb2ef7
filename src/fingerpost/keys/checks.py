"""What `manage.py check` says of the keys."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from fingerpost.keys import rotation, services
from fingerpost.keys.errors import MasterKeyError
from fingerpost.keys.models import DataKey


@register(Tags.security)
def master_keys_are_there(**_: Any) -> list[CheckMessage]:
    """Find that no text could be sealed or opened, before anybody tries."""
    try:
        services.master_keys()
    except MasterKeyError as error:
        (problem,) = error.problems
        return [Error(f"{problem.where}: {problem.what}.", problem.right, id="keys.E003")]
    return []


@register(Tags.database)
def master_keys_are_the_ones(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Find data keys that no master key at hand opens (`manage.py check --database default`)."""
    if not databases or master_keys_are_there() or not _is_set_up():
        return []
    return [
        Error(
            f"The master key “{found.master_id}” wraps {found.count} keys, and is missing or another one.",
            "Add it back, as it was when it was the newest.",
            id="keys.E004",
        )
        for found in rotation.overview(services.master_keys())
        if not found.opens
    ]


def _is_set_up() -> bool:
    """Whether there is a table to look at: the checks run before the first migration too."""
    return DataKey._meta.db_table in connection.introspection.table_names()
