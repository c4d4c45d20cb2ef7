"""`manage.py disposals`: the list that is kept beside the backups, and disposing again after a restore."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fingerpost.disposal.errors import DisposalError
from fingerpost.disposal.services import again


class Command(BaseCommand):
    """Writes the list of what was disposed of, or destroys again what a restored backup has brought back."""

    help = "Exports the list of disposals, or applies it to a restored database. On PostgreSQL as the tables' owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and the file."""
        parser.add_argument("action", choices=["export", "apply"], help="write the list, or dispose again by it")
        parser.add_argument("file", type=Path, metavar="FILE", help="the list, best kept beside the backups")

    def handle(self, *_: Any, action: str, file: Path, **__: Any) -> None:
        """Do it; what goes wrong is told in words, and then nothing was done."""
        try:
            if action == "export":
                self._export(file)
            else:
                self._apply(file)
        except DisposalError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None

    def _export(self, file: Path) -> None:
        text = again.export()
        made = file.with_name(f"{file.name}.new")
        made.write_text(text, encoding="utf-8")
        made.replace(file)  # whole, or as it was
        self.stdout.write(f"{len(again.read(text))} disposals are in {file}.")

    def _apply(self, file: Path) -> None:
        applied = again.apply(again.read(file.read_text(encoding="utf-8")))
        for reference in applied.destroyed:
            self.stdout.write(f"{reference} is disposed of again.")
        self.stdout.write(
            f"Disposed of again: {len(applied.destroyed)}. Gone already: {len(applied.gone)}."
            f" Opened after the backup, and not in it: {len(applied.unknown)}."
        )
