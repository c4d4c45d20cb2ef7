"""Processes that write until they, or the whole database server, are killed; and what must be true afterwards."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fingerpost.ledger.entry import decode
from ledger.databases import Database, Postgresql, Sqlite
from ledger.writer import CHANGE_TABLE

TESTS = Path(__file__).resolve().parent.parent


def make_change_table(database: Database) -> None:
    """Add the table that the writers change."""
    database.tamper(CHANGE_TABLE)
    if isinstance(database, Postgresql):
        database.tamper(f"GRANT SELECT, INSERT ON change TO {database.role}")


class Writers:
    """Several processes that write at once: each `changes` times, or until it is killed."""

    def __init__(self, database: Database, names: range, changes: int | None = None) -> None:
        arguments = [sys.executable, "-m", "ledger.writer", _target(database)]
        self._confirmed = set[int]()
        self._processes = [
            subprocess.Popen(
                [*arguments, str(name), *([] if changes is None else [str(changes)])],
                cwd=TESTS,
                bufsize=0,  # what is buffered here when one line is read would be lost to `communicate`
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for name in names
        ]

    def wait_until_all_write(self) -> None:
        """Return when each has had a change confirmed."""
        for process in self._processes:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.communicate()[1].decode()
            self._confirmed.add(int(line))

    def kill(self) -> None:
        """Kill them as they are (SIGKILL)."""
        for process in self._processes:
            process.kill()

    def confirmed(self) -> set[int]:
        """Wait for their end, and return the numbers of the changes confirmed to them."""
        for process in self._processes:
            out, _ = process.communicate()
            # A last line cut short by the kill was not passed on.
            self._confirmed |= {int(line) for line in out.splitlines(keepends=True) if line.endswith(b"\n")}
        return self._confirmed


def kill_round(database: Database, names: range, kill: Callable[[Writers], None], seconds: float) -> set[int]:
    """Let processes write for a moment, kill, and return the numbers of the changes that were confirmed to them."""
    writers = Writers(database, names)
    try:
        writers.wait_until_all_write()
        time.sleep(seconds)
        kill(writers)
    finally:
        writers.kill()
    return writers.confirmed()


def check(database: Database, confirmed: set[int], killed: int) -> set[int]:
    """Nothing confirmed is lost, every change has its entry and every entry its change, and the log is whole.

    Returns the changes stored. Of the `killed` processes each may have had one commit under way that it could not
    confirm any more.
    """
    stored = {number for (number,) in database.select("SELECT number FROM change")}
    leaves = database.select("SELECT leaf FROM ledger_entry")
    requests = [decode(bytes(leaf)).request for (leaf,) in leaves]
    assert sorted(request.int for request in requests if request is not None) == sorted(stored)
    assert confirmed <= stored, f"confirmed, but lost: {sorted(confirmed - stored)}"
    assert len(stored - confirmed) <= killed, f"stored, but confirmed to nobody: {sorted(stored - confirmed)}"
    report = database.verify()
    assert report.ok, report.findings
    assert report.size == len(stored)
    return stored


def _target(database: Database) -> str:
    if isinstance(database, Sqlite):
        return str(database.path)
    assert isinstance(database, Postgresql)
    return database.cluster.conninfo(database.name, database.role)
