"""What the reader of cases has to know of a pack, in tables that check an ordinary answer by two look-ups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fingerpost.procedure.calendar import WorkingDays
from fingerpost.procedure.language.tree import Node, Scope, Value
from fingerpost.procedure.pack.model import Event, Fact, Pack

_KEPT = 16
_TYPES: dict[str, type] = {"bool": bool, "int": int, "enum": str}


@dataclass(frozen=True, slots=True)
class Answers:
    """What may be written under `facts` for one scope.

    `accepted`: for each fact its exact type and its values. `births`: the names of the birth dates that may be given
    instead of an age, each with that age.
    """

    accepted: dict[str, tuple[type, frozenset[Value]]]
    births: dict[str, Fact]

    def names(self) -> Iterator[str]:
        """Every key that may be written here, facts first."""
        yield from self.accepted
        yield from self.births


@dataclass(frozen=True, slots=True)
class Tables:
    """A pack as the reader of cases sees it. `contradictable`: facts to which a “no” can be wrong, and when."""

    name: str
    facts: dict[str, Fact]
    answers: dict[Scope, Answers]
    events: dict[str, Event]
    contradictable: tuple[tuple[Fact, Node], ...]
    horizon: date

    def scope_of(self, name: str) -> Scope | None:
        """The scope that a fact or the name of a birth date belongs to; None if there is no such."""
        return next((scope for scope, answers in self.answers.items() if name in answers.names()), None)


def tables_of(pack: Pack) -> Tables:
    """Return the tables of a pack, made once for each."""
    made = _made.get(id(pack))
    if made is None:
        if len(_made) >= _KEPT:
            _made.clear()
        made = _made[id(pack)] = (pack, _make(pack))
    return made[1]


# Keyed by identity, since a pack cannot be hashed; holding the pack keeps its identity from being used again.
_made: dict[int, tuple[Pack, Tables]] = {}


def _make(pack: Pack) -> Tables:
    scopes: tuple[Scope, ...] = ("concern", "child", "adult")
    answers = {scope: _answers(pack.facts_of(scope)) for scope in scopes}
    horizon = WorkingDays.of(pack.nation).horizon
    contradictable = tuple((fact, fact.true_when) for fact in pack.facts.values() if fact.true_when is not None)
    return Tables(pack.name, dict(pack.facts), answers, dict(pack.events), contradictable, horizon)


def _answers(facts: tuple[Fact, ...]) -> Answers:
    accepted = {fact.id: (_TYPES[fact.type], frozenset(fact.values)) for fact in facts}
    return Answers(accepted, {fact.birth_date: fact for fact in facts if fact.birth_date})
