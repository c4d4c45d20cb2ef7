"""Until when a concern is kept, what keeps it longer, and when two people have agreed. Pure: plain data in and out.

What is not known stays so: a date of birth that nobody recorded makes no concern due, and is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from fingerpost.disposal.schedule import From, RetentionRule, RetentionScope, Schedule

WAITING: Final = timedelta(days=14)
"""How long after it was confirmed anybody who manages the concern can still take a disposal back."""


@dataclass(frozen=True, slots=True)
class RetentionFacts:
    """What is known of a concern: days in London. A birth that nobody recorded is None, one for each person.

    `sexual_abuse` and `works_with_children` None: not known. `adults` are those a concern is about. `is_request`:
    it is no concern but somebody's request for what is held on them, and was closed on the day that it was answered.
    """

    closed: date | None
    told: date | None
    children: tuple[date | None, ...] = ()
    adults: tuple[date | None, ...] = ()
    sexual_abuse: bool | None = None
    works_with_children: bool | None = None
    is_request: bool = False


@dataclass(frozen=True, slots=True)
class KeptUntil:
    """One rule that keeps a concern: until `until`, or unknown for what is `missing`. `surely`: it applies."""

    rule: RetentionRule
    surely: bool
    until: date | None
    counted_from: date | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class RetentionPeriod:
    """Until when a concern is kept: what each rule says that applies or may apply."""

    kept: tuple[KeptUntil, ...]

    @property
    def last(self) -> KeptUntil | None:
        """The rule that keeps it longest, of those that surely apply and whose day is known."""
        known = [one for one in self.kept if one.surely and one.until]
        return max(known, key=lambda one: one.until or date.min, default=None)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not known and could make the day later, each once."""
        return tuple(dict.fromkeys(one.missing for one in self.kept if one.missing and self._could_be_later(one)))

    def _could_be_later(self, one: KeptUntil) -> bool:
        last = self.last
        return one.until is None or last is None or last.until is None or one.until > last.until

    def is_due(self, day: date) -> bool | None:
        """Whether it is due on a day: False if it surely is not, None if that depends on what is missing."""
        last = self.last
        if last is not None and last.until is not None and last.until > day:
            return False
        if last is None or any(one.until is None or one.until > day for one in self.kept):
            return None
        return True


def reckon(known: RetentionFacts, rules: Iterable[RetentionRule]) -> RetentionPeriod:
    """Return what each rule says that applies or may apply."""
    return RetentionPeriod(tuple(_kept(rule, known) for rule in rules if _applies(rule.applies, known) is not False))


def _kept(rule: RetentionRule, known: RetentionFacts) -> KeptUntil:
    applies = _applies(rule.applies, known)
    begins, missing = _counted_from(rule.counted, known)
    until = after(begins, rule.years) if begins else None
    said = missing or ("" if applies else _UNCLEAR[rule.applies])
    return KeptUntil(rule, bool(applies), until, begins, said)


_UNCLEAR: Final = {
    RetentionScope.SEXUAL_ABUSE: "whether it is about the sexual abuse of a child",
    RetentionScope.WORKS_WITH_CHILDREN: "whether the suspected adult works with children",
}


def _applies(applies: RetentionScope, known: RetentionFacts) -> bool | None:
    if known.is_request:
        return applies is RetentionScope.REQUEST
    match applies:
        case RetentionScope.REQUEST:
            return False
        case RetentionScope.ALWAYS:
            return True
        case RetentionScope.CHILD:
            return bool(known.children)
        case RetentionScope.NO_CHILD:
            return not known.children
        case RetentionScope.SEXUAL_ABUSE:
            return known.sexual_abuse
        case RetentionScope.WORKS_WITH_CHILDREN:
            return known.works_with_children


def _counted_from(counted: From, known: RetentionFacts) -> tuple[date | None, str]:
    """Return the day that a period is counted from; or none, and what is missing."""
    match counted:
        case From.CLOSING:
            ended = "answered" if known.is_request else "closed"
            return known.closed, "" if known.closed else f"the day on which it was {ended}"
        case From.TOLD:
            return known.told, "" if known.told else "the day on which it was told"
        case From.CHILD_BIRTH:
            return _last(known.children, "a child")
        case From.ADULT_BIRTH:
            return _last(known.adults, "a suspected adult")


