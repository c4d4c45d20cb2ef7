"""What the service's pages cost: server time, queries and weight, on the demonstration and beside 100,000 concerns.

Run: taskset -c 1 .venv/bin/python benchmarks/service_bench.py > docs/evidence/service.md
The demonstration is told in an SQLite file and in a PostgreSQL cluster, both of its own; in the cluster, in which the
pages are asked in the application's role under row-level security, the concerns are then laid beside it. Pages are
asked through all of the middleware, in one process, in turns with a view that answers nothing.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock
from uuid import UUID

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone
from guide_bench import EXAMPLE, ROOT, nothing, visited  # sets Django up, on an SQLite file of its own

from access import database
from access.database import Guarded
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.clock import today
from fingerpost.access.models import Concern, Membership, User
from fingerpost.duties.models import DutyState
from fingerpost.keys import services as keys
from fingerpost.site import urls
from fingerpost_demo.people import put_in_place
from fingerpost_demo.stories.telling import tell_all
from support.postgres import SUPERUSER, running_cluster

LIMIT = 100_000
"""Bytes, compressed: what a page may weigh with its styles and scripts."""
WARM = 3
EMPTY = "a view that answers nothing"
READERS = {"sees 50": "priya@example.org", "takes in": "dilip@example.org"}
"""A social worker, and a team manager who takes in for the same organisation: among 100,000 concerns, 2,500 of them."""
OF_A_READER = {"home": "", "list of concerns": "concerns/"}
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
NAMED = 60
"""Of so many concerns of each reader, the newest, names are sealed for real: lists open them. Others have filler."""

# Forty organisations; the first is the readers' own. A tenth of the concerns is open, as in a service of some years.
LAYING = """
CREATE TEMP TABLE member AS
SELECT row_number() OVER (ORDER BY u.email = 'priya@example.org' DESC, m.id) - 1 AS number, m.id, m.organisation_id
FROM access_membership m JOIN access_user u ON u.id = m.user_id
WHERE m.ends IS NULL AND m.role = 'social_worker' AND m.organisation_id =
    (SELECT organisation_id FROM access_membership m JOIN access_user u ON u.id = m.user_id
     WHERE u.email = 'dilip@example.org');

INSERT INTO access_organisation (id, name, kind, area, nation)
SELECT md5('o' || o)::uuid, 'Invented organisation ' || o, 'social_care', '', 'england-and-wales'
FROM generate_series(1, 39) o;

INSERT INTO access_user (id, email, name, is_active, created_at, password)
SELECT md5('u' || o || '-' || m)::uuid, 'u' || o || '-' || m || '@example.org', 'Invented member', true, now(), ''
FROM generate_series(0, 39) o, generate_series(0, 99) m;

INSERT INTO access_membership (id, user_id, organisation_id, role, team, intake, staff_number, starts)
SELECT md5('m' || o || '-' || m)::uuid, md5('u' || o || '-' || m)::uuid,
    CASE o WHEN 0 THEN (SELECT min(organisation_id::text)::uuid FROM member) ELSE md5('o' || o)::uuid END,
    'social_worker', 'team ' || m %% 10, false, '', '2020-01-01'
FROM generate_series(0, 39) o, generate_series(0, 99) m;

CREATE TEMP TABLE place AS
SELECT n, md5('x' || n)::uuid AS concern, md5('m' || n %% 40 || '-' || n / 40 %% 97)::uuid AS worker,
    (SELECT organisation_id FROM access_membership WHERE id = md5('m' || n %% 40 || '-0')::uuid) AS organisation,
    n / 40 %% 10 = 0 AS is_open
FROM generate_series(0, %(concerns)s - 1) n;

INSERT INTO access_concern (id, reference, created_at, created_by_id)
SELECT concern, 'FP-' || n, now() - (n + 1) * interval '9 minutes', worker FROM place;

INSERT INTO access_involvement (id, compartment, ground, starts, by_id, concern_id, membership_id, organisation_id)
SELECT md5('i' || n || '-' || k)::uuid, 'common', CASE k WHEN 0 THEN 'intake' ELSE 'works' END,
    now() - interval '1 day', worker, concern,
    CASE WHEN k = 0 THEN NULL
         WHEN k = 3 AND n %% 40 = 0 AND n / 40 %% (%(concerns)s / 2000) = 0
            THEN (SELECT id FROM member WHERE number = 0)
         ELSE md5('m' || n %% 40 || '-' || (n / 40 + (k - 1) * 31) %% 97)::uuid END, organisation
