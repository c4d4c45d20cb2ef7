"""What the ledger has, as plain rows for the rules: all of it for an auditor, of their team for a manager."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from fingerpost.access import context, ledger_visibility
from fingerpost.access.audit import kind_of
from fingerpost.access.ledger_visibility import Entries
from fingerpost.access.models import BrokenGlass, Membership
from fingerpost.access.rules import READING_ROLES
from fingerpost.procedure.calendar import LONDON, london_day
from fingerpost.record import audit
from fingerpost.site.unusual import rules
from fingerpost.site.unusual.rules import ADDED, GLASS, LOOKED, REFUSED, SEARCHED, Look, UnusualFinding, Worker
from fingerpost.site.unusual.thresholds import Thresholds

MOST: Final = 300_000
"""So many entries are read at once, the newest; what is older is left out, and the page says from which day on."""


@dataclass(frozen=True, slots=True)
class UnusualReport:
    """What was unusual from `first` on; `since`: the first day whose entries were read, where not all could be."""

    found: list[UnusualFinding]
    first: date
    since: date | None = None


def report(days: int, now: datetime, thresholds: Thresholds) -> UnusualReport:
    """Return what was unusual on the last `days` days, as far as whoever is acting may know it: some queries."""
    last = london_day(now)
    first = last - timedelta(days=days - 1)
    start = datetime.combine(first - timedelta(days=thresholds.history_days), time.min, LONDON)
    looks, cut = _looks(_entries().filter(at__gte=start), thresholds)
    since = looks[-1].at.astimezone(LONDON).date() + timedelta(days=1) if cut else None
    workers = _workers({look.user for look in looks})
    first = max(first, since) if since else first
    return UnusualReport(
        rules.findings(looks, workers, ledger_visibility.whose_people_are_in(), thresholds, first, last), first, since
    )


def _entries() -> Entries:
    return ledger_visibility.everything() if context.required().role in READING_ROLES else ledger_visibility.of_team()


def _looks(entries: Entries, thresholds: Thresholds) -> tuple[list[Look], bool]:
    """Return the looks, the newest first, and whether there were more than are read.

    Of a search, the leaf is read too, and from that only what is the same for the same name.
    """
    actions = {LOOKED, REFUSED, *ADDED}
    asked = entries.filter(actor__isnull=False).order_by("-at", "-leaf_index")
    # What somebody was refused in a part that they see is no look at what they do not.
    about = asked.filter(action__in=sorted(actions), within__isnull=False).exclude(
        action=REFUSED, compartment__isnull=False
    )
    emergency = kind_of(BrokenGlass)
    rows = list(about.values_list("at", "actor", "action", "object_kind", "organisation", "within")[: MOST + 1])
    looks = [
        Look(at, actor, GLASS if kind == emergency else action, organisation, within)
        for at, actor, action, kind, organisation, within in rows[:MOST]
        if actor is not None
    ]
    searched = asked.filter(action=SEARCHED, object_kind=audit.APPEARANCE)
    looks += [
        Look(one.at, one.actor, SEARCHED, one.organisation, None, audit.alike_in(one.entry))
        for one in searched[:MOST]
        if one.actor is not None
    ]
    return sorted(looks, key=lambda look: look.at, reverse=True), len(rows) > MOST


def _workers(users: Iterable[UUID]) -> dict[UUID, Worker]:
    """Return in which role each works, and until when where every membership of theirs ends: one query."""
    wanted, found = set(users), {}
    ends: dict[UUID, list[date | None]] = {}
    for user, role, end in Membership.objects.order_by("starts").values_list("user_id", "role", "ends"):
        if user in wanted:
            ends.setdefault(user, []).append(end)
            found[user] = role
    return {
        user: Worker(role, None if None in ends[user] else max(end for end in ends[user] if end is not None))
        for user, role in found.items()
    }
