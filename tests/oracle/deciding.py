"""The whole answer that the contract asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from oracle.case import ALL_LISTED, UNLISTED, Case, case_of
from oracle.completions import Ground, Leaf, can_be, can_change, either, every, mentioned, negation
from oracle.days import london_day, working_day_after
from register.language import And, Event, Is, Not, Or, Some, Tree, UnlistedChild
from register.reading import Provision, Register

EMBARGO = "2.2-no-disclosure"
UNLISTED_ADULT = "adult_involved or any(child: groomed_by_adult)"
MODALITIES = ["must_not", "must", "should", "consider", "may", "informs"]


@dataclass(frozen=True)
class Expected:
    """`outcomes` as in the document. `questions`: each fact with the outcomes that it settles, for which the contract
    sets no order but this: `urgent`, those that bear on an undecided same-day duty or prohibition, come first."""

    outcomes: list[dict[str, Any]]
    questions: Mapping[str, frozenset[str]]
    urgent: frozenset[str]


@dataclass(frozen=True)
class _Decided:
    provision: Provision
    about: str
    place: tuple[int, int]  # the register's order, then the person's in the case
    applies: bool
    due: date | None
    because: list[str]
    depends_on: list[str]


def expected(document: Mapping[str, Any], register: Register) -> Expected:
    """Decide a valid case."""
    case = case_of(document, register)
    decided = sorted(_all_decided(case, register), key=_order)
    outcomes = [_outcome(one, case, decided, register) for one in decided]
    questions: dict[str, set[str]] = {}
    urgent: set[str] = set()
    for one in decided:
        for fact in one.depends_on:
            if fact not in case.known:
                questions.setdefault(fact, set()).add(f"{one.provision.id}/{one.about}")
                if one.provision.by == "same_day" or one.provision.kind == "prohibition":
                    urgent.add(fact)
    return Expected(outcomes, {fact: frozenset(settles) for fact, settles in questions.items()}, frozenset(urgent))


def _all_decided(case: Case, register: Register) -> list[_Decided]:
    found = []
    for number, provision in enumerate(register.provisions):
        if provision.condition is None:
            continue
        for place, about in enumerate(_subjects(provision, case)):
            ground = ground_for(provision.condition, about, case)
            one = _decide(provision, about, (number, place), ground, case)
            if one is not None:
                found.append(one)
    return found


def _subjects(provision: Provision, case: Case) -> list[str]:
    if provision.about == "child":
        return case.of("child")
    if provision.about == "adult":
        return case.of("adult")
    assert provision.about == "concern"
    return ["concern"]


def ground_for(tree: Tree, person: str, case: Case) -> Ground:
    """The condition about this person (or the concern), spelled out for the people whom the case lists."""
    match tree:
        case Is(owner, fact, values):
            key = f"concern.{fact}" if owner == "concern" else f"{person}.{fact}"
            if key == UNLISTED:
                return either(
                    Leaf(key, frozenset(v for v in case.domains[key] if (v == ALL_LISTED) is value))
                    for value in (True, False)
                    if value in values
                )
            return Leaf(key, values)
        case Event(owner, type):
            return (type, None if owner == "concern" else person) in case.events
        case Not(part):
            return negation(ground_for(part, person, case))
        case And(parts):
            return every(ground_for(part, person, case) for part in parts)
        case Or(parts):
            return either(ground_for(part, person, case) for part in parts)
        case Some(kind, part):
            return either(ground_for(part, somebody, case) for somebody in case.of(kind))
        case UnlistedChild(ages):
            return Leaf(UNLISTED, ages)


def _decide(provision: Provision, about: str, place: tuple[int, int], ground: Ground, case: Case) -> _Decided | None:
    possible = case.given(case.known)
    if not can_be(True, ground, possible):
        return None
    applies = not can_be(False, ground, possible)
    return _Decided(
        provision=provision,
        about=about,
        place=place,
        applies=applies,
        due=_due(provision, about, case),
        because=_because(ground, case) if applies else [],
        depends_on=[] if applies else _depends_on(ground, case),
    )


def _because(ground: Ground, case: Case) -> list[str]:
    """Leave out, from the last to the first, each known fact without which the rest still suffice."""
    about_it = mentioned(ground)  # the rest suffice without a fact that is not mentioned
    kept = {fact: values for fact, values in case.known.items() if fact in about_it}
    for fact in reversed(list(kept)):
        rest = {other: values for other, values in kept.items() if other != fact}
        if not can_be(False, ground, case.given(rest)):
            kept = rest
    return [case.names.get(fact, fact) for fact in kept]


def _depends_on(ground: Ground, case: Case) -> list[str]:
    possible = case.given(case.known)
    about_it = mentioned(ground)
    return [
        fact
        for fact in case.domains
        if fact in about_it and len(possible[fact]) > 1 and can_change(ground, fact, possible)
    ]


def _due(provision: Provision, about: str, case: Case) -> date | None:
    if provision.due is None:
        return None
    start = case.reported_at
    if provision.due.event is not None:
        start = case.events[provision.due.event, None if about == "concern" else about]
    return working_day_after(london_day(start), provision.due.working_days)


def _order(one: _Decided) -> tuple[bool, bool, date, int, tuple[int, int]]:
    return (
        one.provision.kind != "prohibition",
        one.due is None,
        one.due or date.max,
        MODALITIES.index(one.provision.modality),
        one.place,
    )


def _outcome(one: _Decided, case: Case, decided: list[_Decided], register: Register) -> dict[str, Any]:
    held_by, may_be_held_by = _held(one, case, decided, register)
    return {
        "provision": one.provision.id,
        "about": one.about,
        "status": "applies" if one.applies else "depends",
        "modality": one.provision.modality,
        "due": one.due.isoformat() if one.due is not None else None,
        "because": one.because,
        "depends_on": one.depends_on,
        "to": list(one.provision.to),
        "held_by": held_by,
        "may_be_held_by": may_be_held_by,
    }


def _held(one: _Decided, case: Case, decided: list[_Decided], register: Register) -> tuple[list[str], list[str]]:
    if one.provision.held_for is None:
        return [], []
    # "c" and "a" are the person whom the duty is about; "parents:c" and "partner:a" theirs.
    relation, _, person = one.provision.held_for.rpartition(":")
    assert person in ("a", "c")
    recipient = f"{relation}:{one.about}" if relation else one.about
    applies = {embargo.about: embargo.applies for embargo in decided if embargo.provision.id == EMBARGO}
    standing = {
        adult: applies[adult] for adult in case.of("adult") if adult in applies and (adult, recipient) not in case.told
    }
    held_by = [f"{EMBARGO}/{adult}" for adult, certain in standing.items() if certain]
    may_be_held_by = [f"{EMBARGO}/{adult}" for adult, certain in standing.items() if not certain]
    unlisted = ground_for(register.condition(UNLISTED_ADULT), "concern", case)
    if can_be(True, unlisted, case.given(case.known)) and not any(applies.values()):
        may_be_held_by.append(f"{EMBARGO}/unlisted")
    return held_by, may_be_held_by
