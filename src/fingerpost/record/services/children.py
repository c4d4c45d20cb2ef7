"""What the children of concerns are called, for a list and for the head of a page: their names, or “Child 1”."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from fingerpost.access import kept_lists, looking
from fingerpost.access.kept_lists import AmongGiven, KeptList
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
    keys.fetch(ids)
    if at is None and looking.rows() is None:
        children, details = (kept_lists.read(one) for one in lists(ids))
    else:
        until = {} if at is None else {"recorded_at__lte": at}
        children = list(_children().filter(concern__in=ids, **until).values_list("pk", "concern"))
        details = list(_names().filter(concern__in=ids, **until))
    names = not_replaced(details)
    found: dict[UUID, list[str]] = {pk: [] for pk in ids}
    for pk, concern in children:
        found[concern].append(str(names[pk][-1].value) if pk in names else f"Child {len(found[concern]) + 1}")
    return {pk: tuple(called) for pk, called in found.items()}


def lists(concerns: Iterable[UUID]) -> tuple[KeptList, KeptList]:
    """Return the lists of the children of these concerns, and of their names."""
    return _CHILDREN.of(ids := list(concerns)), _NAMES.of(ids)


def _children() -> QuerySet[Appearance]:
    return Appearance.objects.visible().filter(kind=PersonKind.CHILD).order_by("recorded_at", "pk")


def _names() -> QuerySet[Detail]:
    names = Detail.objects.visible().filter(kind=DetailKind.NAME, appearance__kind=PersonKind.CHILD)
    return names.order_by("recorded_at", "pk")


_CHILDREN: Final = KeptList(
    "children", lambda *_: _children().filter(AmongGiven("concern")).values_list("pk", "concern")
)
_NAMES: Final = KeptList("children's names", lambda *_: _names().filter(AmongGiven("concern")))


def in_short(children: Collection[str]) -> str:
    """Return what a concern is called after its children: `Amina Demo and Child 2`."""
    return joined(children) or NOBODY