FROM place, generate_series(0, 3) k;

INSERT INTO keys_datakey (owner_id, kind, master_id, wrapped, created_at)
SELECT concern, 'concern', 'bench', '\\x00', now() FROM place;

INSERT INTO record_initialaccount (id, compartment, narrative, childs_voice, how, became_aware_at, setting, forms,
    reporter,
    recorded_at, concern_id, recorded_by_id)
SELECT md5('c' || n)::uuid, 'common', '\\x00', '\\x00', '\\x00', now(), 'social_care', '["grooming"]', 'colleague',
    now() - n * interval '9 minutes', concern, worker FROM place;

INSERT INTO record_appearance (id, compartment, kind, recorded_at, concern_id, recorded_by_id)
SELECT md5('a' || n || '-' || k)::uuid, 'common', CASE k WHEN 1 THEN 'child' ELSE 'adult' END, now(), concern, worker
FROM place, generate_series(1, 2) k;

INSERT INTO record_detail (id, compartment, kind, value, recorded_at, appearance_id, concern_id, recorded_by_id)
SELECT md5('t' || n || '-' || k)::uuid, 'common', 'name', '\\x00', now(), md5('a' || n || '-' || k)::uuid, concern,
    worker FROM place, generate_series(1, 2) k;

INSERT INTO record_parttaken (id, compartment, recorded_at, part, appearance_id, concern_id, recorded_by_id)
SELECT md5('p' || n || '-' || k)::uuid, 'common', now(), CASE k WHEN 1 THEN 'targeted' ELSE 'alleged_abuser' END,
    md5('a' || n || '-' || k)::uuid, concern, worker FROM place, generate_series(1, 2) k;

INSERT INTO record_assertion (id, compartment, recorded_at, fact, value, said_at, source, concern_id, recorded_by_id)
SELECT md5('f' || n || '-' || k)::uuid, 'common', now(), 'adult_involved', '\\x00', now(), 'asserted', concern, worker
FROM place, generate_series(1, 3) k;

INSERT INTO duties_duty (id, compartment, source, provision, pack, recorded_at, concern_id)
SELECT md5('d' || n || '-' || k)::uuid, 'common', 'common',
    (ARRAY['0-refer', '2.2-no-disclosure', '2.1-record-viewing'])[k], 'e-safety@2017',
    now() - n * interval '9 minutes', concern
FROM place, generate_series(1, 3) k;

INSERT INTO duties_dutystep (id, compartment, source, number, kind, at, pack, facts, second, held, by_id, duty_id,
    concern_id)
SELECT md5('q' || n || '-' || k || '-' || l)::uuid, 'common', 'common', l,
    CASE l WHEN 1 THEN 'appeared' ELSE 'done' END, now(), 'e-safety@2017', '[]', false, false, worker,
    md5('d' || n || '-' || k)::uuid, concern
FROM place, generate_series(1, 3) k, generate_series(1, 2) l WHERE l = 1 OR NOT is_open;

INSERT INTO duties_dutystate (id, compartment, source, is_open, is_offered, is_held, awaits_second, due, duty_id,
    holder_id, concern_id, organisation_id)
SELECT md5('s' || n || '-' || k)::uuid, 'common', 'common', is_open, k = 3, false, false,
    current_date + (n / 400 %% 21)::integer - 7, md5('d' || n || '-' || k)::uuid,
    CASE WHEN k > 1 THEN NULL
         WHEN n %% 40 = 0 AND n / 40 %% (%(concerns)s / 2000) = 0 THEN (SELECT id FROM member WHERE number = 0)
         ELSE worker END, concern, organisation
