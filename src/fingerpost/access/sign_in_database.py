"""Signing in has a connection and a role of its own: accounts, sessions, second factors, links, counts of attempts.

On PostgreSQL the connection that reads and writes cases can neither read nor write these, but for who a user is, which
pages show. So SQL that is run there closes no account, removes no second factor and reads no session. Nothing that one
statement leaves behind on that connection, such as a setting, reaches the other one either.

Where there is one connection for both (SQLite, or a role that sees everything) nothing of this is so.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model

from fingerpost.access.tables import open_tables

SIGN_IN: Final = "sign_in"
"""The connection's name, for Django; and the setting of the other one that says that there is one."""


def alias() -> str:
    """Return the name of the connection that signing in uses."""
    apart: str | None = connections[DEFAULT_DB_ALIAS].settings_dict.get(SIGN_IN)
    return apart or DEFAULT_DB_ALIAS


def beside() -> AbstractContextManager[object]:
    """Open a transaction of signing in beside that of cases: what is done in both is kept or taken back together.

    Entered inside the other one it is committed just before: an account is there when something refers to it.
    """
    return transaction.atomic(using=alias()) if alias() != DEFAULT_DB_ALIAS else nullcontext()


def take_back() -> None:
    """Let nothing be kept of what is done in the present transactions."""
    for name in {DEFAULT_DB_ALIAS, alias()}:
        transaction.set_rollback(True, using=name)


class Router:
    """Sends each model to the connection that may read it, and that may write it."""

    def db_for_read(self, model: type[Model], **_: Any) -> str:
        """Return where a model is read: on the other connection, unless cases may not."""
        entry = open_tables().get(model._meta.db_table)
        return alias() if entry is not None and entry.sign_in and not entry.privileges else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **_: Any) -> str:
        """Return where a model is written."""
        entry = open_tables().get(model._meta.db_table)
        return alias() if entry is not None and entry.sign_in else DEFAULT_DB_ALIAS

    def allow_relation(self, *_: Any, **__: Any) -> bool:
        """It is one database."""
        return True

    def allow_migrate(self, db: str, *_: Any, **__: Any) -> bool | None:
        """Tables are made by their owner."""
        return False if db == SIGN_IN else None
