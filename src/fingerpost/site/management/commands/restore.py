"""`manage.py restore`: a backup into an empty database, verified. `fingerpost restore` is the same."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from fingerpost.access.management.commands import prepare_database
from fingerpost.keys.errors import KeysError
from fingerpost.site.backup import restoring
from fingerpost.site.backup.errors import NOT_IN_ORDER, REFUSED, BackupError


class Command(BaseCommand):
    """Restores both files, and says what was verified."""

    help = "Restores a backup into the empty database of the settings, verifies its ledger and opens its texts."
    requires_system_checks = ()  # there is no database yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the two files."""
        parser.add_argument("record", type=Path, metavar="RECORD", help="the file with the record")
        parser.add_argument("keys", type=Path, metavar="KEYS", help="the data keys of the same time, or later ones")

    def handle(self, *_: Any, record: Path, keys: Path, **__: Any) -> None:
        """Do it; what goes wrong is told in words."""
        try:
            done = restoring.restore(record, keys, _server)
        except BackupError as error:
            raise CommandError(str(error), returncode=error.status) from None
        except KeysError as error:
            raise CommandError(str(error), returncode=REFUSED) from None
        except (OSError, psycopg.Error) as error:
            raise CommandError(f"Not restored: {str(error).strip()}", returncode=NOT_IN_ORDER) from None
        self.stdout.write(f"The record of {done.state.made_at} is restored.")
        if done.migrated:
            self.stdout.write(f"It was made by version {done.state.version}, and was brought to this one.")
        self.stdout.write(f"The ledger is in order: {done.size} entries, root {done.root}, as when it was backed up.")
        if done.opened:
            tables = "1 table" if done.opened == 1 else f"each of {done.opened} tables"
            self.stdout.write(f"The master keys are the right ones: a sealed text of {tables} was opened.")
        else:
            self.stdout.write("There is no sealed text in it whose key is there, so no text was opened.")
        self.stdout.write("Hold it to a checkpoint that was kept elsewhere: fingerpost ledger verify --checkpoint FILE")


def _server() -> restoring.Server:
    admin = prepare_database.address(prepare_database.ADMIN, "the address of a superuser: it fills the empty database")
    roles, passwords = prepare_database.named_roles()
    return restoring.Server(admin, roles, passwords, prepare_database.context_key())
