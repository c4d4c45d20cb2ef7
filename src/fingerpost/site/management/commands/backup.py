"""`manage.py backup`: the database into two files, while the service runs. `fingerpost backup` is the same."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fingerpost.disposal.errors import DisposalError
from fingerpost.disposal.services import disposal_file
from fingerpost.site.backup import backup
from fingerpost.site.backup.errors import NOT_IN_ORDER, BackupError


class Command(BaseCommand):
    """Makes both files, and says where the keys that are in neither belong."""

    help = "Copies the database, as it is at one moment, into two files: the record, and the data keys that open it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the two files."""
        parser.add_argument("record", type=Path, metavar="RECORD", help="a new file for the record")
        parser.add_argument("keys", type=Path, metavar="KEYS", help="a new file for the data keys, in another folder")

    def handle(self, *_: Any, record: Path, keys: Path, **__: Any) -> None:
        """Do it; what goes wrong is told in words."""
        try:
            found = backup.make(record, keys)
        except BackupError as error:
            raise CommandError(str(error), returncode=error.status) from None
        except OSError as error:
            raise CommandError(f"A file cannot be read or written: {error}.", returncode=NOT_IN_ORDER) from None
        listed = self._listed()
        self.stdout.write(f"{record} has the record as it was at {found.made_at}.")
        self.stdout.write(f"Its ledger has {found.ledger_size} entries, root {found.ledger_root}.")
        self.stdout.write(f"{keys} has the data keys that open it, wrapped. Keep it elsewhere, and for a short time:")
        self.stdout.write("what is disposed of can be opened for as long as an older file of keys is kept.")
        self.stdout.write(
            "The master keys, the context key and the ledger’s key are in neither file. Keep each on paper"
        )
        self.stdout.write(
            "or on a stick in a safe, apart from both: without the master keys nobody can read the record."
        )
        self.stdout.write(listed)

    def _listed(self) -> str:
        """Bring the list of disposals up to date, and return what is said of it."""
        try:
            listed = backup.list_disposals()
        except (DisposalError, OSError) as error:
            raise CommandError(
                f"Both files are made. The list of disposals is not up to date: {error}"
                " Mend that, and run: manage.py disposals export",
                returncode=NOT_IN_ORDER,
            ) from None
        if listed is None:
            return (
                f"No list of disposals is kept, since {disposal_file.VARIABLE} is not set: without one, a restored"
                " backup brings back what was disposed of since."
            )
        path, count = listed
        return f"{path} lists what was disposed of, {count} in all: restore takes it from there."
