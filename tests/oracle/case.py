"""A case as the contract describes it, from its plain, valid document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from oracle.completions import Value
from oracle.days import london_day
from register.language import Kind, Owner
from register.reading import Register

# The one more child who may be shown in the imagery, and whether all such are listed, are one thing: there is no such
# child if all are listed, otherwise there may be none or one, of any age. So this fact's values are these.
UNLISTED = "concern.all_depicted_children_listed"
ALL_LISTED: Value = "all are listed"
NOBODY_ELSE: Value = "not all, but no child is shown who is not listed"
AGES: tuple[Value, ...] = tuple(range(18))


@dataclass(frozen=True)
class Person:
    id: str
    kind: Kind


@dataclass(frozen=True)
class Case:
    """What is known, with everything that is not.

    `domains` has every fact of everybody, in order, with what it may be when nothing is said; `known`, in that order,
    what was said; `names`, under which name, where that is not the fact's own. `events` has what has happened, by type
    and person, with the earliest time; `told`, who may be told about which adult: pairs of adult and recipient.
    """

    reported_at: datetime
    people: tuple[Person, ...]
    domains: Mapping[str, tuple[Value, ...]]
    known: Mapping[str, tuple[Value, ...]]
    names: Mapping[str, str]
    events: Mapping[tuple[str, str | None], datetime]
    told: frozenset[tuple[str, str]]

    def of(self, kind: Kind) -> list[str]:
        return [person.id for person in self.people if person.kind == kind]

    def given(self, facts: Mapping[str, tuple[Value, ...]]) -> dict[str, tuple[Value, ...]]:
        """What every fact may be when only these are known."""
        return {**self.domains, **facts}


def age_on(day: date, born: date) -> int:
    """Somebody born on 29 February comes of an age on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _domain(fact: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
    return (ALL_LISTED, NOBODY_ELSE, *AGES) if fact == UNLISTED else values


def _known(fact: str, value: Value) -> tuple[Value, ...]:
    if fact != UNLISTED:
        return (value,)
    return (ALL_LISTED,) if value else (NOBODY_ELSE, *AGES)


def case_of(document: Mapping[str, Any], register: Register) -> Case:
    """Read a valid case."""
    reported_at = datetime.fromisoformat(document["reported_at"])
    said_of_people = document.get("people") or []
    said: list[tuple[str, Owner, Mapping[str, Any]]] = [("concern", "concern", document.get("facts") or {})]
    said += [(person["id"], person["kind"], person.get("facts") or {}) for person in said_of_people]

    domains: dict[str, tuple[Value, ...]] = {}
    known: dict[str, tuple[Value, ...]] = {}
    names: dict[str, str] = {}
    for id, owner, facts in said:
        for fact in register.facts_of(owner):
            key = f"{id}.{fact.id}"
            domains[key] = _domain(key, fact.values)
            value = facts.get(fact.id)
            if fact.id == "age" and facts.get("date_of_birth") is not None:
                value = age_on(london_day(reported_at), date.fromisoformat(facts["date_of_birth"]))
                names[key] = f"{id}.date_of_birth"
            if value is not None:
                known[key] = _known(key, value)

    listed = [(datetime.fromisoformat(event["at"]), event) for event in document.get("events") or []]
    given = document.get("as_of")
    as_of = datetime.fromisoformat(given) if given is not None else max([reported_at, *(at for at, _ in listed)])
    happened = [(at, event) for at, event in listed if at <= as_of]
    events: dict[tuple[str, str | None], datetime] = {}
    for at, event in happened:
        key_of_event = (event["type"], event.get("person"))
        events[key_of_event] = min(at, events.get(key_of_event, at))
    told = frozenset((event["person"], event["to"]) for _, event in happened if event["type"] == "disclosure_agreed")
    people = tuple(Person(person["id"], person["kind"]) for person in said_of_people)
    return Case(reported_at, people, domains, known, names, events, told)
