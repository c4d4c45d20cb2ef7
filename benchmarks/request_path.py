# ruff: noqa: E402 - Django is set up before its models are read
"""Through how many of our files one request goes, and how many SQL statements it makes: a note is posted.

Run: .venv/bin/python benchmarks/request_path.py [--list] > docs/evidence/request-path.md
One request of Django's test client, sent as a browser sends a form, on an SQLite file of its own, in a session in which
the same form was sent before. A function counts as called when its code is run, wherever its caller stands; savepoints
count as statements.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import urlencode

_FOLDER = tempfile.TemporaryDirectory()
os.environ["FINGERPOST_VAR"] = _FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost_demo.settings"
ROOT = Path(__file__).resolve().parents[1]
SOURCE = str(ROOT / "src" / "fingerpost") + os.sep
sys.path.insert(0, str(ROOT / "tests"))

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from record import making
from record.test_adding_pages import fields
from support.people import member

NOTE = {"what": "learned", "words": "He wrote to her again this morning."}


class Calls:
    """Which of our functions were called, and how often."""

    def __init__(self) -> None:
        self.functions: Counter[tuple[str, str]] = Counter()

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Hear of a call: what `sys.setprofile` asks."""
        if event == "call" and frame.f_code.co_filename.startswith(SOURCE):
            self.functions[frame.f_code.co_filename.removeprefix(SOURCE), frame.f_code.co_qualname] += 1

    @property
    def files(self) -> list[str]:
        """The files, by name."""
        return sorted({file for file, _ in self.functions})


@contextmanager
def heard() -> Iterator[Calls]:
    """Hear of every call."""
    calls = Calls()
    sys.setprofile(calls)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def post_a_note() -> tuple[Calls, CaptureQueriesContext]:
    """Add a note to a concern that has none, as the one who recorded it."""
    teacher = member()
    with context.acting(actor_in(teacher)):
        concern = making.account().concern
    client = Client()
    client.force_login(teacher.user)
    address = f"/concerns/{concern.pk}/notes/new/"
    client.post(address, {**fields(client.get(address).content.decode()), **NOTE})  # what is made once is made
    form = fields(client.get(address).content.decode())
    with CaptureQueriesContext(connection) as statements, heard() as calls:
        sent = client.post(address, urlencode({**form, **NOTE}), "application/x-www-form-urlencoded")
    assert sent.status_code == 302, sent.content.decode()
    return calls, statements


def main() -> None:
    """Print what a note's POST goes through."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--list", action="store_true", help="every file with its functions, and every statement")
    wanted = options.parse_args()
    settings.FINGERPOST_SECOND_FACTOR_REQUIRED = False
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    calls, statements = post_a_note()
    savepoints = [one for one in statements if "SAVEPOINT" in one["sql"]]
    print("# What one request goes through\n")
    print("`.venv/bin/python benchmarks/request_path.py > docs/evidence/request-path.md`: a note is posted, on SQLite.")
    print()
    print("| our files | functions | calls | statements | of them savepoints |\n|---|---|---|---|---|")
    print(
        f"| {len(calls.files)} | {len(calls.functions)} | {calls.functions.total()} | {len(statements)}"
        f" | {len(savepoints)} |"
    )
    if wanted.list:
        for file in calls.files:
            names = sorted(f"{name} {count}" for (where, name), count in calls.functions.items() if where == file)
            print(f"\n- {file}: {', '.join(names)}", end="")
        print("\n")
        for one in statements:
            print(f"    {one['sql'][:160]}")


if __name__ == "__main__":
    main()
