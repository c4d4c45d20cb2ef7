"""What the ledger costs: appending, with one and with several writers; proofs; verifying. Beside pymerkle, in one run.

Run: .venv/bin/python benchmarks/ledger_bench.py > docs/evidence/ledger-bench.md
It makes a PostgreSQL cluster of its own and takes some minutes; --entries makes it shorter. What is compared is
measured in turns, one of each after another, so that whatever else the machine does meanwhile falls on all alike.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from multiprocessing.queues import Queue
from pathlib import Path

import psycopg
import pymerkle  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fingerpost.ledger import standalone_verify
from fingerpost.ledger.entry import encode
from fingerpost.ledger.export import log_lines
from fingerpost.ledger.merkle import consistency_proof, inclusion_proof, leaf_hash
from fingerpost.ledger.verify import verify
from ledger.databases import WORDS, Database, Postgresql, Sqlite, entry
from ledger.writer import Connection, PostgresqlConnection, SqliteConnection
from support.postgres import running_cluster

BATCH = 5000
SINGLE = 2000  # appends one by one
PROOFS = 500
WRITING = 10.0  # seconds that several writers write


@dataclass
class Times:
    """How long each of many took, in seconds."""

    each: list[float]

    def at(self, share: float) -> float:
        return sorted(self.each)[int(share * (len(self.each) - 1))]

    def cells(self) -> str:
        """p50 and p99 in milliseconds, as two cells of a table."""
        return f"{self.at(0.5) * 1e3:.3f} | {self.at(0.99) * 1e3:.2f}"


def in_turns(times: int, what: dict[str, Callable[[], object]]) -> dict[str, Times]:
    """Do one of each after another, so many times, and time each."""
    found = {name: Times([]) for name in what}
    for _ in range(times):
        for name, do in what.items():
            start = time.perf_counter()
            do()
            found[name].each.append(time.perf_counter() - start)
    return found


def say(*cells: object) -> None:
    """A line of the report: of text, or with several cells, of a table."""
    print(cells[0] if len(cells) == 1 else f"| {' | '.join(map(str, cells))} |", flush=True)


def say_head(*cells: str) -> None:
    say(*cells)
    say(*["---"] * len(cells))


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def open_connection(database: Database, *, waiting: bool = True) -> Connection:
    """Open the database as the application does; not `waiting`, so that a commit returns before the disk has it."""
    if isinstance(database, Sqlite):
        return SqliteConnection(str(database.path), synchronous="FULL" if waiting else "OFF")
    assert isinstance(database, Postgresql)
    conninfo = database.cluster.conninfo(database.name, database.role)
    return PostgresqlConnection(conninfo if waiting else f"{conninfo} options='-c synchronous_commit=off'")


# what is done again and again

_numbers = count(1)


def appending(connection: Connection) -> Callable[[], object]:
    """A transaction that appends one entry."""

    def append() -> None:
        one = entry(next(_numbers))
        with connection.transaction() as cursor:
            connection.ledger.append(cursor, [one], WORDS)

    return append


def committing(database: Database, connection: Connection) -> Callable[[], object]:
    """A transaction that inserts one short row and nothing else."""
    database.tamper("CREATE TABLE plain (number bigint PRIMARY KEY)")
    if isinstance(database, Postgresql):
        database.tamper(f"GRANT SELECT, INSERT ON plain TO {database.role}")

    def insert() -> None:
        with connection.transaction() as cursor:
            mark = connection.ledger.placeholder
            cursor.execute(f"INSERT INTO plain VALUES ({mark})", [next(_numbers)])  # noqa: S608

    return insert


def syncing(file: Path) -> Callable[[], object]:
    """What the disk takes to keep 4 KiB: no durable commit can be faster."""
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY)

    def sync() -> None:
        os.write(descriptor, b"\x00" * 4096)
        os.fdatasync(descriptor)

    return sync


def from_random_places(size: int, do: Callable[[int], object]) -> Callable[[], object]:
    numbers = random.Random(7)  # noqa: S311
    return lambda: do(numbers.randrange(1, size))


# several writers


def write_for_a_while(connection: Connection, started: float, results: Queue[list[float]]) -> None:
    """One of several writers: append until the time is over, each time in a transaction of its own."""
    append = appending(connection)
    time.sleep(max(0.0, started - time.time()))
    each = []
    while time.time() < started + WRITING:
        start = time.perf_counter()
        append()
        each.append(time.perf_counter() - start)
    results.put(each)


def several(writers: int, database: Database, *, waiting: bool) -> tuple[float, Times]:
    """Appends a second of several processes at once, and the times of each."""
    context = multiprocessing.get_context("fork")
    results: Queue[list[float]] = context.Queue()
    started = time.time() + 2

    def work() -> None:
        write_for_a_while(open_connection(database, waiting=waiting), started, results)

    processes = [context.Process(target=work) for _ in range(writers)]
    for process in processes:
        process.start()
    each = [one for _ in processes for one in results.get()]
    for process in processes:
        process.join()
    return len(each) / WRITING, Times(each)


# a large log


def fill(database: Database, size: int) -> None:
    """Append until there are so many entries."""
    connection = open_connection(database)
    while True:
        with connection.transaction() as cursor:
            missing = size - connection.ledger.head(cursor).size
            if missing <= 0:
                return
            connection.ledger.append(cursor, [entry(next(_numbers)) for _ in range(min(BATCH, missing))], WORDS)


def filled_pymerkle(path: Path, size: int) -> pymerkle.SqliteTree:
    """As many entries in pymerkle's own table, with SQLite set as for the ledger.

    They are put in many at once, for which it has no way of its own: only what comes afterwards is measured.
    """
    tree = pymerkle.SqliteTree(str(path))
    tree.con.execute("PRAGMA journal_mode = WAL")
    tree.con.execute("PRAGMA synchronous = FULL")
    for begin in range(0, size, BATCH):
        leaves = [encode(entry(number), WORDS) for number in range(begin, min(begin + BATCH, size))]
        rows = [(leaf, leaf_hash(leaf)) for leaf in leaves]
        with tree.con:
            tree.con.executemany("INSERT INTO leaf(entry, hash) VALUES (?, ?)", rows)
    return tree


def proving(connection: Connection, size: int) -> tuple[Callable[[], object], Callable[[], object]]:
    """A proof of inclusion and one of consistency, each time from another place."""
    nodes = connection.ledger.nodes(connection.cursor())
    return (
        from_random_places(size, lambda index: inclusion_proof(nodes, index, size)),
        from_random_places(size, lambda old: consistency_proof(nodes, old, size)),
    )


def proving_by_pymerkle(tree: pymerkle.SqliteTree, size: int) -> tuple[Callable[[], object], Callable[[], object]]:
    inclusion = from_random_places(size, lambda index: tree.prove_inclusion(index, size))
    consistency = from_random_places(size, lambda old: tree.prove_consistency(old, size))
    # It keeps the roots of large subtrees once it has needed them: as in a process that has run for a while.
    for _ in range(PROOFS):
        inclusion()
    return inclusion, consistency


def verifying(database: Database) -> tuple[float, float]:
    """Seconds that verifying a database takes, and the most memory that the process has, in MiB."""

    def run() -> bool:
        connection = open_connection(database)
        head, entries, nodes = connection.ledger.stored(connection.cursor())
        return verify(entries, nodes, head).ok

    return measured_apart(run)


def verifying_alone(log: Path) -> tuple[float, float]:
    """The same for the verifier that stands alone, over an exported file."""

    def run() -> bool:
        with log.open(encoding="utf-8") as lines:
            return standalone_verify.check_log(lines, [], note)

    return measured_apart(run)


def measured_apart(run: Callable[[], bool]) -> tuple[float, float]:
    """Run something in a process of its own; it must be well. Return seconds and the most memory, in MiB."""
    context = multiprocessing.get_context("fork")
    results: Queue[tuple[bool, float, float]] = context.Queue()

    def work() -> None:
        start = time.perf_counter()
        ok = run()
        seconds = time.perf_counter() - start
        results.put((ok, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

    process = context.Process(target=work)
    process.start()
    ok, seconds, most = results.get()
    process.join()
    assert ok, "the ledger that was measured is not in order"
    return seconds, most


def export(database: Database, path: Path) -> None:
    connection = open_connection(database)
    _, entries, nodes = connection.ledger.stored(connection.cursor())
    with path.open("w", encoding="utf-8") as file:
        file.writelines(log_lines(entries, nodes))


# the report


def machine(postgresql: Postgresql) -> str:
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in info if line.startswith("model name")), "unknown")
    [(version,)] = postgresql.select("SHOW server_version")
    return (
        f"{os.cpu_count()} × {model}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, PostgreSQL"
        f" {version}, psycopg {psycopg.__version__}, pymerkle {pymerkle.__version__}"
    )


def report_on_one_writer(both: dict[str, Database], folder: Path) -> None:
    say("\n## One writer, in turns\n")
    say_head("", "p50, ms", "p99, ms")
    what = {"the disk: 4 KiB written and synced": syncing(folder / "synced")}
    for name, database in both.items():
        what[f"{name}: a transaction with one row and no entry"] = committing(database, open_connection(database))
        what[f"{name}: a transaction with one entry"] = appending(open_connection(database))
        without = open_connection(database, waiting=False)
        what[f"{name}: the same, not waiting for the disk"] = appending(without)
    for name, times in in_turns(SINGLE, what).items():
        say(name, times.cells())


def report_on_writers(both: dict[str, Database], writers: int) -> None:
    say(f"\n## {writers} writers at once\n")
    say_head("", "appends a second", "p50, ms", "p99, ms")
    for name, database in both.items():
        for waiting in (True, False):
            note(f"{name}: {writers} writers")
            rate, times = several(writers, database, waiting=waiting)
            say(name if waiting else f"{name}, not waiting for the disk", f"{rate:.0f}", times.cells())
        assert database.verify().ok


def report_on_large_log(both: dict[str, Database], tree: pymerkle.SqliteTree, size: int) -> None:
    say(f"\n## With {size:,} entries in it, in turns\n")
    say_head("", "append p50, ms", "p99", "inclusion proof p50, ms", "p99", "consistency proof p50, ms", "p99")
    who = "pymerkle in SQLite"
    appends: dict[str, Callable[[], object]] = {who: lambda: tree.append_entry(encode(entry(next(_numbers)), WORDS))}
    inclusion, consistency = {}, {}
    inclusion[who], consistency[who] = proving_by_pymerkle(tree, size)
    for name, database in both.items():
        inclusion[name], consistency[name] = proving(open_connection(database), size)
        appends[name] = appending(open_connection(database))
    found = [in_turns(PROOFS, appends), in_turns(PROOFS, inclusion), in_turns(PROOFS, consistency)]
    for name in (*both, who):
        say(name, *(times[name].cells() for times in found))
    ratios = [f"{times[who].at(0.5) / times['SQLite'].at(0.5):.1f} | " for times in found]
    say("pymerkle takes so many times as long as ours in SQLite", *ratios)


def report(size: int, writers: int, folder: Path, postgresql: Postgresql) -> None:
    sqlite = Sqlite(folder / "ledger.sqlite3")
    both: dict[str, Database] = {"SQLite": sqlite, "PostgreSQL": postgresql}
    say("# What the ledger costs\n")
    say("Made by `.venv/bin/python benchmarks/ledger_bench.py > docs/evidence/ledger-bench.md`.\n")
    say(f"On {machine(postgresql)}; the machine's load when it began: {os.getloadavg()[0]:.1f}.")
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        busy = "The machine was busy with other work: what is said of one beside another holds,"
        say(f"{busy} what it costs alone is less.\n")
    say("SQLite with WAL and synchronous=FULL; PostgreSQL over a Unix socket, with fsync, as the application's role.")
    say("Every append is a transaction of its own, and on the disk when it is confirmed, where nothing else is said.")
    note("one writer")
    report_on_one_writer(both, folder)
    report_on_writers(both, writers)

    few = {}
    for name, database in both.items():
        note(f"{name}: filling")
        fill(database, size // 10)
        few[name] = database.verify().size, verifying(database)[1]
        fill(database, size)
    many = {name: (database.verify().size, *verifying(database)) for name, database in both.items()}
    export(sqlite, folder / "log.jsonl")
    alone = verifying_alone(folder / "log.jsonl")
    note("pymerkle: filling")
    report_on_large_log(both, filled_pymerkle(folder / "pymerkle.sqlite3", size), size)

    say("\n## Verifying\n")
    say_head("", "entries", "seconds", "most memory, MiB", "with how many entries less")
    for name, (entries, seconds, most) in many.items():
        less = f"{few[name][0]:,}: {few[name][1]:.0f} MiB"
        say(f"{name}: entries, columns, nodes, head", f"{entries:,}", f"{seconds:.1f}", f"{most:.0f}", less)
    say("the verifier that stands alone, a file", f"{many['SQLite'][0]:,}", f"{alone[0]:.1f}", f"{alone[1]:.0f}", "")
    say(f"\nThe machine's load when it ended: {os.getloadavg()[0]:.1f}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--writers", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running_cluster(durable=True) as cluster:
        report(given.entries, given.writers, Path(folder), Postgresql(cluster))


if __name__ == "__main__":
    main()
