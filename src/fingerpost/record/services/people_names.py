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
    names = not_replaced(details)
    return {pk: ", ".join(str(one.value) for one in names.get(pk, ())) or UNNAMED for pk in wanted}


def not_replaced(details: Iterable[Detail]) -> dict[UUID, list[Detail]]:
    """Return, of each person, the details that no other of these replaced, in their order."""
    rows = list(details)
    replaced = {row.replaces_id for row in rows}
    found: dict[UUID, list[Detail]] = defaultdict(list)
    for row in rows:
        if row.pk not in replaced:
            found[row.appearance_id].append(row)
    return found
