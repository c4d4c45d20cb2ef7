"""Who did it is who acts: which columns say so, and what the database holds them to.

Every column that names who recorded, said, decided or sent something is called `…by_id` and refers to a membership. The
database takes no row in which it names somebody else than the signed context does. It is a policy beside those of the
table (restrictive: both have to hold), so that no way of opening a table for writing forgets it.

With it is held that a second person, who agrees to what a first one said, is another one.
"""

from __future__ import annotations

from typing import Final

from django.apps import apps
from django.db.models import ForeignKey, Model

from fingerpost.access.guard.policies import Policy, Protection, second_persons
from fingerpost.access.models import Membership

NAME: Final = "who_acts"
_SAYS_WHO: Final = "by_id"
NAMES_OTHERS: Final = {
    "access_absence.covered_by_id": "who stands in for somebody; guard.may_set_cover asks",
    "site_invitation.invited_by_id": "made anew by the worker, in nobody’s name, where a message did not go",
}
"""What is called so, and names somebody else than whoever acts."""


def held() -> dict[str, tuple[str, ...]]:
    """Return the columns that name who did it, by table."""
    found = {model._meta.db_table: _of(model) for model in apps.get_models()}
    return {table: columns for table, columns in found.items() if columns}


def policies(table: str, protection: Protection) -> tuple[Policy, ...]:
    """Return what holds beside a table's own policies: as rows are added, and where `…by_id` may change."""
    columns = held().get(table, ())
    _, _, changeable = protection.privileges.partition("UPDATE (")
    changed = tuple(column for column in columns if column in changeable.partition(")")[0].replace(",", " ").split())
    second = second_persons().get(table)
    says = _names_me(columns) + (f" AND ({second})" if second else "")
    added = [Policy("INSERT", check=says)] if columns else []
    return (*added, *([Policy("UPDATE", using="true", check=_names_me(changed))] if changed else []))


def _names_me(columns: tuple[str, ...]) -> str:
    return " AND ".join(f"({column} IS NULL OR {column} = guard.me())" for column in columns)


def _of(model: type[Model]) -> tuple[str, ...]:
    table = model._meta.db_table
    return tuple(
        one.column
        for one in model._meta.concrete_fields
        if isinstance(one, ForeignKey)
        and one.related_model is Membership
        and one.column.endswith(_SAYS_WHO)
        and f"{table}.{one.column}" not in NAMES_OTHERS
    )
