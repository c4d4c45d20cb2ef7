"""What is on time, why something is late, and what a sample comes to: plain data in, plain data out.

No clock and no database. Days are days in London; how early or late something was is counted in calendar days.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median_low
from typing import Any, Final, Protocol
from uuid import UUID

from fingerpost.casework.referrals.clocks import CLOCKS, ReferralAwaited
from fingerpost.casework.referrals.rules import ACKNOWLEDGED, DECISIONS
from fingerpost.procedure.calendar import WorkingDays, london_day
from fingerpost.procedure.explaining.requirements import Clearance
from fingerpost.procedure.explaining.words import day_in_words

# ---- on time ---------------------------------------------------------------------------------------------------------


class Timing(StrEnum):
    """How something is against its day. `NO_DAY`: none was set, so it is neither in time nor late."""

    IN_TIME = "in_time"
    LATE = "late"
    OPEN_LATE = "open_late"
    NO_DAY = "no_day"


@dataclass(frozen=True, slots=True)
class Clocked:
    """One duty: its rule, the organisation that has it, when it was due, and when it was done (None: it is open)."""

    provision: str
    organisation: UUID
    due: date | None
    done: date | None

    @property
    def timing(self) -> Timing:
        """How it is against its day. An open one is given only once its day is over."""
        if self.done is None:
            return Timing.OPEN_LATE
        if self.due is None:
            return Timing.NO_DAY
        return Timing.IN_TIME if self.done <= self.due else Timing.LATE

    @property
    def days(self) -> int | None:
        """How many days after its day it was done; fewer than none: before. None where there are not two days."""
        return (self.done - self.due).days if self.done and self.due else None


@dataclass(frozen=True, slots=True)
class Summed:
    """How many were in time, late, are open and late, or have no day; and how early or late half of them were."""

    in_time: int = 0
    late: int = 0
    open_late: int = 0
    no_day: int = 0
    median: int | None = None

    @property
    def done(self) -> int:
        """How many were done."""
        return self.in_time + self.late + self.no_day


def summed(rows: Iterable[Clocked]) -> Summed:
    """Return what these come to. The median is of what was done and had a day; of two in the middle, the less."""
    rows = list(rows)
    counts = Counter(row.timing for row in rows)
    days = [row.days for row in rows if row.days is not None]
    return Summed(
        counts[Timing.IN_TIME],
        counts[Timing.LATE],
        counts[Timing.OPEN_LATE],
        counts[Timing.NO_DAY],
        median_low(days) if days else None,
    )


def weeks(rows: Iterable[Clocked], first: date, last: date) -> list[tuple[date, Summed]]:
    """Return each week that the period touches, by its Monday, with what was done in it: weeks without anything too."""
    by_week: dict[date, list[Clocked]] = {}
    monday = _monday(first)
    while monday <= last:
        by_week[monday] = []
        monday += timedelta(days=7)
    for row in rows:
        if row.done is not None and first <= row.done <= last:
            by_week[_monday(row.done)].append(row)
    return [(monday, summed(found)) for monday, found in by_week.items()]


def in_days(days: int) -> str:
    """Return how early or late in words: “2 days early”, “on the day”, “1 day late”."""
    if days == 0:
        return "on the day"
    return f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {'late' if days > 0 else 'early'}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


# ---- a referral's clocks ---------------------------------------------------------------------------------------------


class TimelinessKept(StrEnum):
    """How a referral is against one of its clocks."""

    IN_TIME = "in_time"
    LATE = "late"
    WAITING = "waiting"
    OVERDUE = "overdue"


class ReferralStepData(Protocol):
    """What is read of a referral's step."""

    kind: Any
    at: Any


STOPS: Final[Mapping[ReferralAwaited, frozenset[str]]] = {
    ReferralAwaited.ACKNOWLEDGEMENT: frozenset({ACKNOWLEDGED, "answered", *DECISIONS}),
    ReferralAwaited.DECISION: DECISIONS,
    ReferralAwaited.ANSWER: frozenset({"answered"}),
}
"""Which steps stop which clock. All of these start when the referral was sent; the first that stops one counts."""


def kept(
    sent_at: datetime, steps: Iterable[ReferralStepData], days: WorkingDays, today: date
) -> dict[ReferralAwaited, TimelinessKept]:
    """Return how a referral that was sent then is against each clock. Raises CalendarError past the known holidays."""
    steps = list(steps)
    found = {}
    for awaited, stops in STOPS.items():
        last = days.after(london_day(sent_at), CLOCKS[awaited].working_days)
        stopped = min((london_day(step.at) for step in steps if str(step.kind) in stops), default=None)
        if stopped is None:
            found[awaited] = TimelinessKept.OVERDUE if last < today else TimelinessKept.WAITING
        else:
            found[awaited] = TimelinessKept.IN_TIME if stopped <= last else TimelinessKept.LATE
    return found


# ---- why something is overdue ----------------------------------------------------------------------------------------


