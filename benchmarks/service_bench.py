"""What the service's pages cost: server time, queries and weight, on the demonstration and beside a country's concerns.

Run: taskset -c 1 .venv/bin/python benchmarks/service_bench.py > docs/evidence/service.md
The demonstration is told in an SQLite file and in a PostgreSQL cluster, both of its own; in the cluster, in which the
pages are asked in the application's role under row-level security, the concerns are then laid beside it. Pages are
asked through all of the middleware, in one process, in turns with a view that answers nothing.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import guide_bench  # noqa: F401 - sets Django up, on an SQLite file of its own
import service_data
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone
from guide_bench import EXAMPLE, ROOT, example, nothing, visited

from access import database
from access.database import Guarded
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.clock import today
from fingerpost.access.models import Concern, Membership, User
from fingerpost.duties.models import DutyState
from fingerpost.site import urls
from fingerpost_demo.people import put_in_place
from fingerpost_demo.stories.telling import tell_all
from support.postgres import running_cluster

LIMIT = 100_000
"""Bytes, compressed: what a page may weigh with its styles and scripts."""
WARM = 3
EMPTY = "a view that answers nothing"
READERS = {
    "sees 50": "priya@example.org",
    "takes in 2,500": "dilip@example.org",
    "manages 20,000": service_data.MANAGER,
}
"""A team manager who sees some 50 concerns, one who takes in for the same authority, and one of a larger authority, who
is there beside the country only."""
OF_A_READER = {"home": "", "list of concerns": "concerns/", "search": "search/"}
OF_A_CONCERN = {
    "summary": "",
    "chronology": "chronology/",
    "people": "people/",
    "duties": "duties/",
    "facts": "facts/",
    "decisions": "decisions/",
}
OF_THE_GUIDE = {
    "guide: what has happened": "/guide/",
    "guide: a question": "/guide/question/2/",
    "guide: the plan": "/guide/plan/",
}


@dataclass
class Cost:
    """What a page cost: milliseconds each time, those that a core worked on it, queries, its bytes, and compressed."""

    times: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0
    weight: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]

    @property
    def work(self) -> float:
        return statistics.median(self.worked)


@dataclass
class Place:
    """What was measured on one database: each page, how many concerns each reader saw, and a bare round trip in ms."""

    name: str
    sees: dict[str, int]
    costs: dict[str, Cost]
    round_trip: float


type Ask = Callable[[], bytes]


def measure(name: str, times: int) -> Place:
    """Ask every page on Django's present connection, in turns; the first few times do not count."""
    sees, pages = {}, asked()
    for who, email in READERS.items():
        member = Membership.objects.filter(user__email=email).first()
        if member is None:
            continue
        with context.acting(actor_in(member)):
            sees[who] = Concern.objects.visible().count()
            duties = DutyState.objects.visible().filter(is_open=True).values("concern")
            most = duties.annotate(number=Count("pk")).order_by("-number", "-concern__created_at").first()
        client = signed_in(email)
        pages |= {f"{page}, {who}": getting(client, f"/{address}") for page, address in OF_A_READER.items()}
        where = f"/concerns/{most['concern']}/"
        pages |= {f"a concern: {page}, {who}": getting(client, where + part) for page, part in OF_A_CONCERN.items()}
        pages.setdefault(EMPTY, getting(client, "/nothing/"))
    costs = {page: Cost() for page in pages}
    trips, server = [], server_process()
    for turn in range(WARM + times):
        for page, ask in pages.items():
            before = work_of(server)
            took = timed(ask)
            if turn >= WARM:
                costs[page].times.append(took)
                costs[page].worked.append(work_of(server) - before)
        trips.append(timed(round_trip))
    for page, ask in pages.items():
        with CaptureQueriesContext(connection) as captured:
            content = ask()
        words = [query["sql"].split()[0].rstrip(";") for query in captured.captured_queries]
        costs[page].queries = sum(word not in ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE") for word in words)
        costs[page].size, costs[page].weight = len(content), len(gzip.compress(content, 6))
    print(f"{name}: measured", file=sys.stderr)
    return Place(name, sees, costs, statistics.median(trips))


def asked() -> dict[str, Ask]:
    """Return how the guide is asked, by somebody who is not signed in and has answered an example."""
    practitioner, _ = visited(example(EXAMPLE))

    def ask(address: str) -> bytes:
        with mock.patch.object(timezone, "now", return_value=practitioner.now):
            return getting(practitioner.client, address)()

    return {page: (lambda address=address: ask(address)) for page, address in OF_THE_GUIDE.items()}


def getting(client: Client, address: str) -> Ask:
    """Return what gets a page. Raises SystemExit, when it is asked, where there is none."""

    def get() -> bytes:
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
        return bytes(response.content)

    return get


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def round_trip() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def server_process() -> Path | None:
    """Return where Linux says how long the database's process for this connection has worked; None on SQLite."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")


def work_of(server: Path | None) -> float:
    """Return for how many milliseconds a core has worked for us, here and in the database's process: whatever else the
    machine does."""
    there = int(server.read_text().split()[0]) / 1e6 if server else 0
    return time.process_time() * 1000 + there


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


@contextmanager
def demonstration() -> Iterator[Guarded]:
    """Tell the demonstration in a PostgreSQL cluster, in the application's role."""
    with running_cluster(more={"shared_buffers": "1GB", "max_wal_size": "8GB"}) as cluster:
        guarded = database.make(cluster)
        with guarded.superuser():
            put_in_place(today())
        with guarded.application_connection():
            tell_all(timezone.now())
        yield guarded


def main() -> None:
    """Measure, and print a page of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concerns", type=int, default=1_000_000)
    parser.add_argument("--organisations", type=int, default=400)
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    settings.ALLOWED_HOSTS.append("testserver")
    settings.ACCESS_CONTEXT_KEY = database.KEY
    urls.urlpatterns.append(path("nothing/", nothing, name="nothing"))
    call_command("migrate", verbosity=0)
    call_command("demonstrate", stdout=sys.stderr)
    places = [measure("the demonstration, SQLite", given.times)]
    with demonstration() as guarded:
        with guarded.application_connection():
            places.append(measure("the demonstration, PostgreSQL", given.times))
        service_data.put_in(guarded, given.concerns, given.organisations)
        service_data.name_people(guarded, given.concerns)
        with guarded.application_connection():
            places.append(measure(f"{given.concerns:,} concerns, PostgreSQL", given.times))
    print("\n".join(report(places, given.concerns, given.times)))


def report(places: list[Place], concerns: int, times: int) -> Iterator[str]:
    """Yield the lines of the page."""
    yield HEADER.format(
        concerns=f"{concerns:,}",
        times=times,
        load=f"{os.getloadavg()[1]:.0f}",
        machine=f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
    )
    yield "| | concerns of who sees 50 | who takes in | who manages | `SELECT 1`, ms | nothing, ms |"
    yield "|---|---|---|---|---|---|"
    for one in places:
        seen = " | ".join(f"{one.sees[who]:,}" if who in one.sees else "" for who in READERS)
        yield f"| {one.name} | {seen} | {one.round_trip:.2f} | {one.costs[EMPTY].median:.1f} |"
    names = " | ".join(f"{one.name}: work of a core, ms; median, p95, ratio" for one in places)
    yield f"\n## Server time\n\n| page | {names} |"
    yield "|---|" + "---|" * len(places)
    for page in places[-1].costs:
        cells = [
            f"**{cost.work:.0f}**; {cost.median:.0f}, {cost.p95:.0f}, {cost.median / one.costs[EMPTY].median:.1f}x"
            if (cost := one.costs.get(page))
            else ""
            for one in places
        ]
        yield f"| {page} | {' | '.join(cells)} |"
    front = ROOT / "build" / "frontend"
    parts = ("fingerpost.css", "govuk-frontend.min.js", "start.js", "early.js")
    shared = sum(len(gzip.compress((front / name).read_bytes(), 6)) for name in parts)
    yield QUERIES.format(limit=f"{LIMIT / 1000:.0f}", shared=f"{shared / 1000:.1f}")
    for page in places[-1].costs:
        numbers = " | ".join(str(one.costs[page].queries) if page in one.costs else "" for one in places)
        cost = places[-1].costs[page]
        whole = f"{(cost.weight + shared) / 1000:.0f}"
        yield f"| {page} | {numbers} | {cost.size / 1000:.1f} | {cost.weight / 1000:.1f} | {whole} |"


HEADER = """# What the service's pages cost

`taskset -c 1 .venv/bin/python benchmarks/service_bench.py > docs/evidence/service.md`: {machine},
one of the cores for Python and PostgreSQL together, and a load of {load} with other work on the machine. Each page
{times} times, in turns, through all of the middleware, in one process. First is for how long a core worked on it, in
Python and in PostgreSQL, which other work hardly changes; then what the clock said. The
ratio is that of the medians to a view of the same service, asked on the same database by somebody who is signed in,
that answers nothing.

The demonstration has 40 concerns. Beside it are {concerns} concerns of 400 organisations, a tenth of them open, with
four involvements, five people and three duties each. The pages of a concern are those of the one with the most open
duties that the reader sees. On PostgreSQL the service acts in the application's role, under row-level security.
"""
QUERIES = """
## Queries and weight

Statements but for the transaction's own; on PostgreSQL those are included that say who acts (two for each transaction).
Weights are in kB on the largest of the databases, the last with styles and scripts ({shared} kB compressed, which
browsers keep); {limit} is the most that it should be.

| page | queries, SQLite | PostgreSQL | and large | kB | compressed | with styles and scripts |
|---|---|---|---|---|---|---|"""


if __name__ == "__main__":
    main()
