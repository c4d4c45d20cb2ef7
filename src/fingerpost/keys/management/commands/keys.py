"""`manage.py keys`: the master keys and what they wrap. `fingerpost keys` is the same."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from fingerpost.keys import masters, rotation, services
from fingerpost.keys.errors import KeysError
from fingerpost.procedure.calendar import london_day


class Command(BaseCommand):
    """Each action is a method."""

    help = "The master keys: make one (new), see what each wraps (list), wrap every data key by the newest (rotate)."
    requires_system_checks = ()  # the checks fail where there is no key, and this is what makes one

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an action, and for `new` a file."""
        actions = parser.add_subparsers(dest="action", required=True)
        new = actions.add_parser("new", help="add a new master key to a file, which is made if need be")
        new.add_argument("file", type=Path, metavar="FILE")
        listing = actions.add_parser(
            "list", help="say which master keys are at hand, and how many data keys each wraps"
        )
        listing.add_argument("--json", action="store_true", help="print it as JSON, for programs")
        actions.add_parser("rotate", help="wrap every data key by the newest master key; no text is sealed anew")

    def handle(self, *args: Any, action: str, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Do it; what goes wrong is told in words."""
        try:
            match action:
                case "new":
                    self._new(options["file"])
                case "list":
                    self._list(as_json=options["json"])
                case "rotate":
                    self._rotate()
        except KeysError as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"The keys in the database cannot be reached: {str(error).strip()}.") from None

    def _new(self, file: Path) -> None:
        self.stdout.write(masters.after_new(file, masters.write_new(file, london_day(timezone.now()))))

    def _list(self, *, as_json: bool) -> None:
        at_hand = services.master_keys()
        found = {one.master_id: one for one in rotation.overview(at_hand)}
        older = rotation.to_wrap(at_hand)
        lines = []
        for master in at_hand.keys:
            counted = found.pop(master.id, None)
            state = "newest" if master is at_hand.newest else "still needed" if older else "may go"
            lines.append((master.id, counted.count if counted else 0, state, counted is None or counted.opens))
        lines += [(missing.master_id, missing.count, "missing", False) for missing in found.values()]
        if as_json:
            words = ("key", "wraps", "state", "opens")
            self.stdout.write(json.dumps([dict(zip(words, line, strict=True)) for line in lines], indent=2))
            return
        for name, count, state, opens in lines:
            if state == "missing":
                self.stdout.write(f"{name}: wraps {count} data keys, and is MISSING")
            else:
                wrong = "" if opens else ", but it is NOT the one that wrapped them"
                self.stdout.write(f"{name}: wraps {count} data keys ({state}){wrong}")

    def _rotate(self) -> None:
        at_hand = services.master_keys()
        total = rotation.to_wrap(at_hand)
        done = 0
        for some in rotation.rotate(at_hand):
            done += some
            self._progress(done, total)
        if not total:
            self.stdout.write(f"Everything is under “{at_hand.newest.id}” already.")
            return
        what = f"{done} keys, passwords, second factors and pieces of work"
        self.stdout.write(f"{what} are under “{at_hand.newest.id}” now. No text was changed.")
        self.stdout.write("Older master keys still open older backups. “keys list” says which ones nothing needs.")

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done} of {max(done, total)}", ending="\n" if done >= total else "")
