# ruff: noqa: E402 - Django is set up before its models are read
"""What need to know costs inside PostgreSQL: with and without the application's filter, beside other shapes of policy.

Run: .venv/bin/python benchmarks/rls_bench.py > docs/evidence/rls-bench.md
It makes a PostgreSQL cluster of its own, with 100,000 concerns and 400,000 involvements, and takes some minutes.
What is compared is measured in turns, so that whatever else the machine does meanwhile falls on all alike.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import django
import psycopg

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost_demo.settings")
django.setup()

from django.conf import settings
from django.db import OperationalError, connection, connections, transaction
from django.db.models import Model, QuerySet

from access import database
from access.database import Guarded
from fingerpost.access import queries, session
from fingerpost.access.actor import Actor
from fingerpost.access.guard.install import install_guard
from fingerpost.access.models import Concern, Involvement, Membership
from support.postgres import SUPERUSER, running_cluster

PLAIN = "plain"
HEADER = """# What need to know costs inside PostgreSQL

`.venv/bin/python benchmarks/rls_bench.py > docs/evidence/rls-bench.md`: {concerns} concerns, {involvements}
involvements, {machine}. Medians of {times}, measured in turns: trust the ratios, doubt the milliseconds.

Each question is asked in three ways: filtered by the application, on a connection without policies; under the policies
alone, as when somebody forgot the filter; and as the service asks, with both. Times are those of Django's query, its
rows made into objects.
"""
SHAPES = """
## Other shapes of policy

The list of the 50 newest concerns, in milliseconds, without and with the application's filter, for a social worker and
for an intake. The inline EXISTS leaves the rule to the policy of the table of involvements.

| policy | social worker, alone | with filter | intake, alone | with filter |
|---|---|---|---|---|"""

ORGANISATIONS = 40
MEMBERS = 100  # in each organisation, in 10 teams
INVOLVED = 3  # members in each concern, beside the organisation's intake

LAYING = """
INSERT INTO access_organisation (id, name, kind, area, nation)
SELECT md5('o' || o)::uuid, 'organisation ' || o, 'social_care', '', 'england-and-wales'
FROM generate_series(0, %(organisations)s - 1) o;

INSERT INTO access_user (id, email, name, is_active, created_at, password)
SELECT md5('u' || o || '-' || m)::uuid, 'u' || o || '-' || m || '@example.org', 'member', true, now(), ''
FROM generate_series(0, %(organisations)s - 1) o, generate_series(0, %(members)s - 1) m;

INSERT INTO access_membership (id, user_id, organisation_id, role, team, intake, starts)
SELECT md5('m' || o || '-' || m)::uuid, md5('u' || o || '-' || m)::uuid, md5('o' || o)::uuid,
    CASE WHEN m < 10 THEN 'team_manager' ELSE 'social_worker' END, 'team ' || m %% 10, m = 99, '2020-01-01'
FROM generate_series(0, %(organisations)s - 1) o, generate_series(0, %(members)s - 1) m;

INSERT INTO access_concern (id, reference, created_at, created_by_id)
SELECT md5('x' || n)::uuid, 'FP-' || n, now() - n * interval '1 minute',
    md5('m' || n %% %(organisations)s || '-50')::uuid
FROM generate_series(0, %(concerns)s - 1) n;

INSERT INTO access_involvement (id, compartment, ground, starts, by_id, concern_id, membership_id, organisation_id)
SELECT md5('i' || n || '-' || k)::uuid, CASE WHEN n %% 20 = 0 THEN 'health' ELSE 'common' END, 'works',
    now() - interval '1 day', md5('m' || n %% %(organisations)s || '-50')::uuid, md5('x' || n)::uuid,
    md5('m' || n %% %(organisations)s || '-' || (10 + (n / %(organisations)s * 7 + k * 31) %% 90))::uuid,
    md5('o' || n %% %(organisations)s)::uuid
FROM generate_series(0, %(concerns)s - 1) n, generate_series(1, %(involved)s) k
UNION ALL
SELECT md5('i' || n)::uuid, 'common', 'intake', now() - interval '1 day',
    md5('m' || n %% %(organisations)s || '-50')::uuid, md5('x' || n)::uuid, NULL,
    md5('o' || n %% %(organisations)s)::uuid
