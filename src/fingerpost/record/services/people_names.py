"""How people of a concern are named where one has to choose among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from fingerpost.record.models import Detail, DetailKind

UNNAMED = "Somebody whose name is not known here"


def names_of(appearances: Iterable[UUID], compartments: Iterable[str] | None = None) -> dict[UUID, str]:
    """Return the names of these people, as far as whoever is acting sees them: one query, and a key a concern."""
    wanted = list(appearances)
    details = Detail.objects.visible().filter(appearance__in=wanted, kind=DetailKind.NAME)
    if compartments is not None:
        details = details.filter(compartment__in=compartments)
    rows = list(details)
    replaced = {row.replaces_id for row in rows}
    names: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        if row.pk not in replaced:
            names[row.appearance_id].append(str(row.value))
    return {pk: ", ".join(names[pk]) or UNNAMED for pk in wanted}
