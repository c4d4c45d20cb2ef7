"""`manage.py before_update`: copies the database before it is brought to the version that is installed."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fingerpost.access.guard import prepare
from fingerpost.site.backup import before_update
from fingerpost.site.backup.errors import NOT_IN_ORDER, BackupError


class Command(BaseCommand):
    """Says nothing and does nothing where there is nothing to bring further."""

    help = (
        "Copies the database where migrations are to come, as `fingerpost backup` does; refuses a database that a newer"
        " version has changed. `fingerpost serve` runs it by itself."
    )
    requires_system_checks = ()  # the tables that checks would look for may be the ones to come

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("--into", type=Path, default=Path(), help="the folder of the copies; else this one")
        parser.add_argument("--without-copy", action="store_true", help="look only: somebody has made a backup")

    def handle(self, *_: Any, into: Path, without_copy: bool, **__: Any) -> None:
        """Look, and copy; what goes wrong is told in words."""
        try:
            with _as_administrator():
                to_come = before_update.pending()
            if not to_come or without_copy:
                return
            made = before_update.copy(into)
        except BackupError as error:
            raise CommandError(str(error), returncode=error.status) from None
        except OSError as error:
            raise CommandError(f"A file cannot be written: {error}.", returncode=NOT_IN_ORDER) from None
        self.stdout.write(f"Migrations to come: {len(to_come)}. The database as it was is in {made.record},")
        self.stdout.write(f"and the data keys that open it in {made.keys}. Move the keys to another disk,")
        self.stdout.write("and delete both files once the new version works.")


@contextmanager
def _as_administrator() -> Iterator[None]:
    """On PostgreSQL the application's role does not read which migrations were done."""
    address = os.environ.get("DATABASE_ADMIN_URL", "").strip()
    if not address:
        yield
        return
    with prepare.reaching(address):
        yield
