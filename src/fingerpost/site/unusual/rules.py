"""What is unusual among looks, over plain rows: no clock, no database, and no verdict.

Somebody’s habit is what they did on the days before, as far back as `history_days`; whoever has worked here on fewer
than `habit_days` of them has none yet, and is not measured against it.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Final
from uuid import UUID

from fingerpost.procedure.calendar import LONDON
from fingerpost.site.unusual.thresholds import Thresholds

LOOKED: Final = "looked"
SEARCHED: Final = "searched"
REFUSED: Final = "refused"
GLASS: Final = "looked in an emergency"
ADDED: Final = frozenset({"created", "changed", "opened"})
_NAMES: Final = UUID("6f1d3c1e-52c5-4f0e-9a57-0f2a3f6c8a11")


@dataclass(frozen=True, slots=True)
class Look:
    """One entry of the ledger, as far as this reads it. `alike`: of a search, what is the same for the same name."""

    at: datetime
    user: UUID
    action: str
    organisation: UUID | None = None
    concern: UUID | None = None
    alike: str = ""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody’s role, and the last day that they work here, where that is known."""

    role: str
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class UnusualFinding:
    """That something was unusual on a day: of what kind, whose, how often, and how often usually (None: no habit).

    `subject` is the user, or stands for a name that nobody can read from it, where it is about what many did.
    """

    kind: str
    day: date
    subject: UUID
    users: tuple[UUID, ...]
    number: int
    usual: float | None = None
    concerns: frozenset[UUID] = frozenset()


@dataclass(slots=True)
class _Day:
    """What one user did on one day."""

    looks: int = 0
    late: int = 0
    concerns: set[UUID] = field(default_factory=set)
    refused: Counter[UUID] = field(default_factory=Counter)


def findings(
    looks: Iterable[Look],
    workers: Mapping[UUID, Worker],
    listed: Collection[tuple[UUID, UUID]],
    thresholds: Thresholds,
    first: date,
    last: date,
) -> list[UnusualFinding]:
    """Return what was unusual from `first` to `last`, the newest first.

    `looks`: from `history_days` before `first` on, in any order. `listed`: concerns with the organisations of which
    somebody is in them.
    """
    rows = sorted(looks, key=lambda look: look.at)
    days = _by_day(rows, thresholds)
    found = [
        *_names(rows, thresholds),
        *_colleagues(rows, listed, thresholds),
        *_refused(rows, days, thresholds),
        *_glass(rows, thresholds),
        *_against_habit(days, workers, thresholds, first),
    ]
    return sorted(
        (one for one in found if first <= one.day <= last),
        key=lambda one: (-one.day.toordinal(), one.kind, str(one.subject)),
    )


def is_late(at: datetime, thresholds: Thresholds) -> bool:
    """Whether a moment is outside the usual hours in London."""
    local = at.astimezone(LONDON)
    hours = thresholds.hours
    return local.isoweekday() in hours.not_on or not hours.first <= local.hour < hours.last


def _by_day(rows: Iterable[Look], thresholds: Thresholds) -> dict[UUID, dict[date, _Day]]:
    """Return what each user did on each day, in the order of the days."""
    found: dict[UUID, dict[date, _Day]] = defaultdict(dict)
    for look in rows:
        if look.action not in (LOOKED, SEARCHED, REFUSED):
            continue
        day = found[look.user].setdefault(_day(look), _Day())
        if look.action == REFUSED:
            if look.concern is not None:
                day.refused[look.concern] += 1
            continue
        day.looks += 1
        day.late += is_late(look.at, thresholds)
        if look.concern is not None:
            day.concerns.add(look.concern)
    return found


def _names(rows: Iterable[Look], thresholds: Thresholds) -> Iterator[UnusualFinding]:
    """Who searched for one name often, and for which name many did; what is the same is so within a month."""
    often, of_many = thresholds.kinds["same_name"], thresholds.kinds["name_of_many"]
    by_one: dict[tuple[str, UUID], list[date]] = defaultdict(list)
    by_many: dict[str, dict[UUID, None]] = defaultdict(dict)
    for look in rows:
        if look.action != SEARCHED or not look.alike:
            continue
        day = _day(look)
        searched = by_one[look.alike, look.user]
        reached = _is_often(searched, often)
        searched.append(day)
        if not reached and _is_often(searched, often):
            yield UnusualFinding("same_name", day, look.user, (look.user,), len(searched))
        people = by_many[look.alike]
        if look.user not in people:
            people[look.user] = None
            if len(people) == of_many["people"]:
                yield UnusualFinding("name_of_many", day, uuid.uuid5(_NAMES, look.alike), tuple(people), len(people))


def _is_often(days: list[date], often: Mapping[str, int]) -> bool:
    return len(days) >= often["searches"] and len(set(days)) >= often["days"]


