"""What the guide's pages say of answers and plans: lists of words, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from fingerpost.guide.answers import TICKED, called
from fingerpost.guide.visit import Visit
from fingerpost.procedure.calendar import LONDON, date_in_words
from fingerpost.procedure.explaining.plan import Kind, Part, calm, parts_of, today_of
from fingerpost.procedure.explaining.words import answer_in_words, capital, day_in_words, label, told_person

_FIRST = (Kind.DO_NOT, Kind.AT_ONCE, Kind.OVERDUE, Kind.TODAY)


@dataclass(frozen=True, slots=True)
class Beside:
    """The plan so far in short: what cannot wait in full, how much there is of the rest."""

    pressing: list[Part]
    calm: str
    others: int
    aware: str


def beside(visit: Visit) -> Beside | None:
    """Return the plan so far; None before anything was said."""
    if visit.answers is None:
        return None
    requirements = visit.requirements
    parts = parts_of(requirements, visit.case)
    aware = visit.given.aware_at.astimezone(LONDON)
    return Beside(
        pressing=[part for part in parts if part.kind in _FIRST],
        calm="" if visit.do_now.acts or visit.do_now.asks else calm(requirements, today_of(visit.case)),
        others=sum(len(part.items) for part in parts if part.kind not in _FIRST),
        aware=f"{day_in_words(aware.date())} at {aware:%H:%M}",
    )


def said_of(visit: Visit, person: str) -> str:
    """Return what was said of somebody so far: `Age: 14; shown in the imagery`."""
    said = []
    for name, given in visit.given.given.items():
        owner, _, fact = name.rpartition(".")
        if owner == person and given.value not in (None, False):
            known = visit.pack.facts.get(fact)
            said.append(known.short if known and given.value is True else _answer(visit, fact, given.value))
    return capital("; ".join(said))


def ticks_said(visit: Visit) -> list[tuple[str, str]]:
    """Return what was ticked, each with what it says outright and is not asked again."""
    facts = visit.pack.facts
    return [
        (tick.text, "; ".join(facts[name].short for name in tick.answers)) for tick in visit.asking.ticked(visit.given)
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in the list: the question in short, the answer, and the page to change it on."""

    key: str
    value: str
    page: int

    @property
    def is_tick(self) -> bool:
        """Whether it was ticked under “What has happened?”."""
        return self.page == TICKED


@dataclass(frozen=True, slots=True)
class Owned:
    """Everything that was said of the concern, or of one person."""

    called: str
    said: list[Said] = field(default_factory=list)


def what_was_said(visit: Visit) -> list[Owned]:
    """Return the answers, of the concern first."""
    owners = {"concern": Owned("What has happened"), **{person: Owned(called(person)) for person in visit.given.people}}
    for name, given in visit.given.given.items():
        owner, _, fact = name.rpartition(".")
        known = visit.pack.facts.get(fact)
        key = capital(known.short if known else label(fact))
        owners[owner].said.append(Said(key, _value(visit, fact, given.value), given.page))
    return [owned for owned in owners.values() if owned.said]


def happenings(visit: Visit) -> list[tuple[str, str]]:
    """Return what has happened since, in words, with the place of each."""
    found = []
    for place, event in enumerate(visit.given.events):
        at = event.at.astimezone(LONDON)
        whom = f"{called(event.person)}: " if event.person else ""
        text = visit.pack.events[event.type].text.rstrip()
        to = ""
        if event.to:
            relation, colon, person = event.to.rpartition(":")
            to = f" ({told_person(relation + colon, person, called)})"
        found.append((str(place), f"{whom}{text}{to} {day_in_words(at.date())}, {at:%H:%M}."))
    return found


def _answer(visit: Visit, fact: str, value: object) -> str:
    if fact in visit.pack.facts:
        return answer_in_words(visit.pack.facts[fact], value)
    return f"{label(fact)}: {_value(visit, fact, value)}"


def _value(visit: Visit, fact: str, value: object) -> str:
    match value:
        case None:
            return "I don’t know"
        case bool():
            return "Yes" if value else "No"
        case date():
            return date_in_words(value)
        case _:
            return visit.pack.facts[fact].labels.get(str(value), str(value))
