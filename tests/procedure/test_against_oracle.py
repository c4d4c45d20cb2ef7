"""The engine against the oracle, and against what must hold of every decision, over whole cases at random."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.decision import Decision, Outcome
from fingerpost.procedure.pack.library import load_pack
from oracle import editing
from oracle.cases import Document, cases
from oracle.deciding import expected
from register.reading import Fact, register

PACK = load_pack("e-safety@2017")

# A child born on 29 February, on the last day of 12 and on the first of 13, as the ground that turns on it.
LEAP_CHILD = {"id": "c1", "kind": "child", "facts": {"date_of_birth": "2012-02-29", "depicted": True}}
LEAP_CASES = [
    {
        "reported_at": f"{day}T12:00:00+00:00",
        "facts": {"youth_produced_imagery": True, "sexual_acts": True, "all_depicted_children_listed": True},
        "people": [LEAP_CHILD],
    }
    for day in ("2025-02-28", "2025-03-01")
]

# The comparison that says most is drawn most often; a test that decides a case hundreds of times, less.
MANY = settings(max_examples=4 * settings().max_examples)
FEWER = settings(max_examples=max(1, settings().max_examples // 2))


def decided(case: Document) -> Decision:
    return decide(PACK, case_from(case, PACK))


def by_name(decision: Decision) -> dict[tuple[str, str], Outcome]:
    return {(outcome.provision, outcome.about): outcome for outcome in decision.outcomes}


@MANY
@example(LEAP_CASES[0])
@example(LEAP_CASES[1])
@given(cases())
def test_the_engine_answers_as_the_oracle(case: Document) -> None:
    document: dict[str, Any] = decided(case).document()
    oracle = expected(case, register())
    assert document["outcomes"] == oracle.outcomes
    assert document["procedure"] == {"id": "e-safety", "version": "2017", "digest": PACK.digest}

    questions = document["questions"]
    assert {question["fact"]: frozenset(question["settles"]) for question in questions} == oracle.questions
    assert len(questions) == len(oracle.questions)
    for question in questions:
        assert len(question["settles"]) == len(set(question["settles"]))
        assert question["ask"] == PACK.facts[question["fact"].rpartition(".")[2]].ask
    urgent = [question["fact"] in oracle.urgent for question in questions]
    assert urgent == sorted(urgent, reverse=True)


@FEWER
@given(cases())
def test_learning_a_fact_never_unsettles_what_is_settled(case: Document) -> None:
    before = by_name(decided(case))
    settled = {name for name, outcome in before.items() if outcome.status == "applies"}
    for place, fact in editing.unknown_facts(case):
        for value in values_to_try(fact):
            after = by_name(decided(editing.with_fact(case, place, fact, value)))
            assert after.keys() <= before.keys()
            assert settled <= {name for name, outcome in after.items() if outcome.status == "applies"}


def values_to_try(fact: Fact) -> list[Any]:
    return [12, 13] if fact.type == "int" else list(fact.values[:2])


@given(cases())
def test_what_is_only_recorded_changes_nothing(case: Document) -> None:
    """Above all whether a child says that they agreed: 1-no-consent."""
    before = decided(case).json()
    recorded = [(place, fact) for place, fact in editing.facts_of(case) if fact.record_only]
    for place, fact in recorded:
        for value in (True, False, None):
            assert decided(editing.with_fact(case, place, fact, value)).json() == before
    assert {"apparently_agreed"} <= {fact.id for fact in register().facts if fact.record_only}


@FEWER
@given(cases())
def test_a_graver_fact_removes_nothing_and_postpones_nothing(case: Document) -> None:
    """Save where the provision says by which facts it is lowered."""
    for place, fact in editing.facts_of(case):
        for less, graver in graver_steps(fact):
            before = by_name(decided(editing.with_fact(case, place, fact, less)))
            after = by_name(decided(editing.with_fact(case, place, fact, graver)))
            for name, outcome in before.items():
                if fact.id in PACK.provisions[outcome.provision].lowered_by:
                    continue
                assert name in after
                assert outcome.status == "depends" or after[name].status == "applies"
                assert outcome.due is None or outcome.due >= (after[name].due or outcome.due)
                assert (outcome.due is None) == (after[name].due is None)


def graver_steps(fact: Fact) -> list[tuple[Any, Any]]:
    """Pairs of an answer and a graver one. An unknown answer is no less grave than one that is known, but vaguer."""
    match PACK.facts[fact.id].graver:
        case None:
            return []
        case "lower":
            return [(13, 12)]
        case "higher":
            return [(12, 13)]
        case value:
            return [(not value, value)]


@FEWER
@given(cases(children=2, adults=2))
def test_because_suffices_and_nothing_of_it_can_be_left_out(case: Document) -> None:
    for name, outcome in by_name(decided(case)).items():
        because = set(outcome.because)
        assert len(because) == len(outcome.because)
        if outcome.status == "depends":
            assert because == set()
            continue
        assert by_name(decided(editing.with_only(case, because)))[name].status == "applies"
        for fact in because:
            assert by_name(decided(editing.with_only(case, because - {fact})))[name].status == "depends"


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(case: Document, random: Random) -> None:
    assert decided(editing.with_keys_shuffled(case, random)).json() == decided(case).json()


@given(cases(), st.data())
def test_the_order_of_people_is_seen_only_in_lists_and_in_which_reason_is_kept(
    case: Document, data: st.DataObject
) -> None:
    people = editing.people(case)
    other = {**case, "people": data.draw(st.permutations(people))}
    assert without_order(decided(other)) == without_order(decided(case))


def without_order(decision: Decision) -> Any:
    """A decision with sets for lists. Of several people for whom a concern's provision holds, `because` keeps the first
    that the case lists, so the reasons are compared only where one person's facts decide."""
    outcomes = {
        (outcome.provision, outcome.about): (
            outcome.status,
            outcome.due,
            tuple(outcome.because) if outcome.about != "concern" else None,
            frozenset(outcome.depends_on),
            frozenset(outcome.held_by),
            frozenset(outcome.may_be_held_by),
        )
        for outcome in decision.outcomes
    }
    return outcomes, {question.fact: frozenset(question.settles) for question in decision.questions}
