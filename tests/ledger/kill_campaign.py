"""Kills writers and the database server in the middle, a hundred times each, and counts SQLite's syncs.

script/campaign ledger-kill9 [--rounds N] > docs/evidence/ledger-kill9.md
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from ledger.databases import Database, Postgresql, Sqlite
from ledger.killing import TESTS, Writers, check, kill_round, make_change_table
from support.postgres import PostgresCluster, running_cluster

WRITERS = 2
LONGEST = 0.4  # seconds that a round's writers write before they are killed
CHANGES = 200  # whose syncs are counted

# Run under strace: so many changes in one SQLite file.
CHANGING = """
import sys
from ledger.writer import SqliteConnection, change
connection = SqliteConnection(sys.argv[1], journal=sys.argv[2], synchronous=sys.argv[3])
for number in range(int(sys.argv[4])):
    change(connection, number)
"""


def campaign(
    what: str, rounds: int, database: Database, kill: Callable[[Writers], None], after: Callable[[], None]
) -> None:
    """Kill so many times, check after each time, and say what came of it."""
    make_change_table(database)
    confirmed, stored = set[int](), set[int]()
    for number in range(rounds):
        names = range(number * WRITERS, (number + 1) * WRITERS)
        confirmed |= kill_round(database, names, kill, random.uniform(0, LONGEST))  # noqa: S311
        after()
        stored = check(database, confirmed, killed=WRITERS * (number + 1))
        print(f"{what}: round {number + 1}, {len(confirmed)} confirmed, {len(stored)} stored", file=sys.stderr)
    lost, unconfirmed = confirmed - stored, stored - confirmed
    print(f"| {what} | {rounds} | {len(confirmed):,} | {len(lost)} | {len(unconfirmed)} |", flush=True)


def crash_and_recover(cluster: PostgresCluster) -> tuple[Callable[[Writers], None], Callable[[], None]]:
    """What kills the server, and what starts it again."""
    return lambda _: cluster.crash(), cluster.start


def syncs(folder: Path, journal: str, synchronous: str) -> int:
    """How many times SQLite asks for what it wrote to be on the disk, in `CHANGES` changes."""
    strace = shutil.which("strace")
    if strace is None:
        sys.exit("strace is needed to count the syncs. Install it (on Debian and Ubuntu: apt-get install strace).")
    database = Sqlite(folder / f"{journal}-{synchronous}.sqlite3")
    make_change_table(database)
    traced = folder / "traced"
    tracing = [strace, "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(traced)]
    changing = [sys.executable, "-c", CHANGING, str(database.path), journal, synchronous, str(CHANGES)]
    subprocess.run([*tracing, *changing], cwd=TESTS, check=True)
    return sum("sync(" in line for line in traced.read_text().splitlines())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name, running_cluster(durable=True) as cluster:
        folder = Path(name)
        print("# Killed in the middle\n")
        print("Made by `script/campaign ledger-kill9 > docs/evidence/ledger-kill9.md`.\n")
        print(
            f"{WRITERS} processes make changes, each with its ledger entry in the same transaction, and write down\n"
            "each change once its commit has returned. After a random moment they, or every process of the server,\n"
            "are killed with SIGKILL. After each round: every change written down is there, every change has its\n"
            "entry and every entry its change, and the whole log verifies. The campaign stops where not.\n"
        )
        print("| killed | rounds | changes confirmed | of these lost | stored, not yet confirmed when killed |")
        print("|---|---|---|---|---|")
        campaign("SQLite: the writers", rounds, Sqlite(folder / "kill.sqlite3"), Writers.kill, lambda: None)
        campaign("PostgreSQL: the writers", rounds, Postgresql(cluster), Writers.kill, lambda: None)
        campaign("PostgreSQL: the server", rounds, Postgresql(cluster), *crash_and_recover(cluster))
        print(
            "\nA killed process does not show what a power cut would lose: what it wrote is with the kernel. Whether\n"
            f"it is on the disk, a count of syncs shows. {CHANGES} changes, each in a transaction of its own, by one\n"
            "writer (`strace -f -e trace=fsync,fdatasync`):\n"
        )
        print("| SQLite: journal_mode, synchronous | syncs | kept through a power cut |")
        print("|---|---|---|")
        for journal, synchronous, kept in [
            ("WAL", "FULL", "yes: one sync a commit; this is what the ledger asks for"),
            ("WAL", "NORMAL", "no: the last commits are on the disk only from the next checkpoint on"),
            ("DELETE", "FULL", "the file yes; that its journal is gone, only with EXTRA for certain"),
            ("DELETE", "EXTRA", "yes, at several syncs a commit"),
        ]:
            print(f"| {journal}, {synchronous} | {syncs(folder, journal, synchronous)} | {kept} |", flush=True)
        print(f"\nOn {os.cpu_count()} processors; PostgreSQL with fsync and synchronous_commit on.")


if __name__ == "__main__":
    main()
