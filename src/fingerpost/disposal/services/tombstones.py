"""What is left of concerns, for those who saw them at the moment before."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from fingerpost.access import context, queries
from fingerpost.access.models import Involvement
from fingerpost.disposal.models import Tombstone
from fingerpost.disposal.services.destruction import BEFORE

MOST = 100


def readable(concern_id: UUID | None = None) -> list[Tombstone]:
    """Return the tombstones that the person acting may read, the newest first, of one concern or all: `MOST` of them.

    On PostgreSQL a policy says so; on SQLite this says the same.
    """
    rows = Tombstone.objects.select_related(
        "proposed_by__user", "proposed_by__organisation", "confirmed_by__user", "confirmed_by__organisation"
    )
    if concern_id is not None:
        rows = rows.filter(concern=concern_id)
    if connection.vendor == "postgresql":
        return list(rows[:MOST])
    actor = context.required()
    theirs = Involvement._base_manager.filter(concern=OuterRef("concern"), organisation=actor.organisation_id)
    return [row for row in rows.filter(Exists(theirs))[:MOST] if _had_sight(row)]


def _had_sight(row: Tombstone) -> bool:
    show = queries.involvements_that_show(context.required(), row.at - BEFORE)
    return show.filter(concern=row.concern_id, compartment=row.compartment).exists()
