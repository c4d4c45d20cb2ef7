"""Django's default connection put onto the ledger's tables of either database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.utils import load_backend

from ledger.databases import Database, Postgresql, Sqlite


@contextmanager
def default_connection(database: Database, user: str | None = None) -> Iterator[None]:
    """Let Django's default connection be one to `database`: as the application's role, or as `user`."""
    before = connections["default"]
    settings = {**before.settings_dict, "CONN_MAX_AGE": None, **_settings(database, user)}
    connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = before


def _settings(database: Database, user: str | None) -> dict[str, Any]:
    if isinstance(database, Sqlite):
        options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": database.path, "OPTIONS": options}
    assert isinstance(database, Postgresql)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database.name,
        "USER": user or database.role,
        "PASSWORD": "",
        "HOST": str(database.cluster.folder),
        "PORT": "5432",
        "OPTIONS": {},
    }
