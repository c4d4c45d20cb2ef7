"""`fingerpost doctor`: what is wrong with a service, in words, from whatever state it is in."""

from __future__ import annotations

import json
import os
import shutil
import smtplib
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from fingerpost.cli import settings_file
from fingerpost.cli.serve import DEMONSTRATION
from fingerpost.cli.service import SETTINGS
from fingerpost.procedure.errors import FingerpostError

State = Literal["good", "look", "wrong"]
_MARK: Final[dict[State, str]] = {"good": "good ", "look": "look ", "wrong": "WRONG"}
_OLDEST: Final = (3, 12)
_ROOM: Final = 1 / 3
_DRIFT: Final = timedelta(seconds=5)
_WAIT: Final = 5  # seconds
_NEEDED: Final = {
    "FINGERPOST_SECRET_KEY": "it signs sessions; 50 random characters or more",
    "FINGERPOST_HOSTS": "the names that the service is reached by, as safeguarding.example.org",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and how it is; `advice` is what to do, in words, where something is."""

    about: str
    state: State
    said: str
    advice: str = ""


def doctor(*, as_json: bool) -> int:
    """Look at everything, print it, and return the exit status: 1 where anything is wrong."""
    found = [finding for look in _LOOKS for finding in look()]
    wrong = any(one.state == "wrong" for one in found)
    if as_json:
        print(
            json.dumps({"ready": not wrong, "findings": [asdict(one) for one in found]}, indent=2, ensure_ascii=False)
        )
    else:
        width = max(len(one.about) for one in found)
        for one in found:
            print(f"{_MARK[one.state]}  {one.about:<{width}}  {one.said}")
            if one.advice:
                print(f"{'':<{width + 9}}{one.advice}")
    return int(wrong)


def _is_demonstration() -> bool:
    return os.environ.get("DJANGO_SETTINGS_MODULE") == DEMONSTRATION


def _python() -> Iterator[Finding]:
    said = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
    if sys.version_info[:2] < _OLDEST:
        yield Finding("Python", "wrong", said, f"Install Python {_OLDEST[0]}.{_OLDEST[1]} or newer.")
    else:
        yield Finding("Python", "good", said)


def _settings() -> Iterator[Finding]:
    try:
        path = settings_file.apply(os.environ)
    except FingerpostError as error:
        yield Finding("settings", "wrong", str(error))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if _is_demonstration():
        yield Finding("settings", "good", "those of the demonstration: for invented people only")
        return
    yield Finding("settings", "good" if path else "look", str(path) if path else "no file; the environment alone")
    needed = dict(_NEEDED)
    if os.environ.get("DATABASE_URL"):
        needed["FINGERPOST_CONTEXT_KEY"] = "it signs for PostgreSQL who is acting"
    for name, what in needed.items():
        if not os.environ.get(name, "").strip():
            yield Finding(
                "settings", "wrong", f"{name} is not set: {what}", "“fingerpost init” asks for what is needed."
            )


def _keys() -> Iterator[Finding]:
    from fingerpost.keys.masters import read_masters
    from fingerpost.ledger.signing import read_keys

    if _is_demonstration():
        return
    readers: dict[str, Callable[[], object]] = {
        "master keys": lambda: read_masters(os.environ),
        "the ledger’s key": read_keys,
    }
    for about, read in readers.items():
        try:
            read()
        except FingerpostError as error:
            yield Finding(about, "wrong", str(error))
        else:
            yield Finding(about, "good", "can be read")


def _front_end() -> Iterator[Finding]:
    inside = Path(__file__).resolve().parents[1] / "web" / "built"
    built = inside if inside.is_dir() else inside.parents[3] / "build" / "frontend"
    if (built / "fingerpost.css").is_file():
        yield Finding("styles and scripts", "good", "are built")
    else:
        yield Finding("styles and scripts", "wrong", "are not built", "In a checkout: script/frontend --no-dev")


def _disk() -> Iterator[Finding]:
    folder = Path(os.environ.get("FINGERPOST_VAR") or Path.cwd())
    while not folder.exists():
        folder = folder.parent
    room = shutil.disk_usage(folder)
    share = room.free / room.total
    said = f"{room.free / 2**30:.1f} GiB of {room.total / 2**30:.0f} are free at {folder}"
    if share < _ROOM:
        yield Finding("disk", "look", said, "Keep a third free: a backup on SQLite needs room for two copies.")
    else:
        yield Finding("disk", "good", said)
    if not os.access(folder, os.W_OK):
        yield Finding("disk", "wrong", f"{folder} cannot be written to", "Run it as the user that owns this folder.")


def _database() -> Iterator[Finding]:
    url = os.environ.get("DATABASE_URL", "")
    yield from _postgresql(url) if url else _sqlite()


def _sqlite() -> Iterator[Finding]:
    if sqlite3.sqlite_version_info < (3, 37):
        yield Finding("database", "wrong", f"SQLite {sqlite3.sqlite_version}", "Install SQLite 3.37 or newer.")
    else:
        yield Finding(
            "database", "good", f"SQLite {sqlite3.sqlite_version}, one file: for one organisation, or to try it"
        )


def _signing_in() -> Iterator[Finding]:
    import psycopg

    try:
        with psycopg.connect(os.environ.get("DATABASE_SIGN_IN_URL", ""), connect_timeout=_WAIT) as connection:
            row = connection.execute("SELECT has_table_privilege('access_concern', 'SELECT')").fetchone()
    except psycopg.Error as error:
        said = f"signing in cannot reach it: {str(error).strip().splitlines()[-1]}"
        yield Finding("database", "wrong", said, "Look at DATABASE_SIGN_IN_URL, and run prepare_database.")
        return
    if row is None or row[0]:
        said = "the role of signing in may read cases"
        yield Finding("database", "wrong", said, "Give DATABASE_SIGN_IN_URL a role of its own, and prepare_database.")
    else:
        yield Finding("database", "good", "signing in has a role of its own, which reads no case")


def _postgresql(url: str) -> Iterator[Finding]:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=_WAIT) as connection:
            row = connection.execute(
                "SELECT current_setting('server_version'), now(), rolsuper OR rolbypassrls, "
                "to_regclass('ledger_entry') IS NOT NULL FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        said = str(error).strip().splitlines()[-1]
        yield Finding(
            "database", "wrong", f"it cannot be reached: {said}", "Look at DATABASE_URL, and whether it runs."
        )
        return
    assert row is not None  # noqa: S101 - a role that is connected is in pg_roles
    version, now, sees_all, is_prepared = row
    yield Finding("database", "good", f"PostgreSQL {version} answers")
    if sees_all:
        yield Finding(
            "database", "wrong", "this role sees every row", "Use the application’s own role in DATABASE_URL."
        )
    if not is_prepared:
        yield Finding("database", "wrong", "it is empty", "Run fingerpost manage prepare_database.")
    else:
        yield from _signing_in()
    drift = abs(now - datetime.now(UTC))
    if drift > _DRIFT:
        said = f"this machine and the database differ by {drift.total_seconds():.0f} seconds"
        yield Finding("clock", "wrong", said, "Let both keep time (chrony, systemd-timesyncd).")
    else:
        yield Finding("clock", "good", "this machine and the database agree")


def _service() -> Iterator[Finding]:
    """What Django knows: whether it starts, whether the database is of this version, and whether it can be deployed."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error, connection

    try:
        django.setup()
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (ImproperlyConfigured, FingerpostError) as error:
        yield Finding("service", "wrong", str(error))
        return
    except Error as error:
        yield Finding("service", "wrong", f"the database: {str(error).splitlines()[0]}")
        return
    if waiting:
        right = "prepare_database" if connection.vendor == "postgresql" else "migrate"
        said = f"the database is not of this version yet: {len(waiting)} changes wait"
        yield Finding("service", "wrong", said, f"Back up, then run fingerpost manage {right}.")
        return
    yield Finding("service", "good", "starts, and the database is of this version")


def _mail() -> Iterator[Finding]:
    if _is_demonstration() or os.environ.get("FINGERPOST_NOTIFY_ADDRESS"):
        return
    host, port = os.environ.get("FINGERPOST_MAIL_HOST", "localhost"), os.environ.get("FINGERPOST_MAIL_PORT") or "587"
    try:
        with smtplib.SMTP(host, int(port), timeout=_WAIT) as server:
            server.ehlo()
            encrypts = server.has_extn("starttls")
    except (OSError, ValueError, smtplib.SMTPException) as error:
        said = f"{host}:{port} does not answer: {error}"
        yield Finding("mail", "look", said, "Until it does nobody is reminded or invited by mail; links can be copied.")
        return
    if encrypts:
        yield Finding("mail", "good", f"{host}:{port} answers, and encrypts")
    else:
        yield Finding("mail", "wrong", f"{host}:{port} does not offer TLS", "Messages go by TLS only.")


def _tls() -> Iterator[Finding]:
    if _is_demonstration():
        return
    if os.environ.get("FINGERPOST_PROXIES", "0").strip() in ("", "0"):
        said = (
            "FINGERPOST_PROXIES is 0, and the service itself speaks no TLS: every page would lead to https in a circle"
        )
        yield Finding("TLS", "look", said, "Put a proxy before it that sets X-Forwarded-Proto, and set this to 1.")
    else:
        yield Finding("TLS", "good", "is ended by a proxy, which says so by X-Forwarded-Proto")


_LOOKS: Final[tuple[Callable[[], Iterator[Finding]], ...]] = (
    _python, _settings, _keys, _front_end, _disk, _database, _service, _mail, _tls,
)  # fmt: skip
