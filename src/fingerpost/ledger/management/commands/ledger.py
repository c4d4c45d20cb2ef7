"""`manage.py ledger`: verify the log, publish checkpoints, and give outsiders what they can check for themselves."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from fingerpost.ledger.checkpoint import open_checkpoint
from fingerpost.ledger.errors import LedgerError, refuse
from fingerpost.ledger.export import consistency_file, inclusion_file, log_lines
from fingerpost.ledger.merkle import consistency_proof, inclusion_proof
from fingerpost.ledger.note import Verifier
from fingerpost.ledger.recording import ledger
from fingerpost.ledger.signing import after_new, known_verifiers, read_keys, write_new_key
from fingerpost.ledger.verify import Known, Report, verify


class Command(BaseCommand):
    """Each action is a method."""

    help = "The ledger: verify it, publish a checkpoint, export it, prove that an entry is in it, make its key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an action and what it needs."""
        actions = parser.add_subparsers(dest="action", required=True)
        verifying = actions.add_parser("verify", help="find every entry that was altered, removed, inserted or moved")
        verifying.add_argument("--checkpoint", type=Path, action="append", default=[], help="one kept elsewhere")
        verifying.add_argument("--key", action="append", default=[], metavar="VERIFIER", help="the log's verifier key")
        verifying.add_argument("--json", action="store_true", help="print the answer as JSON, for programs")
        publishing = actions.add_parser("publish", help="sign a checkpoint of the log as it is, keep it and print it")
        publishing.add_argument(
            "--every", type=float, metavar="MINUTES", help="and again at this interval, until stopped"
        )
        exporting = actions.add_parser("export", help="write the whole log, for the verifier that needs nothing else")
        exporting.add_argument("file", type=Path, metavar="FILE")
        proving = actions.add_parser("prove", help="print the proof that an entry is in the log as last published")
        proving.add_argument("index", type=int, metavar="INDEX")
        continuing = actions.add_parser("continue", help="print the proof that the log continues an old checkpoint")
        continuing.add_argument("checkpoint", type=Path, metavar="OLD")
        making = actions.add_parser("new-key", help="make the key that signs, in a file that has none or older ones")
        making.add_argument("file", type=Path, metavar="FILE")
        making.add_argument("name", metavar="NAME", help="the log's name, as in fingerpost.example/ledger")

    def handle(self, *args: Any, action: str, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Do it; what goes wrong is told in words."""
        actions = {
            "verify": self._verify,
            "publish": self._publish,
            "export": self._export,
            "prove": self._prove,
            "continue": self._continue,
            "new-key": self._new_key,
        }
        try:
            actions[action](options)
        except (LedgerError, ValueError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"A file cannot be read or written: {error}.") from None

    def _verify(self, options: dict[str, Any]) -> None:
        _sees_everything()
        verifiers = [Verifier.parse(line) for line in options["key"]] or list(known_verifiers())
        if not verifiers and options["checkpoint"]:
            raise refuse(
                "--checkpoint", "a checkpoint is read with the ledger's verifier key", "Give it: --key VERIFIER"
            )
        known = [
            Known(f"The checkpoint in {file}", open_checkpoint(file.read_text(encoding="utf-8"), verifiers))
            for file in options["checkpoint"]
        ]
        with transaction.atomic(), connection.cursor() as cursor, _progress() as progress:
            published, spoilt = _published(ledger().checkpoints(cursor), verifiers) if verifiers else ([], [])
            head, entries, nodes = ledger().stored(cursor)
            task = progress.add_task("Verifying", total=head.size)
            report = verify(
                entries, nodes, head, [*known, *published], lambda done: progress.update(task, completed=done)
            )
        if options["json"]:
            self._print(report, spoilt, bool(verifiers))
        else:
            self._tell(report, spoilt, bool(verifiers))

    def _print(self, report: Report, spoilt: list[str], signatures: bool) -> None:
        answer = {
            "in_order": report.ok and not spoilt,
            "size": report.size,
            "root": report.root.hex(),
            "faults": [*spoilt, *(finding.text for finding in report.findings)],
            "are_all_faults_told": report.complete,
            "signatures_checked": signatures,
            "checkpoints": [{"name": one.name, "size": one.checkpoint.size} for one in report.agreeing],
        }
        self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False))
        if not answer["in_order"]:
            raise CommandError("The ledger is not as it was written.")

    def _tell(self, report: Report, spoilt: list[str], signatures: bool) -> None:
        for text in [*spoilt, *(finding.text for finding in report.findings)]:
            self.stdout.write(text)
        if not report.complete:
            self.stdout.write("There are more faults than are told here.")
        for known in report.agreeing:
            self.stdout.write(f"{known.name} (size {known.checkpoint.size}) holds.")
        if spoilt or not report.ok:
            raise CommandError("The ledger is not as it was written.")
        if not signatures:
            self.stdout.write("No verifier key was given: who signed the published checkpoints was not looked at.")
        self.stdout.write(f"The ledger is in order: {report.size} entries, root {report.root.hex()}.")

    def _publish(self, options: dict[str, Any]) -> None:
        _sees_everything()
        keys, before = read_keys(), None
        while True:
            with transaction.atomic(), connection.cursor() as cursor:
                note = ledger().publish(cursor, keys.signer, keys.former)
            if note != before:
                self.stdout.write(note, ending="" if options["every"] is None else "\n")
                self.stdout.flush()
            if options["every"] is None:
                return
            before = note
            connection.close()  # what waits holds nothing
            time.sleep(options["every"] * 60)

    def _export(self, options: dict[str, Any]) -> None:
        _sees_everything()
        with transaction.atomic(), connection.cursor() as cursor, options["file"].open("w", encoding="utf-8") as file:
            _, entries, nodes = ledger().stored(cursor)
            file.writelines(log_lines(entries, nodes))

    def _prove(self, options: dict[str, Any]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            note = ledger().last_checkpoint(cursor)
            if note is None:
                raise refuse("ledger_checkpoint", "no checkpoint was published yet", "Publish one: ledger publish")
            size = open_checkpoint(note, read_keys().verifiers).size
            proof = inclusion_proof(ledger().nodes(cursor), options["index"], size)
        self.stdout.write(inclusion_file(options["index"], proof, note), ending="")

    def _continue(self, options: dict[str, Any]) -> None:
        verifiers = read_keys().verifiers
        old = open_checkpoint(options["checkpoint"].read_text(encoding="utf-8"), verifiers)
        with transaction.atomic(), connection.cursor() as cursor:
            note = ledger().last_checkpoint(cursor)
            if note is None:
                raise refuse("ledger_checkpoint", "no checkpoint was published yet", "Publish one: ledger publish")
            size = open_checkpoint(note, verifiers).size
            proof = consistency_proof(ledger().nodes(cursor), old.size, size)
        self.stdout.write(consistency_file(old.size, proof, note), ending="")

    def _new_key(self, options: dict[str, Any]) -> None:
        verifier = write_new_key(options["file"], options["name"])
        self.stdout.write(after_new(options["file"], verifier))


def _sees_everything() -> None:
    """Raise `LedgerError` where row-level security would hide entries, which would look as if they had been removed."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active('ledger_entry')")
        if cursor.fetchone()[0]:
            raise refuse("ledger_entry", "this database role does not see every entry", "Run it as the tables' owner.")


def _published(notes: list[str], verifiers: list[Verifier]) -> tuple[list[Known], list[str]]:
    """The published checkpoints, and what is wrong with those that cannot be relied on."""
    known, spoilt = list[Known](), list[str]()
    for note in notes:
        try:
            known.append(Known("A published checkpoint", open_checkpoint(note, verifiers)))
        except LedgerError as error:
            spoilt.append(f"A published checkpoint was changed, or is of another key: {error}")
    return known, spoilt


def _progress() -> Progress:
    console = Console(stderr=True)
    columns = ("Verifying", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
