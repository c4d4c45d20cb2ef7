"""The plan that a person reads, in its parts: what must not be done and what is due first, what may wait after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from fingerpost.procedure.calendar import LONDON, london_day
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.decision import Decision, Outcome
from fingerpost.procedure.explaining.words import (
    Called,
    about_line,
    answers_in_words,
    day_in_words,
    duty_line,
    joined,
    told_person,
)
from fingerpost.procedure.language.tree import Applies, walk
from fingerpost.procedure.pack.model import Pack, Provision


class Kind(Enum):
    """What a part of the plan asks for, in the order in which the parts are read."""

    DO_NOT = "Do not"
    OVERDUE = "Overdue since"
    TODAY = "Today:"
    NOW = "Now, no date set"
    BY_DATE = "By date:"
    CONSIDER = "Consider"
    ALSO = "Also"


_ORDER = list(Kind)
_UNDATED = {"must": Kind.NOW, "should": Kind.NOW, "consider": Kind.CONSIDER}


@dataclass(frozen=True, slots=True)
class Item:
    """One duty of the plan, for everybody for whom it is the same; all words are sentences.

    `waits` says what holds it back or may. `whose` is on whom it falls and about whom; `why` the reason, without
    “Because” and full stop; `rests_on` are the rules that the reason names.
    """

    provision: Provision
    outcomes: tuple[Outcome, ...]
    waits: tuple[str, ...]
    whose: str
    why: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Items under one heading, the reader's own first. `day` is there where they have a date."""

    kind: Kind
    day: date | None
    items: tuple[Item, ...]

    @property
    def heading(self) -> str:
        """`Today: Tuesday 24 November 2026`."""
        return f"{self.kind.value} {day_in_words(self.day)}" if self.day else self.kind.value


def today_of(case: Case) -> date:
    """Return the day on which the plan is read."""
    return max(london_day(case.as_of), london_day(case.reported_at))


def parts_of(pack: Pack, case: Case, decision: Decision, called: Called = str) -> list[Part]:
    """Return the parts of the plan of everything that applies, in reading order."""
    today = today_of(case)
    applying = [outcome for outcome in decision.outcomes if outcome.status == "applies"]
    writer = _Writer(pack, case, {outcome.provision for outcome in applying}, called)
    found: dict[tuple[Kind, date | None], list[list[Outcome]]] = {}
    for group in _grouped(applying):
        found.setdefault(_place(pack, group[0], today), []).append(group)
    return [
        Part(kind, day, tuple(map(writer.item, sorted(groups, key=writer.is_others))))
        for (kind, day), groups in sorted(found.items(), key=lambda item: _ORDER.index(item[0][0]))
    ]


def calm(decision: Decision, today: date) -> str:
    """Return what to say where nothing that is certain is due; empty where something is."""
    pressing = {one.status for one in decision.outcomes if one.due and one.due <= today}
    certain = [one for one in decision.outcomes if one.status == "applies"]
    if "applies" in pressing:
        return ""
    if any(one.modality in ("must", "should") and not one.due for one in certain):
        said = f"No date falls today, but what stands under “{Kind.NOW.value}” is due all the same."
    elif not certain:
        said = "Nothing is certain yet." if decision.outcomes else "No rule applies."
    else:
        said = "Nothing is due today."
    return f"{said} That may change with what is still to find out, below." if "depends" in pressing else said


def opening(case: Case, called: Called = str) -> str:
    """Return when the concern was reported, as of when it is planned, and who is in it."""
    reported = case.reported_at.astimezone(LONDON)
    moment = f"Plan for the concern reported on {day_in_words(reported.date())} at {reported:%H:%M}"
    if case.as_of != case.reported_at:
        as_of = case.as_of.astimezone(LONDON)
        moment += f", as things stood on {day_in_words(as_of.date())} at {as_of:%H:%M}"
    return f"{moment}. {_cast(case, called)}"


def is_grave(pack: Pack, outcome: Outcome) -> bool:
    """Whether an outcome cannot wait: it has a date, or says what must not be done."""
    return outcome.due is not None or pack.provisions[outcome.provision].kind == "prohibition"


