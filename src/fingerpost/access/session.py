"""The transaction in which somebody acts: the database is told who, and what was done is recorded before it ends.

Gives the database the signed context of the present transaction, and takes it back.

`set_config(…, true)` lasts until the transaction ends, so that a pooled connection carries nothing over. A token names
the transaction it is for: kept and replayed in another one it is worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from fingerpost.access import sign_in_database, token
from fingerpost.access.actor import Actor
from fingerpost.ledger.recording import recording

LASTS = 600  # seconds; longer work signs anew


@contextmanager
def entered(actor: Actor | None, before: Actor | None) -> Iterator[None]:
    """Let `actor` act in a transaction until the block ends, and append to the ledger what they did.

    Inside another transaction it is a part of that one (a savepoint), in which `before` acts again afterwards.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    is_inside = connection.in_atomic_block
    with transaction.atomic(), nullcontext() if is_inside else sign_in_database.beside():
        tell(connection, actor)
        with recording(actor.acting if actor else None):
            yield
        if is_inside and not _has_failed(connection):
            tell(connection, before)


def tell(connection: BaseDatabaseWrapper, actor: Actor | None) -> None:
    """Set the context of this transaction: signed for `actor`, or empty for nobody. SQLite cannot be told.

    With it goes for how long the transaction waits for what another one holds; on SQLite the connection knows that.
    """
    if connection.vendor != "postgresql":
        return
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
        cursor.execute(
            "SELECT set_config('fingerpost.context', %s, true), set_config('lock_timeout', %s, true)",
            [said, f"{settings.FINGERPOST_LOCK_WAIT}s"],
        )


def _has_failed(connection: BaseDatabaseWrapper) -> bool:
    if connection.needs_rollback or connection.vendor != "postgresql":
        return connection.needs_rollback
    status: int = connection.connection.info.transaction_status
    return status == psycopg.pq.TransactionStatus.INERROR
