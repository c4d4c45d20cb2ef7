"""The engine against the oracle on conditions that the chapter does not have, but another pack might.

In the chapter every fact pulls one way in each condition. Here facts pull both ways, people are spoken of with “all”,
and bounds come from both sides: whatever the engine makes of a condition's form, the answer must be as exact.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.library import load_pack
from oracle.cases import cases
from oracle.conditions import rewritten_packs
from oracle.deciding import expected
from register.reading import register

PACK = load_pack("e-safety@2017")


@settings(max_examples=3 * settings().max_examples)
@given(st.data())
def test_any_condition_is_decided_exactly(data: st.DataObject) -> None:
    pack, rules = data.draw(rewritten_packs(PACK, register()))
    case = data.draw(cases(children=2, adults=2))
    document = decide(pack, case_from(case, pack)).document()
    oracle = expected(case, rules)
    assert document["outcomes"] == oracle.outcomes
    questions = document["questions"]
    assert isinstance(questions, list)
    assert {question["fact"]: frozenset(question["settles"]) for question in questions} == oracle.questions
