"""Gives the database the signed context of the present transaction, and takes it back.

`set_config(…, true)` lasts until the transaction ends, so that a pooled connection carries nothing over. A token names
the transaction it is for: kept and replayed in another one it is worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from fingerpost.access.context import Actor
from fingerpost.access.guard import token

LASTS = 600  # seconds; longer work signs anew


@contextmanager
def entered(actor: Actor | None, before: Actor | None) -> Iterator[None]:
    """Let the database know `actor` until the block ends, and `before` from then on.

    Does nothing outside a transaction, where there is nothing to tie a context to, and on SQLite.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql" or not connection.in_atomic_block:
        yield
        return
    tell(connection, actor)
    try:
        yield
    finally:
        # A transaction that has failed forgets the context by itself.
        if connection.in_atomic_block and not _has_failed(connection):
            tell(connection, before)


def tell(connection: BaseDatabaseWrapper, actor: Actor | None) -> None:
    """Set the context of this transaction: signed for `actor`, or empty for nobody."""
    with connection.cursor() as cursor:
        said = ""
        if actor is not None:
            cursor.execute(
                "SELECT pg_backend_pid(), (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint,"
                " extract(epoch FROM statement_timestamp())::bigint"
            )
            pid, transaction, now = cursor.fetchone()
            said = token.sign(
                settings.ACCESS_CONTEXT_KEY, token.Context(actor.membership_id, pid, transaction, now + LASTS)
            )
        cursor.execute("SELECT set_config('fingerpost.context', %s, true)", [said])


def _has_failed(connection: BaseDatabaseWrapper) -> bool:
    failed = psycopg.pq.TransactionStatus.INERROR
    return connection.needs_rollback or connection.connection.info.transaction_status == failed
