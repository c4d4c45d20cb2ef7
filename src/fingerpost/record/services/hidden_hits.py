"""Where tokens are found: on this side of the wall, and beyond it, where the people there are told and nobody here is.

On PostgreSQL the tokens beyond are not to be seen; a function of the guard finds them, writes down who looked for whom,
and answers nothing. It is asked over the connection of signing in, in the name of whoever is acting: SQL beside cases
cannot ask it, take back what it wrote, or find out whether it wrote anything. On SQLite, which has no roles, the
application does the same here. Tests hold the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection, connections, transaction
from django.db.models import Q
from django.utils import timezone

from fingerpost.access import context, queries, session, sign_in_database
from fingerpost.access.models import Compartment, Exclusion, Involvement
from fingerpost.access.models.people import OrganisationKind
from fingerpost.keys.likeness import Kind
from fingerpost.record.models import HiddenHit, SearchToken
from fingerpost.record.services.search_query import MatchStrength, SearchTokens, add_match

_IDENTIFIERS: Final = frozenset({Kind.HANDLE, Kind.PHONE, Kind.EMAIL})
REFERENCE: Final = "reference"
"""What was asked for by somebody who tried to read a concern in an emergency."""
_MANY: Final = 1000  # tokens in one statement

type Where = tuple[UUID, str, UUID]  # a concern, a compartment, an appearance


def find(asked: SearchTokens) -> dict[UUID, MatchStrength]:
    """Return what is found of which appearance that whoever is acting may see, and note what is found beyond.

    Tokens are looked up first, and sorted by what may be seen then: the other way round, a database goes through all
    that somebody sees.
    """
    if not asked:
        return {}
    showing = queries.involvements_that_show(context.required())
    seen = set(showing.values_list("concern_id", "compartment"))
    here: dict[UUID, MatchStrength] = defaultdict(dict)
    beyond: dict[Where, MatchStrength] = defaultdict(dict)
    for tokens in batched(asked, _MANY):
        rows = SearchToken._base_manager.filter(token__in=tokens)
        for token, concern_id, compartment, appearance_id in rows.values_list(
            "token", "concern_id", "compartment", "appearance_id"
        ):
            is_seen = (concern_id, compartment) in seen
            found = here[appearance_id] if is_seen else beyond[concern_id, compartment, appearance_id]
            add_match(found, asked, bytes(token))
    if connection.vendor == "postgresql":
        _let_the_guard_note(asked)
    else:
        _note(beyond)
    return here


def _let_the_guard_note(asked: SearchTokens) -> None:
    rows = [(token, part, strength) for token, parts in asked.items() for part, strength in parts]
    _ask_beside(
        "SELECT guard.note_hidden_hits(%s::bytea[], %s::text[], %s::integer[], %s::integer[])",
        [
            [token for token, _, _ in rows],
            [str(kind) for _, (kind, _), _ in rows],
            [number for _, (_, number), _ in rows],
            [strength for _, _, strength in rows],
        ],
    )


def _ask_beside(statement: str, asked: list[Any]) -> None:
    """Run a function of the guard that is not there for SQL beside cases, in the name of whoever is acting."""
    beside = connections[sign_in_database.alias()]
    with transaction.atomic(using=beside.alias), beside.cursor() as cursor:
        if beside.alias != connection.alias:
            session.tell(beside, context.required())
        cursor.execute(statement, asked)


def _note(beyond: Mapping[Where, MatchStrength]) -> None:
    by = context.required().membership_id
    _add(
        HiddenHit(
            concern_id=concern_id,
            compartment=compartment,
            appearance_id=appearance_id,
            by_id=by,
            found=" ".join(sorted({kind for kind, _ in parts})),
            strength=sum(parts.values()),
        )
        for (concern_id, compartment, appearance_id), parts in beyond.items()
        if is_enough(parts)
    )


def note_try(reference: str, *, is_close: bool) -> None:
    """Note that whoever is acting asked for a concern by its reference in an emergency, and nothing was opened.

    It is told where that is known which keeps them out; `is_close`: they agree with somebody in the common record.
    Nothing is noted of a reference that there is not, by the same statements.
    """
    if connection.vendor == "postgresql":
        _ask_beside("SELECT guard.note_refused_try(%s, %s)", [reference, is_close])
        return
    actor, now = context.required(), timezone.now()
    mine = Q(user=actor.user_id) | Q(organisation=actor.organisation_id)
    known = Exclusion._base_manager.filter(mine, queries.current(now), concern__reference=reference)
    there = Involvement._base_manager.filter(
        queries.current(now), queries.WORKING, concern__reference=reference, compartment=Compartment.COMMON
    )
    if not is_close:
        there = there.filter(organisation__kind=OrganisationKind.DESIGNATED_OFFICER)
    showing = queries.involvements_that_show(actor, now).filter(concern__reference=reference)
    places: set[tuple[UUID, str]] = set()
    for rows in (known, there):
        places |= set(rows.values_list("concern_id", "compartment"))
    places -= set(showing.values_list("concern_id", "compartment"))
    by = actor.membership_id
    _add(
        HiddenHit(concern_id=concern_id, compartment=part, by_id=by, found=REFERENCE, strength=0)
        for concern_id, part in sorted(places)
    )


def _add(hits: Iterable[HiddenHit]) -> None:
    rows = list(hits)
    if rows:
        HiddenHit._base_manager.bulk_create(rows)
    else:  # as many statements where there is nothing to note, so that it takes as long
        HiddenHit._base_manager.filter(pk=uuid4()).exists()


def is_enough(parts: MatchStrength) -> bool:
    """Whether so much was found of somebody that they may be who was looked for: not every namesake's namesake.

    A handle, a number or an address; two words of a name; or one word of it and a date of birth.
    """
    kinds = {kind for kind, _ in parts}
    names = sum(kind is Kind.NAME for kind, _ in parts)
    return bool(kinds & _IDENTIFIERS) or names > 1 or (names == 1 and Kind.BORN in kinds)
