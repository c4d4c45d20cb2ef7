"""What the service reads from its environment, with errors that say what to set."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_POSTGRESQL = ("postgres", "postgresql")


def required(name: str, what: str) -> str:
    """Return the variable `name`; raise ImproperlyConfigured with `what` it is for when it is missing or empty."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set: {what}. Without any setting: “fingerpost serve --demo” tries it, "
            "and “fingerpost init” makes them."
        )
    return value


def words(name: str) -> list[str]:
    """Return the variable `name` as a list: its words between commas or spaces."""
    return os.environ.get(name, "").replace(",", " ").split()


def number(name: str, default: int) -> int:
    """Return the variable `name` as a whole number, or `default` when it is not set."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise ImproperlyConfigured(f"{name} is “{text}”, which is not a whole number: write for example {default}.")
    return int(text)


def postgresql(url: str, name: str) -> dict[str, Any]:
    """Return Django's settings for a `postgresql://user:password@host:port/database?option=value` address.

    A host in the query (`?host=/run/postgresql`) is a socket's folder. `name` is the variable, for the error.
    """
    parts = urlsplit(url)
    database = unquote(parts.path.lstrip("/"))
    if parts.scheme not in _POSTGRESQL or not database:
        raise ImproperlyConfigured(f"{name} is no address of a PostgreSQL database: postgresql://USER@HOST/DATABASE.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", parts.port or "")),
        "OPTIONS": options,
        # A connection keeps the plans of what is asked most; one that broke is not used again.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


# What holds for each connection of the service's, whatever a role may have set for itself in the database: what it
# relies on, and what would let no connection be made or kept. The address itself may say another one of the latter.
_KEPT = (
    "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c idle_session_timeout=0 -c exit_on_error=off"
    " -c default_transaction_isolation=read\\ committed"
)
_FIXED = (
    "-c synchronous_commit=on -c row_security=on -c default_transaction_read_only=off -c search_path=public"
    " -c standard_conforming_strings=on -c local_preload_libraries="
)


def fixed(database: dict[str, Any], **further: str) -> dict[str, Any]:
    """Return these settings with those of the server that the service relies on: a role's own give way to them."""
    options = database["OPTIONS"]
    said = [_KEPT, options.get("options"), _FIXED, *(f"-c {name}={value}" for name, value in further.items())]
    return database | {"OPTIONS": {**options, "options": " ".join(filter(None, said))}}


def patient(database: dict[str, Any]) -> dict[str, Any]:
    """Return these settings with limits: to how long a server is waited for that does not answer, in seconds.

    Whoever asks gets a page that says so, and nobody's request hangs. What the address itself says stands.
    """
    limits = {"connect_timeout": "5", "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "2"}
    return database | {"OPTIONS": {**limits, "tcp_user_timeout": "20000", **database["OPTIONS"]}}


_NOTIFY = "FINGERPOST_NOTIFY_ADDRESS"
_TEMPLATES = (
    "invitation",
    "new-role",
    "something-waits",
    "something-new",
    "do-now",
    "account-changed",
    "factors-removed",
    "new-password",
)


def notify() -> dict[str, Any] | None:
    """Return the mailer for GOV.UK Notify, or None where FINGERPOST_NOTIFY_ADDRESS is not set: mail goes by SMTP then.

    Raises ImproperlyConfigured, naming what is missing.
    """
    address = os.environ.get(_NOTIFY, "").strip()
    if not address:
        return None
    key = required("FINGERPOST_NOTIFY_KEY", f"the API key that {_NOTIFY} asks for")
    pairs = [one.partition("=") for one in words("FINGERPOST_NOTIFY_TEMPLATES")]
    templates = {name: ident for name, _, ident in pairs if ident}
    if missing := sorted(set(_TEMPLATES) - templates.keys()):
        raise ImproperlyConfigured(f"FINGERPOST_NOTIFY_TEMPLATES lacks {', '.join(missing)}: write NAME=ID for each.")
    return {
        "BACKEND": "fingerpost.site.notify.Notify",
        "OPTIONS": {"address": address, "key": key, "templates": templates},
    }


def directories(path: str) -> list[dict[str, Any]]:
    """Return the organisations' own sign-ins from the JSON file at `path`, one object each.

    Every object has `id` (in addresses), `name`, `organisation` (its name in this service), `server`, `client_id` and
    `secret`. It may have `addresses_are_managed`, where people cannot change their address themselves, and `origins`,
    of other servers that signing in leads over. No path means none.

    Raises ImproperlyConfigured, naming the file and what is missing.
    """
    if not path:
        return []
    try:
        entries = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"FINGERPOST_DIRECTORIES: {path} cannot be read as JSON: {error}") from None
    needed = {"id", "name", "organisation", "server", "client_id", "secret"}
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ImproperlyConfigured(f"FINGERPOST_DIRECTORIES: {path} is no list of objects.")
    for number_, entry in enumerate(entries, start=1):
        if missing := sorted(needed - entry.keys()):
            raise ImproperlyConfigured(f"FINGERPOST_DIRECTORIES: entry {number_} of {path} lacks {', '.join(missing)}.")
    return entries


def origins(directory: dict[str, Any]) -> list[str]:
    """Return the origins of the servers that signing in with this directory leads over, as `https://id.example.org`."""
    parts = urlsplit(directory["server"])
    return [f"{parts.scheme}://{parts.netloc}", *directory.get("origins", [])]
