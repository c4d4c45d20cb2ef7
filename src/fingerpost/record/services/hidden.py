"""Who looked for whom across the wall: told to the people on the other side, and to nobody on this one.

On PostgreSQL a function of the guard finds and writes it, and answers nothing; the application itself could not see it.
On SQLite, which has no roles, the application does the same here. Tests hold the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import batched
from typing import Final
from uuid import UUID

from django.db import connection

from fingerpost.access import context, queries
from fingerpost.keys.likeness import Kind
from fingerpost.record.models import HiddenHit, SearchToken
from fingerpost.record.services.asking import Asked, Found, add_found

_IDENTIFIERS: Final = frozenset({Kind.HANDLE, Kind.PHONE, Kind.EMAIL})
_MANY: Final = 1000


def note_hits(asked: Asked) -> None:
    """Note, in each compartment that whoever is acting does not see, whom there they may have been looking for."""
    if not asked:
        return
    if connection.vendor == "postgresql":
        rows = [(token, part, strength) for token, parts in asked.items() for part, strength in parts]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT guard.note_hidden_hits(%s::bytea[], %s::text[], %s::integer[], %s::integer[])",
                [
                    [token for token, _, _ in rows],
                    [str(kind) for _, (kind, _), _ in rows],
                    [number for _, (_, number), _ in rows],
                    [strength for _, _, strength in rows],
                ],
            )
        return
    by = context.required().membership_id
    HiddenHit.objects.bulk_create(
        HiddenHit(
            matter_id=matter_id,
            compartment=compartment,
            appearance_id=appearance_id,
            by_id=by,
            found=" ".join(sorted({kind for kind, _ in parts})),
            strength=sum(parts.values()),
        )
        for (matter_id, compartment, appearance_id), parts in _beyond(asked).items()
        if is_enough(parts)
    )


def is_enough(parts: Found) -> bool:
    """Whether so much was found of somebody that they may be who was looked for: not every namesake's namesake.

    A handle, a number or an address; two words of a name; or one word of it and a date of birth.
    """
    kinds = {kind for kind, _ in parts}
    names = sum(kind is Kind.NAME for kind, _ in parts)
    return bool(kinds & _IDENTIFIERS) or names > 1 or (names == 1 and Kind.BORN in kinds)


def _beyond(asked: Asked) -> dict[tuple[UUID, str, UUID], Found]:
    showing = queries.involvements_that_show(context.required())
    seen = set(showing.values_list("matter_id", "compartment"))
    found: dict[tuple[UUID, str, UUID], Found] = defaultdict(dict)
    for tokens in batched(asked, _MANY):
        rows = SearchToken._base_manager.filter(token__in=tokens)
        for matter_id, compartment, appearance_id, token in rows.values_list(
            "matter_id", "compartment", "appearance_id", "token"
        ):
            if (matter_id, compartment) not in seen:
                add_found(found[matter_id, compartment, appearance_id], asked, bytes(token))
    return found
