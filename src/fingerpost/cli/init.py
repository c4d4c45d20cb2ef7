"""`fingerpost init`: a service's keys and its one file of settings."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from fingerpost.cli import settings_file
from fingerpost.cli.problems import problems_told, refuse, tell

_ROLES: Final = {
    "DATABASE_URL": ("The database, in the application’s own role.", "fingerpost_application"),
    "DATABASE_SIGN_IN_URL": (
        "The same in the role of signing in: accounts and sessions, and no case.",
        "fingerpost_sign_in",
    ),
    "DATABASE_OWNER_URL": ("The same as the tables’ owner: publishes the ledger.", "fingerpost_owner"),
    "DATABASE_BACKUP_URL": ("The same in the role that makes backups.", "fingerpost_backup"),
}
_MASTER, _LEDGER = "master.keys", "ledger.key"
_MAIL_PORT: Final = "587"


def init(folder: Path, *, name: str, host: str, database: str, mail: str, proxies: int) -> int:
    """Write settings and keys into `folder`, prepare the database, and say what comes next. Return the exit status."""
    from fingerpost.cli.doctor import doctor

    with problems_told("Nothing was written."):
        folder, addresses = folder.resolve(), _addresses(database.strip())
        settings = folder / settings_file.NAME
        _refuse_what_is_wrong(folder, settings, name, host)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with problems_told():
        verifier = _make_keys(folder, host)
        text = "\n".join(_lines(folder, host, addresses, mail.strip(), proxies))
        descriptor = os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_EXCL, settings_file.MODE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
    print(f"{settings} has the settings, for its owner only; {_MASTER} and {_LEDGER} are beside it.")
    print("Keep a copy of both keys elsewhere, apart from backups: without master.keys no backup can be read.")
    print(f"Whoever is to check the ledger needs its verifier key:\n  {verifier}")
    os.environ[settings_file.VARIABLE] = str(settings)
    _prepare(database.strip())
    status = doctor(as_json=False)
    at = "" if Path.cwd() == folder else f"{settings_file.VARIABLE}={settings} "
    print("\nNext:")
    print(f"  {at}fingerpost manage first_administrator {name!r} 'YOUR NAME' YOU@{host}")
    print(f"  {at}fingerpost serve")
    return status


def _refuse_what_is_wrong(folder: Path, settings: Path, name: str, host: str) -> None:
    if not name.strip():
        raise refuse("--name", "the partnership has no name", "Say how people call it.")
    if not host.strip() or "/" in host or " " in host.strip():
        raise refuse("--host", f"“{host}” is no name of a host", "Write it as safeguarding.example.org.")
    for path in (settings, folder / _MASTER, folder / _LEDGER):
        if path.exists():
            raise refuse(
                str(path), "this is there already, and is not replaced", "Choose another folder, or remove it."
            )


def _addresses(admin: str) -> dict[str, str]:
    """Return the address of each role on the database of `admin`, with a password, by its setting; none for SQLite."""
    if not admin:
        return {}
    parts = urlsplit(admin)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise refuse("--database", "this is no address of a PostgreSQL database", "postgresql://postgres@HOST/DATABASE")
    where = parts.netloc.rpartition("@")[2]
    return {
        setting: urlunsplit(parts._replace(netloc=f"{role}:{quote(secrets.token_urlsafe(24))}@{where}"))
        for setting, (_, role) in _ROLES.items()
    }


def _make_keys(folder: Path, host: str) -> str:
    from fingerpost.keys import masters
    from fingerpost.ledger import signing
    from fingerpost.procedure.calendar import london_day

    masters.write_new(folder / _MASTER, london_day(datetime.now(UTC)))
    return str(signing.write_new_key(folder / _LEDGER, f"{host.strip()}/ledger"))


def _lines(folder: Path, host: str, addresses: dict[str, str], mail: str, proxies: int) -> Iterator[str]:
    server, _, port = mail.partition(":")
    said = {
        "FINGERPOST_HOSTS": ("The names that the service is reached by, with spaces between them.", host.strip()),
        "FINGERPOST_PROXIES": ("How many proxies are in front of it; the last one ends TLS.", str(proxies)),
        "FINGERPOST_VAR": ("Where it keeps what is its own: styles and scripts, and the SQLite file.", str(folder)),
        "FINGERPOST_SECRET_KEY": ("Signs sessions. A new one signs everybody out.", secrets.token_urlsafe(48)),
        "FINGERPOST_MASTER_KEY_FILE": (
            "Opens every text. “fingerpost keys new” adds one; keep a copy elsewhere.",
            str(folder / _MASTER),
        ),
        "FINGERPOST_LEDGER_KEY_FILE": ("Signs the ledger’s checkpoints.", str(folder / _LEDGER)),
        "FINGERPOST_MAIL_HOST": ("The mail server; TLS is always asked for.", server or "localhost"),
        "FINGERPOST_MAIL_PORT": ("", port or _MAIL_PORT),
        "FINGERPOST_MAIL_USER": ("Leave both empty where the server asks for none.", ""),
        "FINGERPOST_MAIL_PASSWORD": ("", ""),
        "FINGERPOST_MAIL_FROM": ("Who messages are from.", f"fingerpost@{host.strip()}"),
    }
    said |= {setting: (_ROLES[setting][0], address) for setting, address in addresses.items()}
    if addresses:
        said["FINGERPOST_CONTEXT_KEY"] = (
            "Signs for PostgreSQL who is acting. After a change run prepare_database.",
            secrets.token_urlsafe(48),
        )
    yield "# Settings of Fingerpost, read by every `fingerpost` command that is run in this folder, and by systemd"
    yield "# (EnvironmentFile=). They hold secrets: for their owner only. docs/guide/running.md has all there are."
    for setting, (what, value) in said.items():
        if what:
            yield f"\n# {what}"
        yield f"{setting}={value}"


def _prepare(admin: str) -> None:
    from fingerpost.cli import service

    tell("Preparing the database …")
    if admin:
        os.environ["DATABASE_ADMIN_URL"] = admin
        service.run("prepare_database")
    else:
        service.run("migrate", "--verbosity", "0")
