"""Where attempts are counted and used codes remembered: one table for all workers, read as JSON and never as code.

Django's own cache in a database unpickles what it finds there, so that whoever writes the table runs code here. In this
one a row has a keyed hash of its name, and a value that is signed for that name: an address or an account is not read
out of a row, and a row that was altered, or moved, counts as none.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.crypto import salted_hmac

from fingerpost.access import sign_in_database

_SALT = "fingerpost counts"
_ADD = """
INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)
ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
"""


class Counts(BaseDatabaseCache):
    """A cache of Django's, for what JSON can say. Its table is the one that `createcachetable` makes."""

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless there is one; return whether it was kept."""
        return self._put(key, value, timeout, version, unless=" WHERE {table}.expires <= %s")

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or `default` where there is none, or none of ours."""
        name = self.make_and_validate_key(key, version=version)
        with _connection().cursor() as cursor:
            cursor.execute(
                self._sql("SELECT value FROM {table} WHERE cache_key = %s AND expires > %s"),
                [_row(name), _adapted(timezone.now())],
            )
            found = cursor.fetchone()
        try:
            return default if found is None else json.loads(_signer(name).unsign(found[0]))
        except signing.BadSignature:
            return default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value."""
        self._put(key, value, timeout, version)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value for longer; return whether there was one."""
        name = self.make_and_validate_key(key, version=version)
        with _connection().cursor() as cursor:
            cursor.execute(
                self._sql("UPDATE {table} SET expires = %s WHERE cache_key = %s AND expires > %s"),
                [self._until(timeout), _row(name), _adapted(timezone.now())],
            )
            return bool(cursor.rowcount)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; return whether there was one."""
        name = self.make_and_validate_key(key, version=version)
        with _connection().cursor() as cursor:
            cursor.execute(self._sql("DELETE FROM {table} WHERE cache_key = %s"), [_row(name)])
            return bool(cursor.rowcount)

    def clear(self) -> None:
        """Forget everything."""
        with _connection().cursor() as cursor:
            cursor.execute(self._sql("DELETE FROM {table}"))

    def _put(self, key: str, value: Any, timeout: Any, version: int | None, *, unless: str = "") -> bool:
        name = self.make_and_validate_key(key, version=version)
        signed = _signer(name).sign(json.dumps(value))
        now = [_adapted(timezone.now())] if unless else []
        with _connection().cursor() as cursor:
            cursor.execute(self._sql(_ADD + unless), [_row(name), signed, self._until(timeout), *now])
            return bool(cursor.rowcount)

    def _until(self, timeout: Any) -> Any:
        seconds = self.get_backend_timeout(timeout)
        return _adapted(datetime.max.replace(tzinfo=UTC) if seconds is None else datetime.fromtimestamp(seconds, UTC))

    def _sql(self, statement: str) -> str:
        return statement.format(table=_connection().ops.quote_name(self._table))  # type: ignore[attr-defined]


def forget(now: datetime) -> None:
    """Forget what is over."""
    with _connection().cursor() as cursor:
        cursor.execute("DELETE FROM site_cache WHERE expires <= %s", [_adapted(now)])


def _connection() -> BaseDatabaseWrapper:
    return connections[sign_in_database.alias()]


def _adapted(moment: datetime) -> Any:
    return _connection().ops.adapt_datetimefield_value(moment)


def _row(name: str) -> str:
    return salted_hmac(_SALT, name, algorithm="sha256").hexdigest()


def _signer(name: str) -> signing.Signer:
    return signing.Signer(salt=f"{_SALT}: {name}")
