"""A request that only looks changes nothing but the ledger: held while it runs, statement by statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from fingerpost.access import sign_in_database
from fingerpost.access.errors import refuse

_WRITES = re.compile(
    r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)\s+\"?(\w+)\"?",
    re.IGNORECASE,
)
# What a look may write: its entry, the key under which the words of a search are sealed there, and the session.
_MAY_CHANGE = re.compile(r"ledger_\w+|keys_datakey|django_session|usersessions_usersession|site_cache")


def table_written(statement: str) -> str | None:
    """Return the table that a statement of SQL writes to, or None when it only reads."""
    found = _WRITES.match(statement)
    return found[1] if found else None


@contextmanager
def read_only_request(may_change: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Refuse every statement in the block that would change something, unless `may_change()` by then.

    Raises `AccessError`.
    """

    def execute(
        execute: Callable[[str, Any, bool, dict[str, Any]], Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        table = table_written(sql)
        if table is not None and not _MAY_CHANGE.fullmatch(table) and not may_change():
            raise refuse(
                "a request that only looks (GET)",
                f"it was about to change {table}",
                "Change things in answer to POST, or declare why the view may with changes_on_get.",
            )
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for name in {DEFAULT_DB_ALIAS, sign_in_database.alias()}:
            stack.enter_context(connections[name].execute_wrapper(execute))
        yield
