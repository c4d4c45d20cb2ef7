# ruff: noqa: E402 - Django is set up before its models are read
"""Kills gunicorn, its master and its workers, under people who add notes; then counts what they were told is saved.

script/campaign kill-server [--rounds N] [--on sqlite|postgresql]
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "support.settings")

import django

django.setup()

from faults.asking import Person, concern_of, is_whole, kept, note, signed_in
from support.postgres import running_cluster
from support.service import Service, running

EVIDENCE = Path(__file__).resolve().parents[2] / "docs" / "evidence" / "kill-server.md"
ASHA = "asha@example.org"
WRITERS = 4
SERVER = ("--workers", "2", "--threads", "2")
LONGEST = 1.0  # seconds that a round's writers write before the server is killed
PATIENCE = 60.0  # seconds for everybody to have had one note confirmed


@dataclass
class Told:
    """What writers were told: the notes that were confirmed, and those of which they do not know."""

    confirmed: set[str] = field(default_factory=set)
    unknown: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Counted:
    """What came of the rounds on one database."""

    what: str
    rounds: int = 0
    confirmed: int = 0
    lost: int = 0
    unknown: int = 0
    were_kept: int = 0
    twice: int = 0


def write(person: Person, path: str, name: str, told: Told) -> None:
    """Add one note after another until the server is gone."""
    number = 0
    while True:
        sent = note(f"Writer {name} says sentence {number}.")
        number += 1
        try:
            answer = person.sends(path, sent)
        except (OSError, http.client.HTTPException):
            told.unknown.append(sent)
            return
        if answer.status != 302:
            raise SystemExit(f"the server answered {answer.status}, and was not killed yet")
        told.confirmed.add(sent["words"])


def kill_round(service: Service, asha: Person, path: str, number: int) -> Told:
    """Let people write for a moment, and kill the server: all its processes at once."""
    every = [Told() for _ in range(WRITERS)]
    writers = [
        threading.Thread(target=write, args=(asha, path, f"{number}-{one}", told), daemon=True)
        for one, told in enumerate(every)
    ]
    for writer in writers:
        writer.start()
    deadline = time.monotonic() + PATIENCE
    while not all(told.confirmed for told in every):
        if time.monotonic() > deadline:
            raise SystemExit("nothing is confirmed to somebody")
        time.sleep(0.01)
    time.sleep(random.uniform(0, LONGEST))  # noqa: S311
    server = service.servers.pop()
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(PATIENCE)
    for writer in writers:
        writer.join(PATIENCE)
    return Told(
        {words for told in every for words in told.confirmed}, [sent for told in every for sent in told.unknown]
    )


def check(service: Service, concern: str, confirmed: set[str]) -> dict[str, int]:
    """Return how often each note is kept. Ends the campaign where a note is half kept, or the ledger does not hold."""
    found = kept(service, ASHA, concern)
    if not is_whole(found):
        raise SystemExit(f"notes and entries do not agree, or the ledger does not hold: {found['wrong']}")
    return {words: found["words"].count(words) for words in {*found["words"], *confirmed}}


def campaign(service: Service, what: str, rounds: int) -> Counted:
    """Kill so many times, and check after each time; what nobody knows of is sent again, and has to be there once."""
    counted = Counted(what)
    asha = signed_in(service, ASHA)
    server = service.servers.pop()  # the one of `running` has no group of its own
    server.terminate()
    server.wait(PATIENCE)
    service.serve(service.port, *SERVER)
    for number in range(rounds):
        concern = concern_of(service, ASHA)  # a new one each round: a page with thousands of notes is another subject
        path = f"/concerns/{concern}/notes/new/"
        told = kill_round(service, asha, path, number)
        times = check(service, concern, told.confirmed)
        counted.lost += sum(times[words] == 0 for words in told.confirmed)
        counted.were_kept += sum(sent["words"] in times for sent in told.unknown)
        service.serve(service.port, *SERVER)
        for sent in told.unknown:
            if asha.sends(path, sent).status != 302:
                raise SystemExit("what was sent again is not taken")
        sent_again = {sent["words"] for sent in told.unknown}
        times = check(service, concern, told.confirmed | sent_again)
        counted.lost += sum(times[words] == 0 for words in sent_again)
        counted.twice += sum(number > 1 for number in times.values())
        counted.rounds, counted.confirmed = number + 1, counted.confirmed + len(told.confirmed)
        counted.unknown += len(told.unknown)
        print(f"{what}: {counted}", file=sys.stderr)
    return counted


@contextmanager
def place(name: str) -> Iterator[Service]:
    """The service on a new database of this kind; PostgreSQL syncs what it commits."""
    with tempfile.TemporaryDirectory() as folder:
        if name == "sqlite":
            with running(Path(folder), None) as service:
                yield service
        else:
            with running_cluster(durable=True) as cluster, running(Path(folder), cluster) as service:
                yield service


HEADER = f"""# The whole web server killed

`script/campaign kill-server --rounds {{rounds}}`, on {{machine}}.

{WRITERS} people at once add notes to a concern, each sending the next when the last is confirmed (302). The server is
gunicorn with {SERVER[1]} workers of {SERVER[3]} threads. At a random moment its master and its workers are killed, all
at once (SIGKILL). Then, with no server: each confirmed note is there once, each note has its entry in the ledger and
each entry its note, and the ledger verifies. The server is started again, and each note of which its writer does not
know is sent again as it was: then it is there, once. The campaign ends where anything is half kept.

| on | rounds | notes confirmed | of these lost | cut off | of these kept all the same | recorded twice |
|---|---|---|---|---|---|---|
"""
FOOTER = """
“Cut off” are the notes on their way when the server was killed. Some were kept, and their answer was cut off: sending
them again records nothing twice, since a form with a draft says which draft it sends.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="one database alone; then nothing is written")
    given = parser.parse_args()
    lines = []
    for name, what in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        if given.on in (None, name):
            with place(name) as service:
                one = campaign(service, what, given.rounds)
            lines.append(
                f"| {one.what} | {one.rounds} | {one.confirmed:,} | {one.lost} | {one.unknown} | {one.were_kept} |"
                f" {one.twice} |"
            )
            print(lines[-1], flush=True)
            if one.lost or one.twice:
                raise SystemExit("Something confirmed was lost, or recorded twice.")
    if given.on is None:
        machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        text = HEADER.format(rounds=given.rounds, machine=machine) + "\n".join(lines) + "\n" + FOOTER
        EVIDENCE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
