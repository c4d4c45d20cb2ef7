"""Prepare a PostgreSQL database: roles, tables, need to know. Can be run again at any time, and after each update."""

from __future__ import annotations

import os
from dataclasses import astuple
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.conninfo import conninfo_to_dict

from fingerpost.access.guard import inspect, prepare
from fingerpost.access.guard.install import Roles
from fingerpost.access.token import SHORTEST_KEY

ADMIN, OWNER, BACKUP = "DATABASE_ADMIN_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL"
SIGN_IN = "DATABASE_SIGN_IN_URL"


class Command(BaseCommand):
    """Makes the database's roles, migrates as the owner, and lays need to know."""

    help = (
        "Prepares the PostgreSQL database of DATABASE_URL: makes its roles, migrates, and lays row-level security. "
        f"{ADMIN} is an address of a superuser on that database; {OWNER}, {BACKUP} and {SIGN_IN} name the owner, the "
        "role for backups and that of signing in, where they are not fingerpost_owner, fingerpost_backup and "
        "fingerpost_sign_in."
    )
    requires_system_checks = []  # noqa: RUF012 - the tables that checks would look for are made here

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one option."""
        parser.add_argument(
            "--check", action="store_true", help="only name what is not as it should be, and change nothing"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Prepare, or check. Raises CommandError when anything is not as it should be afterwards."""
        admin = address(ADMIN, "the address of a superuser: only one can make a role for backups")
        roles, passwords = named_roles()
        key = context_key()
        try:
            if options["check"]:
                with psycopg.connect(admin) as connection:
                    faults = [*inspect.faults(connection, roles), *inspect.drift(connection, roles, key)]
            else:
                faults = prepare.prepare(admin, roles, key, passwords)
        except psycopg.OperationalError as error:
            raise CommandError(f"{ADMIN}: the database cannot be reached: {error}") from None
        except psycopg.errors.InsufficientPrivilege as error:
            raise CommandError(f"{ADMIN}: this role may not do what is needed: {error}") from None
        if faults:
            raise CommandError("\n".join(["Need to know does not stand in the database:", *faults]))
        self.stdout.write("Need to know is set up in the database.")


def address(name: str, what: str) -> str:
    """Return the variable `name`. Raises CommandError, with `what` it is, when it is not set."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise CommandError(f"{name} is not set: {what}.")
    return value


def named_roles() -> tuple[Roles, dict[str, str]]:
    """Return the roles as the addresses name them, and the passwords that stand there."""
    application = connections[DEFAULT_DB_ALIAS].settings_dict
    if "postgresql" not in application["ENGINE"]:
        raise CommandError("DATABASE_URL names no PostgreSQL database. SQLite needs no preparing: run migrate.")
    defaults = Roles()
    named = {"application": (application["USER"], application["PASSWORD"])}
    for role, variable in (("owner", OWNER), ("backup", BACKUP), ("sign_in", SIGN_IN)):
        parts = conninfo_to_dict(os.environ.get(variable, ""))
        named[role] = (str(parts.get("user") or getattr(defaults, role)), str(parts.get("password") or ""))
    roles = Roles(**{role: user or getattr(defaults, role) for role, (user, _) in named.items()})
    if len(set(astuple(roles))) < len(astuple(roles)):
        raise CommandError(f"DATABASE_URL, {SIGN_IN}, {OWNER} and {BACKUP} must name different roles.")
    return roles, {getattr(roles, role): password for role, (_, password) in named.items() if password}


def context_key() -> bytes:
    """Return the key that signs who is acting. Raises CommandError if it is too short."""
    key: bytes = settings.ACCESS_CONTEXT_KEY
    if len(key) < SHORTEST_KEY:
        raise CommandError(f"FINGERPOST_CONTEXT_KEY is too short: {SHORTEST_KEY} characters at least.")
    return key