def by_rule(outcomes: Iterable[Outcome]) -> list[list[Outcome]]:
    """Put the outcomes of a rule together, in the order of the first of each."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.provision, []).append(outcome)
    return list(groups.values())


def _cast(case: Case, called: Called) -> str:
    children = [called(person.id) for person in case.people if person.kind == "child"]
    adults = [called(person.id) for person in case.people if person.kind == "adult"]
    parts = [
        f"{one if len(people) == 1 else many}: {joined(people)}."
        for people, one, many in ((children, "Child", "Children"), (adults, "Adult", "Adults"))
        if people
    ]
    return " ".join(parts) or "Nobody is listed."


def _place(pack: Pack, outcome: Outcome, today: date) -> tuple[Kind, date | None]:
    if pack.provisions[outcome.provision].kind == "prohibition":
        return Kind.DO_NOT, None
    if not outcome.due:
        return _UNDATED.get(outcome.modality, Kind.ALSO), None
    kind = Kind.OVERDUE if outcome.due < today else Kind.TODAY if outcome.due == today else Kind.BY_DATE
    return kind, outcome.due


def _grouped(outcomes: Iterable[Outcome]) -> list[list[Outcome]]:
    """Put together what is the same duty for several people, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Outcome]] = {}
    for one in outcomes:
        key = (one.provision, one.due, tuple(one.held_by), tuple(one.may_be_held_by))
        groups.setdefault(key, []).append(one)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts a group of outcomes into words. `applying` are the rules that hold."""

    pack: Pack
    case: Case
    applying: set[str]
    called: Called

    def is_others(self, group: list[Outcome]) -> bool:
        """Whether the duty falls on somebody else than the reader."""
        who = self.pack.provisions[group[0].provision].who
        return bool(who) and not any(party in ("practitioner", "school", *self.case.facts.values()) for party in who)

    def item(self, group: list[Outcome]) -> Item:
        provision = self.pack.provisions[group[0].provision]
        rests_on = self._rests_on(provision)
        said = [duty_line(provision), about_line((one.about for one in group), self.called)]
        return Item(
            provision=provision,
            outcomes=tuple(group),
            waits=tuple(self._waits(provision, group)),
            whose=" ".join(filter(None, said)),
            why=self._why(provision, group, rests_on),
            rests_on=rests_on,
        )

    def _rests_on(self, provision: Provision) -> tuple[str, ...]:
        nodes = walk(provision.condition) if provision.condition else ()
        return tuple(node.provision for node in nodes if isinstance(node, Applies) and node.provision in self.applying)

    def _why(self, provision: Provision, group: list[Outcome], rests_on: Sequence[str]) -> str:
        """Return the reason in words: the rules it rests on, else the answers, else what has happened."""
        if rests_on:
            return f"{joined(rests_on)} {'applies' if len(rests_on) == 1 else 'apply'}"
        names = dict.fromkeys(name for one in group for name in one.because)
        return answers_in_words(self.pack, self.case, names, self.called) or provision.when.rstrip(".")

    def _waits(self, provision: Provision, group: list[Outcome]) -> Iterator[str]:
        """Yield what holds a duty back, and what may."""
        if provision.held_for is None:
            return
        told = joined(told_person(provision.held_for, one.about, self.called) for one in group)
        if held := group[0].held_by:
            rule, adults = _embargoes(held)
            about = joined(map(self.called, adults))
            yield f"Wait: {told} must not be told yet (embargo about {about}, rule {rule})."
        if may := group[0].may_be_held_by:
            rule, adults = _embargoes(may)
            yield f"Ask first whether {told} may be told: {self._possible(adults)} (rule {rule})."

    def _possible(self, adults: Sequence[str]) -> str:
        """Return why an embargo may stand, in words."""
        known = [self.called(adult) for adult in adults if adult != "unlisted"]
        parts = [f"{joined(known, 'or')} may be a suspect"] if known else []
        if "unlisted" in adults:
            parts.append("an adult who is not listed may be behind it")
        return joined(parts)


def _embargoes(names: Sequence[str]) -> tuple[str, list[str]]:
    """Return the rule that sets the embargoes, and whom they are about."""
    return names[0].rpartition("/")[0], [name.rpartition("/")[2] for name in names]
