"""Copying a PostgreSQL database with its own programs, in the role that may read all, and filling an empty one.

Policies and privileges are not restored: they name roles, and `access.guard.prepare` lays them from nothing, as it does
after each update. What the rows must hold to (keys, constraints, triggers) comes with them.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from typing import Any, Final, cast

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from fingerpost.access.guard import install
from fingerpost.access.guard.install import Roles
from fingerpost.ledger.store import Ledger
from fingerpost.site.backup import contents, data_keys
from fingerpost.site.backup.container import DatabaseState
from fingerpost.site.backup.errors import NOT_IN_ORDER, BackupError

LEDGER: Final = Ledger("postgresql")
_BATCH: Final = 1000
# Laid anew by `prepare`, or there already.
_NOT_RESTORED: Final = re.compile(r"\d+; \d+ \d+ (POLICY|ROW SECURITY|SCHEMA|COMMENT - SCHEMA) ")


def copy(address: str, record: Path, keys: Path) -> DatabaseState:
    """Copy the database at one moment into two new files. Raises `BackupError` where the role or pg_dump cannot."""
    with _reaching(address) as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            raise BackupError("DATABASE_BACKUP_URL", "this role does not see every row", "Name the role for backups.")
        cursor.execute("SET LOCAL row_security = off")
        cursor.execute("SELECT pg_export_snapshot()")
        ((snapshot,),) = cursor.fetchall()
        found = contents.state(cast(contents.Cursor, cursor), LEDGER)
        cursor.execute(
            "SELECT owner_id::text, kind, master_id, wrapped, created_at::text, destroyed_at::text FROM keys_datakey"
        )
        data_keys.write(keys, cursor)
        left_out = [f"--exclude-table-data=public.{table}" for table in contents.LEFT_OUT]
        options = ["--format=custom", "--schema=public", "--no-owner", "--no-privileges", *left_out]
        _run(["pg_dump", *options, f"--snapshot={snapshot}", f"--file={record}"], address)
        return found


def has_tables(admin: str) -> bool:
    """Whether there is anything in the database's schema `public`."""
    with _reaching(admin) as connection:
        rows = connection.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        return rows.fetchone() != (0,)


def fill(
    admin: str, roles: Roles, passwords: dict[str, str], record: Path, keys: Iterable[data_keys.DataKeyRow]
) -> None:
    """Make the roles and fill the empty database, as the tables' owner and in one transaction; then the data keys."""
    with _reaching(admin) as connection:
        install.make_roles(connection, roles, passwords)
        install.make_schemas(connection, roles)
    wanted = record.with_name("contents")
    listed = _run(["pg_restore", "--list", str(record)]).splitlines()
    wanted.write_text("\n".join(line for line in listed if not _NOT_RESTORED.match(line)), encoding="utf-8")
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--role={roles.owner}"]
    name = str(conninfo_to_dict(admin).get("dbname") or "")
    _run(["pg_restore", *options, f"--use-list={wanted}", f"--dbname={name}", str(record)], admin)
    with _reaching(admin) as connection, connection.cursor() as cursor:
        for rows in batched(keys, _BATCH):
            cursor.executemany(
                f"INSERT INTO keys_datakey ({data_keys.COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)".encode(),  # noqa: S608
                [row.values() for row in rows],
            )


@contextmanager
def closed(admin: str) -> Iterator[None]:
    """Let nobody but a superuser reach the database until the block has come to its end; else never."""
    limit = -1
    with _reaching(admin) as connection:
        for (found,) in connection.execute("SELECT datconnlimit FROM pg_database WHERE datname = current_database()"):
            limit = found or limit
        _limit(connection, 0)
    yield
    with _reaching(admin) as connection:
        _limit(connection, limit)


def _limit(connection: psycopg.Connection[Any], number: int) -> None:
    name = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("ALTER DATABASE {} CONNECTION LIMIT {}").format(name, sql.Literal(number)))


@contextmanager
def looking(admin: str) -> Iterator[contents.Cursor]:
    """Give a cursor that sees everything."""
    with _reaching(admin) as connection, connection.cursor() as cursor:
        yield cast(contents.Cursor, cursor)


@contextmanager
def _reaching(address: str) -> Iterator[psycopg.Connection[Any]]:
    try:
        with psycopg.connect(address) as connection:
            yield connection
    except psycopg.OperationalError as error:
        raise BackupError("the database", f"it cannot be reached: {str(error).strip()}") from None
    except psycopg.errors.InsufficientPrivilege as error:
        raise BackupError("the database", f"this role may not do what is needed: {str(error).strip()}") from None


def _run(command: list[str], address: str = "") -> str:
    """Run one of PostgreSQL's programs. How to connect goes in its environment, where no other user reads it."""
    try:
        done = subprocess.run(  # noqa: S603 - a list of our own words, and no shell
            command, capture_output=True, text=True, check=False, env={**os.environ, **_environment(address)}
        )
    except FileNotFoundError:
        raise BackupError(
            command[0], "the program is not there", "Install PostgreSQL’s client programs, of the server’s version."
        ) from None
    if done.returncode != 0:
        raise BackupError(command[0], f"it failed: {done.stderr.strip()}", status=NOT_IN_ORDER)
    return done.stdout


_VARIABLES: Final = {
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
}


def _environment(address: str) -> dict[str, str]:
    parts = conninfo_to_dict(make_conninfo(address)) if address else {}
    return {_VARIABLES[name]: str(value) for name, value in parts.items() if name in _VARIABLES}
