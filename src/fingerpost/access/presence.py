"""Of which kinds a concern has rows at all, in one statement: what is not there is not read."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from fingerpost.access import compartments, context, looking, read_once
from fingerpost.access.models.case_data import CaseData
from fingerpost.access.rows_asked import NotAnswered


def places(concern_id: UUID, models: Iterable[type[CaseData]]) -> frozenset[tuple[type[CaseData], str]]:
    """Return each of these models with each compartment of the concern that whoever is acting sees and it has rows in.

    A row that is about a second place too (`also_in`) counts by its own alone: it may turn out not to be seen.
    """
    wanted = tuple(dict.fromkeys(models))
    seen = sorted(compartments.view_of(context.required(), concern_id))
    if not seen or not wanted:
        return frozenset()
    rows = looking.rows()
    if rows is not None and rows.concern.pk == concern_id:
        with suppress(NotAnswered):
            return frozenset((model, row["compartment"]) for model in wanted for row in rows.of(model).values())
    tables = frozenset(model._meta.db_table for model in wanted)
    return read_once.once(("presence", concern_id, wanted), tables, lambda: _read(concern_id, wanted, seen))


def _read(
    concern_id: UUID, models: tuple[type[CaseData], ...], seen: list[str]
) -> frozenset[tuple[type[CaseData], str]]:
    holes = ", ".join(["%s"] * len(seen))
    each = [
        f'SELECT DISTINCT {number}, compartment FROM "{model._meta.db_table}"'  # noqa: S608 - a name and a number
        f" WHERE concern_id = %s AND compartment IN ({holes})"
        for number, model in enumerate(models)
    ]
    concern = UUIDField().get_db_prep_value(concern_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each), [concern, *seen] * len(models))
        return frozenset((models[number], part) for number, part in cursor.fetchall())
