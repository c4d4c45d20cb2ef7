"""Whole cases at random, as the contract's documents: valid, and awkward as often as not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from oracle.days import london_day
from register.language import And, Is, Not, Or, Owner, Some, Tree, Value
from register.reading import EVENTS_WITH_A_RECIPIENT, PERSON_EVENTS, Fact, register

type Document = dict[str, Any]

ABSENT = "absent"
# How somebody may have answered, so that conditions are settled this way, that way and not at all. Each answer is drawn
# from one of these, and the first is the simplest.
MOODS: list[list[Any]] = [
    [ABSENT],
    [ABSENT, None, True, False],
    [ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, True, False],
    [False],
    [False, False, False, False, False, False, True, ABSENT],
    [True, True, True, False, ABSENT],
]
# A case often turns on one provision: for each fact of its condition, the answers that speak for it, drawn more often.
type Focus = Mapping[tuple[Owner, str], frozenset[Value]]


def speaking_for(tree: Tree, sign: bool = True) -> Iterator[tuple[tuple[Owner, str], frozenset[Value]]]:
    """The answers to each fact that help the condition to hold (or, with `sign` false, not to)."""
    match tree:
        case Is(owner, fact, values):
            domain = frozenset(register().vocabulary.facts[owner][fact])
            yield (owner, fact), values if sign else domain - values
        case Not(part):
            yield from speaking_for(part, not sign)
        case And(parts) | Or(parts):
            for part in parts:
                yield from speaking_for(part, sign)
        case Some(_, part):
            yield from speaking_for(part, sign)
        case _:
            return


CONDITIONS = [provision.condition for provision in register().provisions if provision.condition is not None]
FOCUSES: list[Focus] = [{}, *(dict(speaking_for(condition)) for condition in CONDITIONS)]
# Those that hold least often by chance come more often.
FOCUSES += [
    dict(speaking_for(condition)) for condition in CONDITIONS if isinstance(condition, And) and len(condition.parts) > 2
] * 10
IDS = ["c1", "c2", "c3", "a1", "a2", "a3", "c10", "Zoe", "7", "b-1", "é", "d.1"]
OFFSETS = [UTC, *(timezone(timedelta(hours=hours)) for hours in (1, 5.5, -8))]
TIMES_OF_DAY = ["14:05:00", "00:00:00", "00:30:00", "08:59:59", "22:59:59", "23:00:00", "23:30:00", "23:59:59"]
FIRST, LAST = date(2024, 3, 1), date(2027, 7, 31)
AWKWARD_DAYS = [
    date(2026, 11, 24),
    date(2024, 12, 20),
    date(2025, 3, 30),
    date(2025, 10, 26),
    date(2026, 12, 24),
    date(2026, 4, 2),
    date(2025, 2, 28),
    date(2025, 3, 1),
]


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    day = draw(st.sampled_from(AWKWARD_DAYS) | st.dates(FIRST, LAST))
    time = draw(st.sampled_from(TIMES_OF_DAY))
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC).astimezone(draw(st.sampled_from(OFFSETS)))


def written(moment: datetime) -> str:
    text = moment.isoformat()
    return text.replace("+00:00", "Z") if moment.second == 59 else text


@st.composite
def answers(draw: st.DrawFn, owner: Owner, reported: date, focus: Focus) -> Document:
    mood = draw(st.sampled_from(MOODS))
    facts: Document = {}
    for fact in register().facts_of(owner):
        wanted = sorted(focus.get((owner, fact.id), ()), reverse=True)
        answer = draw(st.sampled_from([*wanted[:1] * 6, False, ABSENT] if wanted else mood))
        if answer is None:
            facts[fact.id] = None
        elif answer != ABSENT:
            facts.update({fact.id: answer} if fact.type == "bool" else draw(other_answers(fact, reported, wanted)))
    return facts


@st.composite
def other_answers(draw: st.DrawFn, fact: Fact, reported: date, wanted: list[Value]) -> Document:
    """A fact that is not yes or no; instead of an age often a birth date, about a birthday as a rule."""
    values = wanted or ([12, 13, *fact.values] if fact.type == "int" else list(fact.values))
    value = draw(st.sampled_from(values))
    if fact.id != "age" or value == 17 or draw(st.booleans()):
        return {fact.id: value}
    born = birthday(reported, int(value)) + timedelta(days=draw(st.sampled_from([0, 1, -1, -364])))
    leap = date(born.year // 4 * 4, 2, 29)
    if draw(st.booleans()) and 0 <= (reported - leap).days < 6570:
        born = leap
    return {"date_of_birth": min(born, reported).isoformat()}


def birthday(day: date, years_ago: int) -> date:
    moved = day + timedelta(days=1) if (day.month, day.day) == (2, 29) else day
    return moved.replace(year=day.year - years_ago)


@st.composite
def events(draw: st.DrawFn, people: list[Document], reported_at: datetime) -> list[Document]:
    adults = [person["id"] for person in people if person["kind"] == "adult"]
    usable = [type for type in register().events if adults or type not in PERSON_EVENTS]
    decisive = ["viewing_decision", "assessment_started", "section47_started"]
    decisive += [*sorted(PERSON_EVENTS), "disclosure_agreed"] if adults else []
    found: list[Document] = []
    for _ in range(draw(st.integers(0, 6))):
        event: Document = {"type": draw(st.sampled_from(decisive) | st.sampled_from(usable))}
        if event["type"] in PERSON_EVENTS:
            event["person"] = draw(st.sampled_from(adults))
        if event["type"] in EVENTS_WITH_A_RECIPIENT:
            event["to"] = draw(st.sampled_from(recipients(people)))
        later = draw(st.sampled_from([0, 1, -1, 24, 36, -48, 200]) | st.integers(-1000, 1400))
        event["at"] = written(reported_at + timedelta(hours=later))
        found.append(event)
    return found


def recipients(people: list[Document]) -> list[str]:
    adults = [person["id"] for person in people if person["kind"] == "adult"]
    children = [person["id"] for person in people if person["kind"] == "child"]
    return [
        *(f"parents:{child}" for child in children),
        *children,
        *(f"partner:{adult}" for adult in adults),
        *adults,
        *(f"employer:{adult}" for adult in adults),
    ]


@st.composite
def cases(draw: st.DrawFn, children: int = 3, adults: int = 3) -> Document:
    """Up to so many children and adults, in any order."""
    reported_at = draw(moments())
    reported = london_day(reported_at)
    focus = draw(st.sampled_from(FOCUSES))
    kinds: list[Owner] = ["child" for _ in range(draw(st.integers(0, children)))]
    kinds += ["adult" for _ in range(draw(st.integers(0, adults)))]
    ids = draw(st.permutations(IDS))
    people = [
        {"id": id, "kind": kind, "facts": draw(answers(kind, reported, focus))}
        for id, kind in zip(ids, draw(st.permutations(kinds)), strict=False)
    ]
    happened = draw(events(people, reported_at))
    case: Document = {
        "reported_at": written(reported_at),
        "facts": draw(answers("concern", reported, focus)),
        "people": people,
        "events": happened,
    }
    moments_known = [reported_at, *(datetime.fromisoformat(event["at"]) for event in happened)]
    as_of = draw(st.none() | st.sampled_from(moments_known))
    if as_of is not None:
        case["as_of"] = written(as_of + timedelta(seconds=draw(st.sampled_from([0, -1, 1]))))
    for name in draw(st.sets(st.sampled_from(["facts", "people", "events"]))):
        if not case[name]:
            case[name] = draw(st.none())
    return case
