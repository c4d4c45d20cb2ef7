# ruff: noqa: E402 - Django is set up before its models are read
"""What the service's pages cost: server time and queries with the demonstration alone and beside 100,000 concerns.

Run: .venv/bin/python benchmarks/service_bench.py > docs/evidence/service.md
It makes a PostgreSQL cluster of its own, with row-level security laid, and asks the pages through Django's own client
in the role of the application. Both sizes are measured in the same run; the number to trust is the ratio.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings.demo")
django.setup()

import psycopg
import yaml
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.utils import timezone

from access import database
from access.database import Guarded
from fingerpost.access.fields import today
from fingerpost.access.models import Membership
from fingerpost.site.demonstration import put_in_place
from fingerpost.site.stories import Telling
from support.postgres import running_cluster

LIMIT = 100_000  # bytes, compressed: what the service promises of a page with its styles and scripts
READERS = {"lead": "ben@example.org", "manager": "dilip@example.org"}
SHARED = ("fingerpost.css", "start.js", "early.js", "govuk-frontend.min.js")

HEADER = """# What the service's pages cost

`.venv/bin/python benchmarks/service_bench.py > docs/evidence/service.md`: PostgreSQL with row-level security, {machine};
{times} times each, in turns. Server time is from the request to the whole answer inside Django's client, and so without
network and web server. Other work ran on the machine meanwhile: trust the ratios, doubt the milliseconds.

The small size is two concerns of the demonstration; the large one has {matters:,} more beside them, with two duties
each, of which each of the two readers sees half. The rows beside them are laid directly and have no sealed texts: what
it costs to open those is in the concern's own pages.

| page | queries, small | large | median ms, small | large | ratio | p95 ms, small | large |
|---|---|---|---|---|---|---|---|"""
WEIGHT = """
## Weight

Bytes compressed with gzip, against the limit of {limit:,}. Styles and scripts are {shared:,} of them, and are loaded
once.

| page | page alone | with styles and scripts | of the limit |
|---|---|---|---|"""

# Concerns of the lead's school and the manager's council in turn, each with two duties in the queue or held.
LAYING = """
INSERT INTO access_matter (id, reference, created_at, created_by_id)
SELECT md5('x' || n)::uuid, 'FP-' || n, now() - n * interval '1 minute', p.id
FROM generate_series(0, %(matters)s - 1) n, places p WHERE p.place = n %% 2;

INSERT INTO access_involvement (id, compartment, ground, starts, by_id, matter_id, membership_id, organisation_id)
SELECT md5('i' || n || '-' || k)::uuid, 'common', CASE k WHEN 0 THEN 'recorded' ELSE 'intake' END,
    now() - interval '1 day', p.id, md5('x' || n)::uuid, CASE k WHEN 0 THEN p.id END, p.organisation_id
FROM generate_series(0, %(matters)s - 1) n, places p, generate_series(0, 1) k WHERE p.place = n %% 2;

INSERT INTO duties_duty (id, compartment, source, provision, about, pack, recorded_at, matter_id)
SELECT md5('d' || n || '-' || k)::uuid, 'common', 'common',
    (ARRAY['0-refer', '2.1-same-day', '2.1-strategy-discussion'])[k], NULL, 'e-safety@2017', now(), md5('x' || n)::uuid
FROM generate_series(0, %(matters)s - 1) n, generate_series(1, 2) k;

INSERT INTO duties_dutystate (id, compartment, source, is_open, is_offered, is_held, awaits_second, due, duty_id,
    holder_id, matter_id, organisation_id)
SELECT md5('s' || n || '-' || k)::uuid, 'common', 'common', n %% 3 > 0, false, false, false,
    current_date + (n %% 21 - 7), md5('d' || n || '-' || k)::uuid, CASE k WHEN 1 THEN p.id END, md5('x' || n)::uuid,
    p.organisation_id
FROM generate_series(0, %(matters)s - 1) n, places p, generate_series(1, 2) k WHERE p.place = n %% 2;
"""


@dataclass
class Cost:
    """What one page cost: milliseconds each time, queries, and its bytes, compressed."""

    times: list[float] = field(default_factory=list)
    queries: int = 0
    weight: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]


def pages(matters: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return each page that is measured: by whom, and where."""
    found = {"the guide's first page": ("", "/guide/")}
    for who in READERS:
        found |= {f"home, {who}": (who, "/"), f"list of concerns, {who}": (who, "/concerns/")}
    where = f"/concerns/{matters['manager']}/"
    sections = {"summary": "", "people": "people/", "chronology": "chronology/", "decisions": "decisions/"}
    return found | {f"a concern: {name}": ("manager", where + section) for name, section in sections.items()}


