"""`manage.py disposals`: the list that is kept beside the keys, and disposing again after a restore."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fingerpost.disposal.errors import DisposalError
from fingerpost.disposal.services import disposal_file, replay


class Command(BaseCommand):
    """Writes the list of what was disposed of, or destroys again what a restored backup has brought back."""

    help = "Exports the list of disposals, or applies it to a restored database. On PostgreSQL as the tables' owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and the file."""
        parser.add_argument("action", choices=["export", "apply"], help="write the list, or dispose again by it")
        parser.add_argument(
            "file", type=Path, metavar="FILE", nargs="?", help="the list; when left out, the one beside the keys"
        )

    def handle(self, *_: Any, action: str, file: Path | None, **__: Any) -> None:
        """Do it; what goes wrong is told in words, and then nothing was done."""
        file = file or disposal_file.place()
        if file is None:
            raise CommandError(f"Name a file, or set {disposal_file.VARIABLE}.")
        try:
            if action == "export":
                self._export(file)
            else:
                self._apply(file)
        except DisposalError as error:
            raise CommandError(f"{file}: {error} Nothing was done.") from None
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None

    def _export(self, file: Path) -> None:
        """Write the list of this database. One that is damaged makes way for it; one that is whole is added to."""
        lines = disposal_file.rows_of()
        try:
            count = disposal_file.add(file, lines)
        except DisposalError:
            aside = file.with_name(f"{file.name}.damaged")
            file.replace(aside)
            disposal_file.put(file, lines)
            count = len(lines)
            self.stdout.write(
                f"The list was damaged: it is {aside} now. Disposals that it alone has are not in the new."
            )
        self.stdout.write(f"{count} disposals are in {file}.")

    def _apply(self, file: Path) -> None:
        applied = replay.apply(disposal_file.read_file(file))
        for reference in applied.destroyed:
            self.stdout.write(f"{reference} is disposed of again.")
        self.stdout.write(applied.said)