FROM place, generate_series(1, 3) k
"""


@dataclass
class Cost:
    """What a page cost: milliseconds each time, queries, its bytes, and those compressed."""

    times: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0
    weight: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]


@dataclass
class Place:
    """What was measured on one database: each page, how many concerns each reader saw, and a bare round trip in ms."""

    name: str
    sees: dict[str, int]
    costs: dict[str, Cost]
    round_trip: float


type Ask = Callable[[], bytes]


def lay_out(guarded: Guarded, concerns: int) -> None:
    """Lay so many concerns beside those that are there, and let PostgreSQL count."""
    with psycopg.connect(guarded.cluster.conninfo(guarded.name, SUPERUSER), autocommit=True) as superuser:
        superuser.execute(b"SET session_replication_role = replica")
        for statement in LAYING.split(";"):
            superuser.execute(statement.encode(), {"concerns": concerns})
        superuser.execute(b"VACUUM ANALYZE")


def name_people(guarded: Guarded, concerns: int) -> None:
    """Seal names in the concerns that lists show, under keys of their own."""
    every = concerns // 2000
    numbers = {40 * k for k in range(NAMED)} | {40 * k for k in range(0, concerns // 40, every)}
    with guarded.superuser(), connection.cursor() as cursor, keys.keys_at_hand():
        cursor.execute("SET session_replication_role = replica")
        for number in numbers:
            concern = _made_of(f"x{number}")
            cursor.execute("DELETE FROM keys_datakey WHERE owner_id = %s", [concern])
            keys.create_key(concern)
            for person in (1, 2):
                detail = _made_of(f"t{number}-{person}")
                box = keys.encrypt(concern, f"record_detail:{detail}:value", f"Invented Person {number}")
                cursor.execute("UPDATE record_detail SET value = %s WHERE id = %s", [box, detail])


def _made_of(text: str) -> UUID:
    return UUID(bytes=hashlib.md5(text.encode(), usedforsecurity=False).digest())


def measure(name: str, times: int) -> Place:
    """Ask every page on Django's present connection, in turns; the first few times do not count."""
    sees, pages = {}, asked()
    for who, email in READERS.items():
        member = Membership.objects.get(user__email=email)
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
    trips = []
    for turn in range(WARM + times):
        for page, ask in pages.items():
            took = timed(ask)
            if turn >= WARM:
                costs[page].times.append(took)
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
    practitioner, _ = visited(EXAMPLE)

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


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


@contextmanager
def demonstration() -> Iterator[Guarded]:
    """Tell the demonstration in a PostgreSQL cluster, in the application's role."""
    with running_cluster() as cluster:
        guarded = database.make(cluster)
        with guarded.superuser():
            put_in_place(today())
        with guarded.application_connection():
            tell_all(timezone.now())
        yield guarded


def main() -> None:
    """Measure, and print a page of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concerns", type=int, default=100_000)
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
        lay_out(guarded, given.concerns)
        name_people(guarded, given.concerns)
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
    yield "| | concerns seen by who sees 50 | by who takes in | `SELECT 1`, ms | nothing, ms |\n|---|---|---|---|---|"
    for one in places:
        seen = " | ".join(f"{number:,}" for number in one.sees.values())
        yield f"| {one.name} | {seen} | {one.round_trip:.2f} | {one.costs[EMPTY].median:.1f} |"
    yield f"\n## Server time\n\n| page | {' | '.join(f'{one.name}: median ms, p95, ratio' for one in places)} |"
    yield "|---|" + "---|" * len(places)
    for page in places[0].costs:
        costs = [(one.costs[page], one.costs[EMPTY].median) for one in places]
        cells = [f"{cost.median:.0f}, {cost.p95:.0f}, {cost.median / empty:.1f}x" for cost, empty in costs]
        yield f"| {page} | {' | '.join(cells)} |"
    front = ROOT / "build" / "frontend"
    parts = ("fingerpost.css", "govuk-frontend.min.js", "start.js", "early.js")
    shared = sum(len(gzip.compress((front / name).read_bytes(), 6)) for name in parts)
    yield QUERIES.format(limit=f"{LIMIT / 1000:.0f}", shared=f"{shared / 1000:.1f}")
    for page in places[0].costs:
        numbers = " | ".join(str(one.costs[page].queries) for one in places)
        cost = places[-1].costs[page]
        whole = f"{(cost.weight + shared) / 1000:.0f}"
        yield f"| {page} | {numbers} | {cost.size / 1000:.1f} | {cost.weight / 1000:.1f} | {whole} |"


HEADER = """# What the service's pages cost

`taskset -c 1 .venv/bin/python benchmarks/service_bench.py > docs/evidence/service.md`: {machine},
one of the cores for Python and PostgreSQL together, and a load of {load} with other work on the machine: trust the
ratios, doubt the milliseconds. Each page {times} times, in turns, through all of the middleware, in one process. The
ratio is that of the medians to a view of the same service, asked on the same database by somebody who is signed in,
that answers nothing.

The demonstration has 40 concerns. Beside it are {concerns} concerns of 40 organisations, a tenth of them open, with
four involvements, two people and three duties each. The pages of a concern are those of the one with the most open
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