def tell(guarded: Guarded) -> dict[str, str]:
    """Put people and some concerns of the demonstration in place; return a concern of each reader."""
    with guarded.superuser():
        put_in_place(settings.ROOT / "demo" / "people.yaml", today())
    listed: list[dict[str, Any]] = yaml.safe_load((settings.ROOT / "demo/concerns/2-adults.yaml").read_text("utf-8"))
    found = {}
    with guarded.application_connection():
        for who, words in (("manager", "A father was arrested"), ("lead", "A supply teacher")):
            telling = Telling(next(story for story in listed if words in story["told"]), timezone.now())
            telling.tell()
            found[who] = str(telling.matter.pk)
    return found


def lay_out(guarded: Guarded, matters: int) -> None:
    """Add so many concerns, and let PostgreSQL count."""
    with psycopg.connect(guarded.cluster.conninfo(guarded.name), autocommit=True) as superuser:
        superuser.execute(
            b"CREATE TEMP TABLE places AS SELECT row_number() OVER (ORDER BY u.email) - 1 AS place, m.id,"
            b" m.organisation_id FROM access_membership m JOIN access_user u ON u.id = m.user_id"
            b" WHERE u.email IN ('ben@example.org', 'dilip@example.org')"
        )
        superuser.execute(b"SET session_replication_role = replica")
        for statement in LAYING.split(";"):
            if statement.strip():
                superuser.execute(statement.encode(), {"matters": matters})
        superuser.execute(b"SET session_replication_role = DEFAULT")
        superuser.execute(b"VACUUM ANALYZE")


def clients(guarded: Guarded) -> dict[str, Client]:
    """Return a client in which each reader is signed in, and one in which nobody is."""
    made = {"": Client(headers={"host": "localhost"})}
    with guarded.superuser():
        users = {who: Membership.objects.get(user__email=email).user for who, email in READERS.items()}
    with guarded.application_connection():
        for who, user in users.items():
            made[who] = Client(headers={"host": "localhost"})
            made[who].force_login(user)
    return made


def measure(guarded: Guarded, where: dict[str, tuple[str, str]], times: int) -> dict[str, Cost]:
    """Ask every page in turns, `times` over, after once that does not count."""
    asked = clients(guarded)
    costs = {page: Cost() for page in where}
    with guarded.application_connection():
        for turn in range(times + 1):
            for page, (who, address) in where.items():
                began = time.perf_counter()
                response = asked[who].get(address)
                took = (time.perf_counter() - began) * 1e3
                if response.status_code != 200:
                    raise SystemExit(f"{page} answered {response.status_code}")
                if turn:
                    costs[page].times.append(took)
        for page, (who, address) in where.items():
            with CaptureQueriesContext(connection) as captured:
                content = asked[who].get(address).content
            costs[page].queries, costs[page].weight = len(captured), compressed(content)
    return costs


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def shared_weight() -> int:
    """Return what a first visit loads beside the page: styles and scripts, compressed. A browser keeps them."""
    folder = settings.ROOT / "build" / "frontend"
    return sum(compressed((folder / name).read_bytes()) for name in SHARED)


def report(few: dict[str, Cost], many: dict[str, Cost], matters: int, times: int, say: Callable[[str], object]) -> None:
    """Write what was measured."""
    shared = shared_weight()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    say(HEADER.format(machine=machine, times=times, matters=matters))
    for page, small in few.items():
        large = many[page]
        say(
            f"| {page} | {small.queries} | {large.queries} | {small.median:.0f} | {large.median:.0f} |"
            f" {large.median / small.median:.1f}x | {small.p95:.0f} | {large.p95:.0f} |"
        )
    say(WEIGHT.format(limit=LIMIT, shared=shared))
    for page, large in many.items():
        whole = large.weight + shared
        say(f"| {page} | {large.weight:,} | {whole:,} | {whole / LIMIT:.0%} |")


def main() -> None:
    """Measure both sizes, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--matters", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    setup_test_environment()
    settings.ACCESS_CONTEXT_KEY = database.KEY
    with running_cluster() as cluster:
        guarded = database.make(cluster)
        where = pages(tell(guarded))
        few = measure(guarded, where, options.times)
        lay_out(guarded, options.matters)
        many = measure(guarded, where, options.times)
    report(few, many, options.matters, options.times, print)


if __name__ == "__main__":
    main()
