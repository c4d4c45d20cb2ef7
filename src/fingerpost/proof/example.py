"""The smallest case that shows something: as few people, events and answers as will do, as a document to be decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import z3

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.space import CONCERN, Owner, Space

REPORTED = "2026-03-02T09:00:00+00:00"
HAPPENED = "2026-03-03T09:00:00+00:00"
"""An ordinary Monday, and the day after: examples say when, since a case has to."""
_FIRST = datetime.fromisoformat(HAPPENED)

Document = dict[str, Any]

_PERSON, _EVENT, _ANSWER = 100, 3, 1
"""What a part of a case weighs: fewer people before fewer events before fewer answers."""


@dataclass(frozen=True)
class Example:
    """A case, and what deciding it says of the outcomes in question: `2.1-strategy/c1` is `applies`, `depends` or None.

    All of it is the engine's, not the solver's: each example has been decided. What holds an outcome back is kept apart
    from what may hold it back.
    """

    case: Document
    says: Mapping[str, str | None]
    due: Mapping[str, str | None]
    held_by: Mapping[str, Sequence[str]]
    may_be_held_by: Mapping[str, Sequence[str]]
    modality: Mapping[str, str | None]
    to: Mapping[str, Sequence[str]]


def smallest(space: Space, *claims: z3.BoolRef) -> z3.ModelRef | None:
    """The smallest case in which all of this is so, None where there is none."""
    solver = z3.Optimize(ctx=space.context)
    solver.add(*space.rules, *claims)
    for owner in space.everybody():
        solver.add_soft(z3.Not(space.listed(owner)), _PERSON)
    for _, _, happened in space.happenings():
        solver.add_soft(z3.Not(happened), _EVENT)
    for _, _, variable in space.said():
        solver.add_soft(z3.Not(variable.known), _ANSWER)
    return solver.model() if solver.check() == z3.sat else None


def document(
    space: Space, model: z3.ModelRef, pack: Pack, symbols: Mapping[str, str], *, apart: bool = False
) -> Document:
    """The case of a model as this pack would be told it: only what the pack asks.

    `apart`: each kind of event happened on a day of its own, the same in every pack of the space.
    """
    kinds = list(space.words.events)
    facts = {symbol: fact for fact, symbol in symbols.items()}
    there = [owner for owner in space.everybody() if _true(model, space.listed(owner))]
    answers: dict[Owner, dict[str, Any]] = {CONCERN: {}, **{owner: {} for owner in there}}
    for owner, symbol, variable in space.said():
        if owner in answers and symbol in facts and _true(model, variable.known):
            answers[owner][facts[symbol]] = _value(model, variable.value, variable.values)
    events = []
    for owner, event, happened in space.happenings():
        asked = event in pack.events and pack.events[event].about == owner.kind
        if owner in answers and asked and _true(model, happened):
            at = (_FIRST + timedelta(days=kinds.index(event))).isoformat() if apart else HAPPENED
            entry = {"type": event, "at": at}
            if owner != CONCERN:
                entry["person"] = name_of(owner)
            if pack.events[event].to:
                entry["to"] = name_of(owner)
            events.append(entry)
    order = {fact: place for place, fact in enumerate(pack.facts)}
    people = [{"id": name_of(one), "kind": one.kind, "facts": _ordered(answers[one], order)} for one in there]
    found: Document = {"reported_at": REPORTED, "facts": _ordered(answers[CONCERN], order), "people": people}
    if events:
        found["events"] = sorted(events, key=lambda event: (event["type"], event.get("person", "")))
    return {**found, "procedure": pack.name}


def name_of(owner: Owner) -> str:
    """What the concern or a person is called in a document: concern, c1, c2, a1. People are listed without gaps."""
    return "concern" if owner == CONCERN else f"{owner.kind[0]}{owner.place + 1}"


def decided(pack: Pack, case: Document, outcomes: Sequence[str]) -> Example:
    """The case with what the engine says of some outcomes, such as `2.1-strategy/c1`."""
    decision = engine_for(pack).decide(case_from(case, pack))
    found = {f"{one.provision}/{one.about}": one for one in decision.outcomes}
    return Example(
        case,
        {name: found[name].status if name in found else None for name in outcomes},
        {name: str(due) if name in found and (due := found[name].due) else None for name in outcomes},
        {name: found[name].held_by if name in found else [] for name in outcomes},
        {name: found[name].may_be_held_by if name in found else [] for name in outcomes},
        {name: found[name].modality if name in found else None for name in outcomes},
        {name: found[name].to if name in found else [] for name in outcomes},
    )


def _true(model: z3.ModelRef, variable: z3.BoolRef) -> bool:
    return bool(z3.is_true(model.eval(variable, model_completion=True)))


def _value(model: z3.ModelRef, value: z3.ExprRef, values: Sequence[Any]) -> Any:
    found = model.eval(value, model_completion=True)
    return z3.is_true(found) if isinstance(found, z3.BoolRef) else values[found.as_long()]


def _ordered(answers: Mapping[str, Any], order: Mapping[str, int]) -> dict[str, Any]:
    return dict(sorted(answers.items(), key=lambda answer: order[answer[0]]))
