"""`manage.py restore`: a backup into an empty database, verified. `fingerpost restore` is the same."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from fingerpost.access.management.commands import prepare_database
from fingerpost.disposal.disposal_format import DisposalLine
from fingerpost.disposal.errors import DisposalError
from fingerpost.disposal.services import disposal_file
from fingerpost.keys.errors import KeysError
from fingerpost.site.backup import restore
from fingerpost.site.backup.errors import NOT_IN_ORDER, REFUSED, BackupError


class Command(BaseCommand):
    """Restores both files, disposes again of what the list says, and says what was verified."""

    help = (
        "Restores a backup into the empty database of the settings, verifies its ledger, opens its texts, and disposes"
        " again of what was disposed of since."
    )
    requires_system_checks = ()  # there is no database yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the two files."""
        parser.add_argument("record", type=Path, metavar="RECORD", help="the file with the record")
        parser.add_argument("keys", type=Path, metavar="KEYS", help="the data keys of the same time, or later ones")
        parser.add_argument(
            "--disposals",
            type=Path,
            metavar="FILE",
            help="the list of what was disposed of; when left out, the one beside the keys, if there is one",
        )

    def handle(self, *_: Any, record: Path, keys: Path, disposals: Path | None, **__: Any) -> None:
        """Do it; what goes wrong is told in words."""
        listed = disposals or _beside_the_keys()
        lines = _read(listed) if listed else []
        try:
            done = restore.restore(record, keys, _server, lines)
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
        for line in self._disposed(listed, len(lines), done):
            self.stdout.write(line)
        self.stdout.write("Hold it to a checkpoint that was kept elsewhere: fingerpost ledger verify --checkpoint FILE")

    def _disposed(self, listed: Path | None, number: int, done: restore.Restored) -> Iterator[str]:
        """Say what the list did; without one, what has to be done before anybody signs in."""
        if listed is not None:
            yield f"{listed} lists {number} disposals. {done.again.said}"
            yield from (f"{reference} is disposed of again." for reference in done.again.destroyed)
            yield "What was disposed of after that list was written is not in it: two people dispose of it again."
            return
        yield "NO LIST OF DISPOSALS WAS GIVEN."
        yield f"What was disposed of after {done.state.made_at} is back, and can be read."
        yield "Before anybody signs in and before the worker runs: find the list that the service kept beside its keys"
        yield f"({disposal_file.VARIABLE}), or the newest that was exported, and run:  manage.py disposals apply FILE"
        yield "On PostgreSQL as the tables’ owner. If there is none, ask those who manage concerns what was disposed of"
        yield "since: two of them dispose of each again."


def _beside_the_keys() -> Path | None:
    path = disposal_file.place()
    return path if path is not None and path.exists() else None


def _read(listed: Path) -> list[DisposalLine]:
    """Read the list before anything is begun. Raises CommandError where it is not whole, and then nothing is."""
    try:
        return disposal_file.read_file(listed)
    except DisposalError as error:
        told = f"{listed}: {error}"
    except OSError as error:
        told = f"{listed}: the list cannot be read: {error.strerror}"
    raise CommandError(f"{told} Nothing was restored. Give a list that is whole with --disposals.", returncode=REFUSED)


def _server() -> restore.Server:
    admin = prepare_database.address(prepare_database.ADMIN, "the address of a superuser: it fills the empty database")
    roles, passwords = prepare_database.named_roles()
    return restore.Server(admin, roles, passwords, prepare_database.context_key())
