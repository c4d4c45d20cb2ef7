"""What the report of unusual looking costs over a ledger of 100,000 entries: reading, and the rules.

Run: nice .venv/bin/python benchmarks/unusual_bench.py > docs/evidence/unusual.md
The ledger is in an SQLite file of its own: 60 people over 84 days, each with a habit, looking at 2,000 concerns. It is
read in the name of an auditor. Each figure is the median of three, in processor seconds:
what else the machine did meanwhile is not in it.
"""

from __future__ import annotations

import argparse
import platform
import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.clock import today
from fingerpost.access.models import Membership
from fingerpost.ledger import recording
from fingerpost.ledger.entry import Digest, Entry
from fingerpost.procedure.calendar import london_day
from fingerpost.record.audit import ALIKE
from fingerpost.site.unusual import report, rules
from fingerpost.site.unusual.thresholds import thresholds
from fingerpost_demo.people import put_in_place

AIM = 5.0
"""Seconds for a page that an auditor opens now and then."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=100_000)
    entries = options.parse_args().entries
    call_command("migrate", verbosity=0)
    put_in_place(today())
    lay(entries)
    auditor = Membership.objects.select_related("user").get(user__email="isla@example.org")
    now = timezone.now()
    looks: list[rules.Look] = []

    def read() -> None:
        looks[:], _ = report._looks(report.trail.everything(), thresholds())

    def whole() -> None:
        report.report(28, now, thresholds())

    with context.acting(actor_in(auditor)):
        reads = median_of(read)
        workers = report._workers({look.user for look in looks})
        last = london_day(now)
        counts = median_of(lambda: rules.findings(looks, workers, set(), thresholds(), last - timedelta(days=27), last))
        everything = median_of(whole)
        found = len(report.report(28, now, thresholds()).found)
    print("# What the report of unusual looking costs\n")
    print(f"Run: `benchmarks/unusual_bench.py --entries {entries}`. Python {platform.python_version()}, SQLite.\n")
    print(f"| over {entries:,} entries | processor seconds, median of three |\n|---|---|")
    print(f"| reading them as plain rows | {reads:.2f} |\n| the rules, over {len(looks):,} looks | {counts:.2f} |")
    print(f"| the whole, for 28 days ({found} findings) | {everything:.2f} |\n")
    print(f"The aim is {AIM:g} seconds, for a page that somebody opens now and then.")
    print(f"At most {report.MOST:,} entries are read.")


def median_of(what: Callable[[], None] | Callable[[], object]) -> float:
    """Return the median of three, in processor seconds."""
    took = []
    for _ in range(3):
        began = time.process_time()
        what()
        took.append(time.process_time() - began)
    return statistics.median(took)


def lay(entries: int) -> None:
    """Append so many entries of 60 people over 84 days, the oldest first."""
    rng = random.Random(7)  # noqa: S311 - invented looks
    people, organisations = [uuid4() for _ in range(60)], [uuid4() for _ in range(5)]
    concerns = [uuid4() for _ in range(2000)]
    names = [rng.randbytes(32) for _ in range(400)]
    own = {person: rng.sample(concerns, 60) for person in people}
    start = timezone.now() - timedelta(days=84)
    moments = sorted(start + timedelta(days=rng.uniform(0, 83.9)) for _ in range(entries))
    made = [_entry(rng, at, rng.choice(people), organisations, own, names) for at in moments]
    for first in range(0, len(made), 5000):
        with transaction.atomic(), connection.cursor() as cursor:
            recording.ledger().append(cursor, made[first : first + 5000])


def _entry(
    rng: random.Random,
    at: object,
    person: UUID,
    organisations: list[UUID],
    own: dict[UUID, list[UUID]],
    names: list[bytes],
) -> Entry:
    said = {"at": at, "actor": person, "role": "social-worker", "organisation": organisations[person.int % 5]}
    said |= {"request": uuid4()}
    if rng.random() < 0.05:
        return Entry(action="searched", object_kind="appearance", payload={ALIKE: Digest(rng.choice(names))}, **said)
    concern = rng.choice(own[person])
    action = rng.choices(["looked", "created", "refused"], [90, 9.8, 0.2])[0]
    part = None if action == "refused" else "common"
    attempted = "looked" if action == "refused" else None
    return Entry(
        action=action,
        attempted=attempted,
        object_kind="concern",
        object_id=concern,
        within=concern,
        compartment=part,
        **said,
    )


if __name__ == "__main__":
    main()
