"""Search tokens under a new root.

A root is renewed when somebody may have got hold of it. That reads every name once. Searches go by both roots until all
tokens are made anew, and the old root is destroyed then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fingerpost.access.models import Declared, Identifier
from fingerpost.access.services import declarations
from fingerpost.access.services.identifiers import mark
from fingerpost.keys import services as keys
from fingerpost.record.models import Appearance, Detail, SearchToken
from fingerpost.record.services.people import forms_of, tokens_of


def renew_search() -> Iterator[tuple[int, int]]:
    """Make every token anew under a new root, and yield how many concerns are done, and of how many.

    Needs to see every concern: on PostgreSQL, a role that passes by row-level security. Each concern is one
    transaction; a run that was interrupted is taken up by the next one, which then makes no further root.
    """
    newest = keys.search_root()
    if not _older(newest).exists():
        newest = keys.new_search_root()
    yield from _renew_older(newest)
    _renew_identifiers(newest)
    for number in keys.tokenisers():
        if number < newest:
            keys.destroy_search_root(number)
    yield from _renew_older(newest)  # what was added meanwhile by somebody who had begun before


def _older(newest: int) -> QuerySet[SearchToken]:
    return SearchToken._base_manager.exclude(root=newest)


def _renew_older(newest: int) -> Iterator[tuple[int, int]]:
    waiting = list(_older(newest).values_list("concern_id", flat=True).distinct())
    for done, concern_id in enumerate(waiting, start=1):
        with transaction.atomic(), keys.keys_at_hand():
            _renew(concern_id, newest)
        yield done, len(waiting)


def _renew_identifiers(newest: int) -> None:
    """Find users, too, by tokens under the new root."""
    for row in Identifier.objects.exclude(root=newest):
        mark(row, newest)
        row.save(update_fields=["token", "root"])
    for declared in Declared.objects.exclude(root=newest):
        declarations.mark(declared, newest)
        declared.save(update_fields=["names", "born_token", "phone_token", "root"])


def _renew(concern_id: UUID, root: int) -> None:
    details: dict[tuple[UUID, str], list[tuple[str, str]]] = defaultdict(list)
    for detail in Detail._base_manager.filter(concern=concern_id):
        details[detail.appearance_id, detail.compartment].append((detail.kind, detail.value))
    appearances = Appearance._base_manager.filter(concern=concern_id).in_bulk()
    SearchToken._base_manager.filter(concern=concern_id).delete()
    for (appearance_id, compartment), known in details.items():
        made = tokens_of(appearances[appearance_id], compartment, forms_of(known), root)
        SearchToken._base_manager.bulk_create(made, ignore_conflicts=True)