FROM generate_series(0, %(concerns)s - 1) n;
"""

# The same rule for the concerns of one's own organisation, in shapes that come to mind first.
A_FUNCTION_PER_ROW = """
SET ROLE {guard};
CREATE OR REPLACE FUNCTION guard.bench_may_see(concern uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM guard.mine s WHERE s.seen_concern = concern) $$;
GRANT EXECUTE ON FUNCTION guard.bench_may_see(uuid) TO {application};
RESET ROLE;
DROP POLICY need_to_know_select ON access_concern;
CREATE POLICY need_to_know_select ON access_concern FOR SELECT TO {application} USING (guard.bench_may_see(id));
"""
AN_INLINE_EXISTS = """
DROP POLICY need_to_know_select ON access_concern;
CREATE POLICY need_to_know_select ON access_concern FOR SELECT TO {application} USING (EXISTS (
    SELECT FROM access_involvement i WHERE i.concern_id = access_concern.id
));
"""


@dataclass(frozen=True)
class Reader:
    """Somebody who reads, and how many concerns they see."""

    what: str
    actor: Actor
    sees: int


@dataclass(frozen=True)
class Question:
    """A query, as it is when the application's filter was forgotten, and as it is with it."""

    what: str
    rows: Callable[[QuerySet[Any]], Any]
    model: type[Model]


QUESTIONS = (
    Question("the 50 newest concerns", lambda rows: list(rows.order_by("-created_at", "pk")[:50]), Concern),
    Question("how many concerns", lambda rows: rows.count(), Concern),
    Question("one concern", lambda rows: list(rows.filter(pk=_one(0))), Concern),
    Question("who is involved in one concern", lambda rows: list(rows.filter(concern=_one(0))), Involvement),
    Question("how many involvements", lambda rows: rows.count(), Involvement),
)


def _one(number: int) -> UUID:
    return UUID(bytes=hashlib.md5(f"x{number}".encode(), usedforsecurity=False).digest())


def in_turns(times: int, what: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return each one's median time in milliseconds, measured one after another, `times` over."""
    taken: dict[str, list[float]] = {name: [] for name in what}
    for _ in range(times):
        for name, run in what.items():
            began = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(each) * 1e3 for name, each in taken.items()}


def lay_out(guarded: Guarded, concerns: int) -> None:
    """Fill the database, and let PostgreSQL count it."""
    sizes = {"organisations": ORGANISATIONS, "members": MEMBERS, "concerns": concerns, "involved": INVOLVED}
    with psycopg.connect(guarded.cluster.conninfo(guarded.name), autocommit=True) as superuser:
        for statement in LAYING.split(";"):
            if statement.strip():
                superuser.execute(statement.encode(), sizes)
        superuser.execute(b"VACUUM ANALYZE")


def find_readers(guarded: Guarded) -> list[Reader]:
    """Return one reader of each kind, with how many concerns they see."""
    found = []
    with guarded.superuser():
        kinds = {
            "a social worker": {"role": "social_worker", "intake": False},
            "the intake of an organisation": {"intake": True},
            "the manager of a team": {"role": "team_manager"},
        }
        actors = {}
        for what, kind in kinds.items():
            row = Membership.objects.filter(organisation__name="organisation 0", **kind).order_by("pk")[0]
            actors[what] = Actor(row.user_id, row.pk, row.organisation_id, row.role, row.team, row.intake, _one(0))
    for what, actor in actors.items():
        with guarded.application(actor):
            found.append(Reader(what, actor, Concern._base_manager.count()))
    return found


def print_questions(guarded: Guarded, readers: list[Reader], times: int) -> None:
    """Measure each question for each reader, and print the table."""
    print("| reader | question | no policies, filter, ms | policies, no filter | policies and filter |")
    print("|---|---|---|---|---|")
    with plain_connection(guarded):
        for reader in readers:
            for question in QUESTIONS:
                with guarded.application(reader.actor):
                    took = in_turns(times, ways(question, reader.actor))
                base = took["without"]
                cells = " | ".join(f"{took[way]:.2f} ms, {took[way] / base:.1f}x" for way in ("alone", "both"))
                print(f"| {reader.what}, {reader.sees:,} | {question.what} | {base:.2f} | {cells} |", flush=True)