def _last(births: Sequence[date | None], whose: str) -> tuple[date | None, str]:
    found = [birth for birth in births if birth is not None]
    if not births or len(found) < len(births):
        return None, f"the date of birth of {whose}"
    return max(found), ""


def after(day: date, years: int) -> date:
    """Return the same day so many years later; after 29 February, 1 March in years without it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


# ---- what is in the way ----------------------------------------------------------------------------------------------


class Obstacle(StrEnum):
    """A reason not to dispose of a concern."""

    OPEN = "it is not closed"
    UNANSWERED = "it is not answered"
    NOT_DUE = "the day has not come until which it is kept"
    UNKNOWN = "nobody can say until when it is kept"
    HELD = "a legal hold is in force"
    PRESERVED = "records of its kind are preserved"
    DUTIES = "duties are open"
    LIKENESSES = "nobody has said whether two people are the same"


@dataclass(frozen=True, slots=True)
class LegalHold:
    """A legal hold: in force from `since` until `until` (None: until it is released), unless somebody released it."""

    id: UUID
    since: date
    until: date | None = None
    released: bool = False

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day, its last day included. One that begins later holds now too:
        what somebody means to keep is not destroyed in the days before."""
        return not self.released and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open duties and unanswered likenesses there are, and what other rooms have against it, in words."""

    duties: int = 0
    likenesses: int = 0
    others: tuple[str, ...] = ()


def obstacles(
    known: RetentionFacts,
    reckoned: RetentionPeriod,
    holds: Iterable[LegalHold],
    counts: Counts,
    schedule: Schedule,
    day: date,
) -> list[str]:
    """Return every reason not to dispose of a concern on a day, in words; an empty list when there is none."""
    due = reckoned.is_due(day)
    may_apply = {one.rule.id for one in reckoned.kept}
    found: Mapping[Obstacle, bool] = {
        Obstacle.OPEN: known.closed is None and not known.is_request,
        Obstacle.UNANSWERED: known.closed is None and known.is_request,
        Obstacle.NOT_DUE: due is False,
        Obstacle.UNKNOWN: due is None and known.closed is not None,
        Obstacle.HELD: any(hold.holds(day) for hold in holds),
        Obstacle.PRESERVED: any(one.holds(day) and one.over & may_apply for one in schedule.preservations),
        Obstacle.DUTIES: counts.duties > 0,
        Obstacle.LIKENESSES: counts.likenesses > 0,
    }
    return [*(str(obstacle) for obstacle, stands in found.items() if stands), *counts.others]


# ---- two people ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DecidingPerson:
    """A membership, and whose it is."""

    membership: UUID
    user: UUID


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal in one part of a concern, with what became of it."""

    id: UUID
    part: str
    by: DecidingPerson
    at: datetime
    confirmed: tuple[tuple[DecidingPerson, datetime], ...] = ()
    withdrawn: bool = False

    @property
    def second(self) -> tuple[DecidingPerson, datetime] | None:
        """Who confirmed it first, and when: another person, in another membership."""
        return next(
            (
                (who, at)
                for who, at in sorted(self.confirmed, key=lambda one: one[1])
                if who.user != self.by.user and who.membership != self.by.membership
            ),
            None,
        )

    def ripe_at(self) -> datetime | None:
        """Return when a confirmed proposal may be carried out; None where it was not confirmed, or was taken back."""
        second = self.second
        return None if second is None or self.withdrawn else second[1] + WAITING


def standing(proposals: Iterable[Proposed]) -> list[Proposed]:
    """Return the proposals that nobody has taken back."""
    return [one for one in proposals if not one.withdrawn]


def agreed(proposals: Iterable[Proposed], now: datetime) -> Iterator[Proposed]:
    """Return the proposals that two people have agreed on and for which the time of waiting is over."""
    for one in proposals:
        ripe = one.ripe_at()
        if ripe is not None and ripe <= now:
            yield one


def may_be_destroyed(
    parts: Iterable[str], proposals: Iterable[Proposed], holds: Iterable[LegalHold], at: datetime, day: date
) -> bool:
    """Whether every part of a concern has been agreed on, and nothing holds it. The guard says the same in SQL."""
    known = frozenset(parts)
    return (
        bool(known)
        and known <= {one.part for one in agreed(proposals, at)}
        and not any(hold.holds(day) for hold in holds)
    )
