"""What can take a provision away is what the pack says can, by name and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import z3

from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.model import Fact
from register.reading import Provision, register
from register.solver import PEOPLE, Cases

PACK = load_pack("e-safety@2017")
CASES = Cases(register())
DECIDED = [provision for provision in register().provisions if provision.condition is not None]


def graver_steps(fact: Fact, person: str) -> Iterator[tuple[z3.ExprRef, z3.ExprRef, z3.ExprRef]]:
    """A fact's variable with an answer and a graver one."""
    name = f"{person}.{fact.id}"
    if isinstance(fact.graver, bool):
        yield z3.Bool(name), z3.BoolVal(not fact.graver), z3.BoolVal(fact.graver)
    elif fact.graver is not None:
        # An age is its own place in its range.
        for low in range(len(fact.values) - 1):
            ages = z3.IntVal(low), z3.IntVal(low + 1)
            yield z3.Int(name), *(reversed(ages) if fact.graver == "lower" else ages)


def can_take_away(condition: z3.BoolRef, variable: z3.ExprRef, before: z3.ExprRef, after: z3.ExprRef) -> bool:
    """Whether in some case the condition holds, and no longer does with this one change."""
    held, holds = (z3.substitute(condition, (variable, value)) for value in (before, after))
    return bool(CASES.solver.check(held, z3.Not(holds)) == z3.sat)


def takes_away(provision: Provision) -> Iterator[str]:
    """The facts whose graver answer, and the events whose happening, can."""
    assert provision.condition is not None
    person = {"concern": "concern", "child": "c1", "adult": "a1"}[provision.about]
    condition = CASES.formula(provision.condition, person)
    for fact in PACK.facts.values():
        for somebody in ("concern",) if fact.scope == "concern" else PEOPLE[fact.scope]:
            if any(can_take_away(condition, *step) for step in graver_steps(fact, somebody)):
                yield fact.id
    for event in PACK.events.values():
        names = [f"{event.id} of {a}" for a in PEOPLE["adult"]] if event.about == "adult" else [event.id]
        for name in names:
            if can_take_away(condition, z3.Bool(f"{name} happened"), z3.BoolVal(False), z3.BoolVal(True)):
                yield event.id


@pytest.mark.parametrize("provision", DECIDED, ids=lambda provision: provision.id)
def test_a_provision_is_lowered_by_what_the_pack_names(provision: Provision) -> None:
    assert set(takes_away(provision)) == set(PACK.provisions[provision.id].lowered_by)


def test_every_fact_that_decides_says_which_answer_is_graver() -> None:
    """Where one works, and no other fact, is neither graver nor less so."""
    deciding = [fact for fact in PACK.facts.values() if not fact.record_only]
    assert [fact.id for fact in deciding if fact.graver is None] == ["setting"]
