"""What the children of concerns are called, for a list and for the head of a page: their names, or “Child 1”."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from fingerpost.keys import services as keys
from fingerpost.procedure.explaining.words import joined
from fingerpost.record.models import Appearance, Detail, DetailKind, PersonKind
from fingerpost.record.services.people_names import not_replaced

NOBODY: Final = "Child not known yet"
"""What a concern is called in which no child is recorded that the reader sees."""


def children_of(concerns: Iterable[UUID], at: datetime | None = None) -> dict[UUID, tuple[str, ...]]:
    """Return what the children of each of these concerns are called, as far as whoever is acting sees them.

    `at`: as recorded by then. Three queries, however many concerns there are: two, and one for their keys.
    """
    ids = list(concerns)
    children = Appearance.objects.visible().filter(concern__in=ids, kind=PersonKind.CHILD)
    details = Detail.objects.visible().filter(concern__in=ids, kind=DetailKind.NAME, appearance__kind=PersonKind.CHILD)
    if at is not None:
        children, details = children.filter(recorded_at__lte=at), details.filter(recorded_at__lte=at)
    keys.fetch(ids)
    names = not_replaced(details.order_by("recorded_at", "pk"))
    found: dict[UUID, list[str]] = {pk: [] for pk in ids}
    for pk, concern in children.order_by("recorded_at", "pk").values_list("pk", "concern"):
        found[concern].append(str(names[pk][-1].value) if pk in names else f"Child {len(found[concern]) + 1}")
    return {pk: tuple(called) for pk, called in found.items()}


def in_short(children: Collection[str]) -> str:
    """Return what a concern is called after its children: `Amina Demo and Child 2`."""
    return joined(children) or NOBODY
