"""The plan that a person reads, in its parts: what must not be done and what is due first, what may wait after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from fingerpost.procedure.calendar import LONDON, london_day
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.explaining.requirements import Requirement
from fingerpost.procedure.explaining.words import Called, day_in_words, joined


class Kind(Enum):
    """What a part of the plan asks for, in the order in which the parts are read."""

    DO_NOT = "Do not"
    AT_ONCE = "Do it now: the chapter sets no day"
    OVERDUE = "Overdue since"
    TODAY = "Today:"
    NOW = "Now, no date set"
    BY_DATE = "By date:"
    CONSIDER = "Consider"
    ALSO = "Also"


_ORDER = list(Kind)
_UNDATED = {"must": Kind.NOW, "should": Kind.NOW, "consider": Kind.CONSIDER}


@dataclass(frozen=True, slots=True)
class Part:
    """Items under one heading, the reader's own first. `day` is there where they have a date."""

    kind: Kind
    day: date | None
    items: tuple[Requirement, ...]

    @property
    def heading(self) -> str:
        """`Today: Tuesday 24 November 2026`."""
        return f"{self.kind.value} {day_in_words(self.day)}" if self.day else self.kind.value


def today_of(case: Case) -> date:
    """Return the day on which the plan is read."""
    return max(london_day(case.as_of), london_day(case.reported_at))


def parts_of(requirements: Iterable[Requirement], case: Case) -> list[Part]:
    """Return the parts of the plan of everything that applies, in reading order."""
    today = today_of(case)
    found: dict[tuple[Kind, date | None], list[Requirement]] = {}
    for one in requirements:
        if one.status == "applies":
            found.setdefault(_place(one, today), []).append(one)
    return [
        Part(kind, day, tuple(sorted(items, key=lambda one: is_others(one, case))))
        for (kind, day), items in sorted(found.items(), key=lambda item: _ORDER.index(item[0][0]))
    ]


def calm(requirements: Sequence[Requirement], today: date) -> str:
    """Return what to say where nothing that is certain is due now; empty where something is."""
    pressing = {one.status for one in requirements if one.urgent or (one.due and one.due <= today)}
    certain = [one for one in requirements if one.status == "applies"]
    if "applies" in pressing:
        return ""
    if any(one.provision.modality in ("must", "should") and not one.due for one in certain):
        said = f"No date falls today, but what is listed under “{Kind.NOW.value}” is due all the same."
    elif not certain:
        said = "Nothing is certain yet." if requirements else "No rule applies."
    else:
        said = "Nothing is due today."
    return f"{said} That may change with what is still to find out, below." if "depends" in pressing else said


def opening(case: Case, called: Called = str) -> str:
    """Return when the concern was reported, as of when it is planned, and who is in it."""
    reported = case.reported_at.astimezone(LONDON)
    moment = f"Plan for the concern reported on {day_in_words(reported.date())} at {reported:%H:%M}"
    if case.as_of != case.reported_at:
        as_of = case.as_of.astimezone(LONDON)
        moment += f", as known on {day_in_words(as_of.date())} at {as_of:%H:%M}"
    return f"{moment}. {_cast(case, called)}"


def may_apply(requirements: Iterable[Requirement]) -> list[Requirement]:
    """Return what may turn out to apply, in the decision's order."""
    return [one for one in requirements if one.status == "depends"]


def _cast(case: Case, called: Called) -> str:
    children = [called(person.id) for person in case.people if person.kind == "child"]
    adults = [called(person.id) for person in case.people if person.kind == "adult"]
    parts = [
        f"{one if len(people) == 1 else many}: {joined(people)}."
        for people, one, many in ((children, "Child", "Children"), (adults, "Adult", "Adults"))
        if people
    ]
    return " ".join(parts) or "Nobody is listed."


def _place(one: Requirement, today: date) -> tuple[Kind, date | None]:
    if one.is_prohibition:
        return Kind.DO_NOT, None
    if one.urgent:
        return Kind.AT_ONCE, None
    if one.due is None:
        return _UNDATED.get(one.provision.modality, Kind.ALSO), None
    kind = Kind.OVERDUE if one.due < today else Kind.TODAY if one.due == today else Kind.BY_DATE
    return kind, one.due


def is_others(one: Requirement, case: Case) -> bool:
    """Whether the duty falls on somebody else than the reader."""
    return bool(one.who) and not any(party in ("practitioner", "school", *case.facts.values()) for party in one.who)
