"""A case: what is known of one concern at one moment. Immutable; only `reading` makes one from outside input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fingerpost.procedure.language.tree import PersonKind, Value


@dataclass(frozen=True, slots=True)
class Person:
    """A child, or an adult who is of interest. `facts` holds known answers only. `born`: given instead of an age."""

    id: str
    kind: PersonKind
    facts: Mapping[str, Value]
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event of the case. `at` is aware. `person` and `to` are None where the event names nobody."""

    type: str
    at: datetime
    person: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One concern. `facts` holds known answers only; a fact that is not there is unknown. Times are aware."""

    reported_at: datetime
    facts: Mapping[str, Value]
    people: tuple[Person, ...]
    events: tuple[Occurrence, ...]
    as_of: datetime
    procedure: str