def ways(question: Question, actor: Actor) -> dict[str, Callable[[], object]]:
    """Return the three ways to ask: filtered without policies, with policies alone, with both."""
    manager = question.model._base_manager
    visible = queries.visible
    return {
        "without": lambda: question.rows(visible(question.model, actor).using(PLAIN)),
        "alone": lambda: question.rows(manager.all()),
        "both": lambda: question.rows(visible(question.model, actor)),
    }


def print_shapes(guarded: Guarded, readers: list[Reader], times: int) -> None:
    """Measure other shapes of policy on the list of 50, and print the table."""
    print(SHAPES)
    roles = guarded.roles
    shapes = {
        "ours: an array, computed once": "",
        "inline EXISTS": AN_INLINE_EXISTS,
        "a function per row": A_FUNCTION_PER_ROW,
    }
    for what, change in shapes.items():
        with psycopg.connect(guarded.cluster.conninfo(guarded.name)) as superuser:
            superuser.execute(change.format(guard=roles.guard, application=roles.application).encode())
        cells = []
        for reader in readers[:2]:
            few = times if what != "a function per row" else 1
            with guarded.application(reader.actor), connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = '60s'")
                cells += [measured(few, way, reader) for way in ("alone", "both")]
        print(f"| {what} | {' | '.join(cells)} |", flush=True)
        with psycopg.connect(guarded.cluster.conninfo(guarded.name)) as superuser:
            install_guard(superuser, roles, database.KEY)


def measured(times: int, way: str, reader: Reader) -> str:
    """Return how long the list of 50 took, or that it took longer than a minute."""
    try:
        with transaction.atomic():
            return f"{in_turns(times, {way: ways(QUESTIONS[0], reader.actor)[way]})[way]:.1f}"
    except OperationalError:
        return "over 60,000"


def print_context(guarded: Guarded, reader: Reader, times: int) -> None:
    """Measure what it costs to say who acts, and to check it."""
    with guarded.application(reader.actor), connection.cursor() as cursor:
        took = in_turns(
            times,
            {
                "said": lambda: session.tell(connection, reader.actor),
                "checked": lambda: cursor.execute("SELECT guard.me()").fetchone(),
                "nothing": lambda: cursor.execute("SELECT 1").fetchone(),
            },
        )
    print(
        f"\nTo say who acts takes {took['said']:.2f} ms a request (two statements). To check it in the database takes\n"
        f"{took['checked'] - took['nothing']:.2f} ms more than one that does nothing ({took['nothing']:.2f} ms)."
    )


@contextmanager
def plain_connection(guarded: Guarded) -> Iterator[None]:
    """Let the name PLAIN stand for a connection without policies."""
    with guarded.superuser():
        connections.databases[PLAIN] = dict(connections["default"].settings_dict)
    try:
        yield
    finally:
        connections[PLAIN].close()


def main() -> None:
    """Measure, and print a page of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concerns", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=100)
    given = parser.parse_args()
    settings.ACCESS_CONTEXT_KEY = database.KEY
    with running_cluster(durable=True) as cluster:
        guarded = database.make(cluster)
        lay_out(guarded, given.concerns)
        readers = find_readers(guarded)
        with guarded.connect(SUPERUSER) as superuser:
            version = superuser.info.server_version // 10_000
        print(
            HEADER.format(
                concerns=f"{given.concerns:,}",
                involvements=f"{given.concerns * (INVOLVED + 1):,}",
                times=given.times,
                machine=f"{os.cpu_count()} cores, {platform.system()}, PostgreSQL {version}",
            )
        )
        print_questions(guarded, readers, given.times)
        print_shapes(guarded, readers, max(given.times // 10, 5))
        print_context(guarded, readers[0], given.times)


if __name__ == "__main__":
    main()
