"""One change of a concern at a time: whoever changes it next sees what was changed before."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import connection

from fingerpost.access import looking, queries


def lock(concern_id: UUID) -> None:
    """Wait until nobody else is changing the concern, and keep the turn until the end of the transaction.

    Of a concern that whoever is acting does not see none is kept. On SQLite nothing is to be done: the whole database
    has one writer.
    """
    looking.turn_taken(concern_id, partial(queries.rows_at_hand, concern_id))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT guard.take_turn(%s)", [concern_id])