def _colleagues(
    rows: list[Look], listed: Collection[tuple[UUID, UUID]], thresholds: Thresholds
) -> Iterator[UnusualFinding]:
    """Who looked at a concern in which somebody of their own organisation is, and never did any work in it."""
    there = set(listed)
    worked = {(look.user, look.concern) for look in rows if look.action in ADDED}
    counted: Counter[tuple[UUID, UUID]] = Counter()
    for look in rows:
        if look.action != LOOKED or look.concern is None or look.organisation is None:
            continue
        if (look.concern, look.organisation) not in there or (look.user, look.concern) in worked:
            continue
        counted[look.user, look.concern] += 1
        number = counted[look.user, look.concern]
        if number == thresholds.kinds["colleague"]["looks"]:
            yield UnusualFinding(
                "colleague", _day(look), look.user, (look.user,), number, None, frozenset({look.concern})
            )


def _refused(
    rows: Iterable[Look], days: Mapping[UUID, Mapping[date, _Day]], thresholds: Thresholds
) -> Iterator[UnusualFinding]:
    """Who asked for a concern that they once saw, again and again; and who asked for many that are nothing to them."""
    no_longer = thresholds.kinds["no_longer"]
    seen: set[tuple[UUID, UUID]] = set()
    asked: dict[tuple[UUID, UUID], list[datetime]] = defaultdict(list)
    for look in rows:
        if look.concern is None:
            continue
        key = (look.user, look.concern)
        if look.action == REFUSED and key in seen:
            since = look.at - timedelta(days=no_longer["within_days"])
            before = asked[key]
            asked[key] = [*(at for at in before if at > since), look.at]
            if len(asked[key]) == no_longer["times"]:
                number = len(asked[key])
                yield UnusualFinding(
                    "no_longer", _day(look), look.user, (look.user,), number, None, frozenset({look.concern})
                )
        elif look.action != REFUSED:
            seen.add(key)
    least = thresholds.kinds["knocking"]["concerns"]
    for user, of_user in days.items():
        for day, it in of_user.items():
            if len(it.refused) >= least:
                yield UnusualFinding("knocking", day, user, (user,), len(it.refused), None, frozenset(it.refused))


def _glass(rows: Iterable[Look], thresholds: Thresholds) -> Iterator[UnusualFinding]:
    """Who broke the glass: a finding a person and day."""
    found: dict[tuple[UUID, date], list[UUID | None]] = defaultdict(list)
    for look in rows:
        if look.action == GLASS:
            found[look.user, _day(look)].append(look.concern)
    for (user, day), concerns in found.items():
        yield UnusualFinding("glass", day, user, (user,), len(concerns), None, frozenset(it for it in concerns if it))


def _against_habit(
    days: Mapping[UUID, Mapping[date, _Day]], workers: Mapping[UUID, Worker], thresholds: Thresholds, first: date
) -> Iterator[UnusualFinding]:
    """Who looked out of hours, at very many concerns, or at many in their last days, against what they usually do."""
    by_role: dict[str, list[int]] = defaultdict(list)
    for user, of_user in days.items():
        role = workers[user].role if user in workers else ""
        by_role[role] += [len(it.concerns) for it in of_user.values() if it.concerns]
    usual_of_role = {role: float(median(counts)) for role, counts in by_role.items() if counts}
    for user, of_user in days.items():
        worker = workers.get(user, Worker(""))
        for day, it in of_user.items():
            if day < first or not it.looks:
                continue
            since = day - timedelta(days=thresholds.history_days)
            before = [other for when, other in of_user.items() if since <= when < day and other.looks]
            has_habit = len(before) >= thresholds.habit_days
            usual = float(median(len(other.concerns) for other in before)) if has_habit else None
            if has_habit:
                yield from _out_of_hours(user, day, it, before, thresholds)
            yield from _many(user, day, it, usual, usual_of_role.get(worker.role, 0.0), thresholds)
            if usual is not None and worker.last_day is not None:
                yield from _leaving(user, day, it, usual, worker.last_day, thresholds)


def _out_of_hours(
    user: UUID, day: date, it: _Day, before: Collection[_Day], thresholds: Thresholds
) -> Iterator[UnusualFinding]:
    said = thresholds.kinds["out_of_hours"]
    share = sum(other.late > 0 for other in before) / len(before)
    if it.late >= said["looks"] and share <= said["share"]:
        yield UnusualFinding("out_of_hours", day, user, (user,), it.late, float(median(other.late for other in before)))


def _many(
    user: UUID, day: date, it: _Day, usual: float | None, of_role: float, thresholds: Thresholds
) -> Iterator[UnusualFinding]:
    said, number = thresholds.kinds["many"], len(it.concerns)
    own = said["times_own"] * usual if usual is not None else 0
    if number >= max(said["least"], own, said["times_role"] * of_role):
        yield UnusualFinding("many", day, user, (user,), number, usual, frozenset(it.concerns))


def _leaving(
    user: UUID, day: date, it: _Day, usual: float, last_day: date, thresholds: Thresholds
) -> Iterator[UnusualFinding]:
    said, number = thresholds.kinds["leaving"], len(it.concerns)
    is_near = last_day - timedelta(days=said["last_days"]) < day <= last_day
    if is_near and number >= max(said["least"], said["times_own"] * usual):
        yield UnusualFinding("leaving", day, user, (user,), number, usual, frozenset(it.concerns))


def _day(look: Look) -> date:
    return look.at.astimezone(LONDON).date()