class Why(StrEnum):
    """Why a duty is overdue, as far as it is recorded."""

    LEARNED_LATE = "learned_late"
    PUT_OFF = "put_off"
    SECOND = "second"
    HELD = "held"
    ASK_FIRST = "ask_first"
    NOBODY = "nobody"
    LEFT = "left"
    AWAY = "away"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True, repr=False)
class Pause:
    """That somebody put a duty off or waived it: who, until when (None: for good), and the reason in their words."""

    who: str
    is_waiver: bool
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class Late:
    """What is recorded of an overdue duty.

    `appeared`: the day on which it became a duty here; `known`: since when what brings it was all known. `pause`: what
    put it off until a day that is over. `proposed`: a pause that a second person has not confirmed. `holder`: who holds
    it, in words; `queue`: the organisation in whose queue it is. `away_until`, `cover`: of a holder who is absent.
    """

    due: date
    queue: str
    appeared: date | None = None
    known: date | None = None
    pause: Pause | None = None
    proposed: Pause | None = None
    clearance: Clearance = Clearance.CLEAR
    holder: str = ""
    has_left: bool = False
    away_until: date | None = None
    cover: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class LateReason:
    """One reason, as a sentence."""

    why: Why
    sentence: str


def reasons(late: Late) -> list[LateReason]:
    """Return why a duty is overdue, from what is recorded of it; `Why.UNSAID` alone where nothing is."""
    found: list[LateReason] = []
    if late.appeared is not None and late.appeared > late.due:
        known = f"; all that brings it was known since {day_in_words(late.known)}" if late.known else ""
        said = f"It became a duty here on {day_in_words(late.appeared)}, when its day was over{known}."
        found.append(LateReason(Why.LEARNED_LATE, said))
    if late.pause is not None:
        over = " That day is over." if late.pause.until else ""
        found.append(LateReason(Why.PUT_OFF, f"{_paused(late.pause)}{over}"))
    if late.proposed is not None:
        said = f"{_paused(late.proposed)} A second person has not confirmed it, so it stays open."
        found.append(LateReason(Why.SECOND, said))
    if late.clearance is Clearance.WAIT:
        said = "An embargo holds it: somebody must not be told yet, and it waits until that is lifted."
        found.append(LateReason(Why.HELD, said))
    if late.clearance is Clearance.ASK_FIRST:
        said = "It has to be asked first whether somebody may be told: an embargo may be in force."
        found.append(LateReason(Why.ASK_FIRST, said))
    if late.holder and late.has_left:
        found.append(
            LateReason(Why.LEFT, f"{late.holder} held it, and is no longer there for it. It needs somebody else.")
        )
    elif not late.holder:
        found.append(LateReason(Why.NOBODY, f"Nobody holds it: it is in the queue of {late.queue}."))
    elif late.away_until is not None:
        cover = f" {late.cover} covers." if late.cover else ""
        found.append(LateReason(Why.AWAY, f"{late.holder} is away until {day_in_words(late.away_until)}.{cover}"))
    return found or [LateReason(Why.UNSAID, "No reason is recorded.")]


def _paused(pause: Pause) -> str:
    verb = "waived it" if pause.is_waiver else "put it off"
    until = f" until {day_in_words(pause.until)}" if pause.until else ""
    reason = pause.reason.strip()
    ended = reason if reason.endswith((".", "!", "?", "”")) else f"{reason}."
    return f"{pause.who} {verb}{until}: {ended}"


# ---- a dip sample ----------------------------------------------------------------------------------------------------


class SampleVerdict(StrEnum):
    """What somebody found when they looked at a concern again."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


def draw(candidates: Iterable[UUID], number: int, seed: str) -> list[UUID]:
    """Return `number` of these concerns, drawn by the seed; all, where there are no more.

    Each has a place that follows from the seed and its own id alone (SHA-256 of both), and those with the lowest are
    drawn. So anybody who sees the same concerns draws the same ones, in any order they come.
    """
    return sorted(set(candidates), key=lambda one: _place(seed, one))[:number]


def _place(seed: str, one: UUID) -> bytes:
    return hashlib.sha256(f"{seed}/{one}".encode()).digest()


class SampleFound(Protocol):
    """What is read of a finding; `models.Finding` says what each means."""

    sampled_id: Any
    question: Any
    answer: Any
    recorded_at: Any


def newest_findings[F: SampleFound](findings: Iterable[F]) -> dict[tuple[Any, str], F]:
    """Return the finding that counts for each concern and question: the one recorded last."""
    ordered = sorted(findings, key=lambda one: one.recorded_at)
    return {(one.sampled_id, str(one.question)): one for one in ordered}


def by_question(findings: Iterable[SampleFound], questions: Sequence[str]) -> dict[str, dict[SampleVerdict, int]]:
    """Return, for each question, how many of the findings that count give each answer."""
    counts = {question: dict.fromkeys(SampleVerdict, 0) for question in questions}
    for (_, question), one in newest_findings(findings).items():
        if question in counts:
            counts[question][SampleVerdict(one.answer)] += 1
    return counts
