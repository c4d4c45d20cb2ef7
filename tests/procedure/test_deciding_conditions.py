"""Conditions that the chapter has not, but another pack might: what suffices, what is still open, what is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from making import TUESDAY, adult, case, child, outcomes, pack, rule

from fingerpost.procedure.case.model import Case, Occurrence, Person
from fingerpost.procedure.deciding import Engine, primes, program
from fingerpost.procedure.errors import PackError, Problem
from fingerpost.procedure.explaining import changes
from fingerpost.procedure.language.tree import Value


def because(condition: str, facts: Mapping[str, Value], *happened: str) -> list[str]:
    events = tuple(Occurrence(type, TUESDAY) for type in happened)
    whole = pack(rule("a", "concern", condition), events=happened)
    return outcomes(whole, case(facts, events=events))["a", "concern"].because


class TestWhatSuffices:
    """`because` leaves out later facts first, whatever the form in which the engine keeps the condition."""

    def test_of_two_grounds_that_hold_the_one_whose_last_facts_come_first(self) -> None:
        everything = {"p": True, "q": True, "r": True, "n": 0, "m": 0}
        assert because("(p and n < 2) or (q and n < 1)", everything) == ["concern.p", "concern.n"]
        assert because("(p and n < 1) or (q and n < 2)", everything) == ["concern.p", "concern.n"]
        assert because("(q and n < 2) or (p and n < 1)", everything) == ["concern.p", "concern.n"]
        assert because("(p and n < 1 and m < 1) or (q and n < 2 and m < 1)", everything) == [
            "concern.p",
            "concern.n",
            "concern.m",
        ]

    def test_an_event_weighs_nothing(self) -> None:
        everything = {"p": True, "q": True, "n": 0}
        for first, second in (("begun", "ended"), ("ended", "begun")):
            condition = f"(p and n < 2 and happened({first})) or (q and n < 1 and happened({second}))"
            assert because(condition, everything, first, second) == ["concern.p", "concern.n"]

    def test_an_event_alone_is_no_fact(self) -> None:
        assert because("happened(begun) or p", {"p": True}, "begun") == []


class TestACommonPart:
    """A part that is in every branch is taken out, and what is left is decided as before."""

    @pytest.mark.parametrize(
        ("condition", "facts", "status", "names"),
        [
            ("(p or q) and (p or r)", {"p": True}, "applies", ["p"]),
            ("(p or q) and (p or r)", {"q": True}, "depends", ["p", "r"]),
            ("(p or q) and (p or r)", {"p": False, "q": True, "r": True}, "applies", ["q", "r"]),
            ("(p and q) or (p and r)", {"p": True}, "depends", ["q", "r"]),
            ("(p and q) or (p and r)", {"p": True, "r": True}, "applies", ["p", "r"]),
            ("(p and q and n < 2) or (p and r and n < 1)", {"p": True, "n": 1}, "depends", ["q"]),
            ("(p and q and n < 2) or (p and r and n < 1)", {"p": True, "r": True, "n": 0}, "applies", ["p", "r", "n"]),
            ("(p and q and n < 1) or (p and r and n == 1)", {"p": True, "q": True, "r": True}, "depends", ["n"]),
        ],
    )
    def test_changes_no_answer(self, condition: str, facts: Mapping[str, Value], status: str, names: list[str]) -> None:
        found = outcomes(pack(rule("a", "concern", condition)), case(facts))["a", "concern"]
        assert found.status == status
        assert [*found.because, *found.depends_on] == [f"concern.{name}" for name in names]

    def test_what_a_wider_answer_settles_asks_for_nothing_more(self) -> None:
        condition = "(x and q and age < 3) or (p and age < 5)"
        found = outcomes(pack(rule("a", "child", condition)), case({"p": True, "q": True}, child()))["a", "c1"]
        assert (found.status, found.depends_on) == ("depends", ["c1.age"])


class TestOneFactInSeveralPlaces:
    """Where a fact is twice, no answer comes before the known facts settle it, and none later."""

    @pytest.mark.parametrize(
        ("condition", "facts", "status"),
        [
            ("(n == 0 and p) or (n == 1 and q)", {"p": True, "q": True}, "depends"),
            ("(n == 0 and p) or (n == 1 and q)", {"p": True, "q": True, "n": 2}, None),
            ("(n < 2 and p) or (n > 1 and q)", {"p": True, "q": True}, "applies"),
            ("not p and (p or n < 1) and (q or n < 2) and (p or r)", {"r": False}, None),
            ("not p and (p or n < 1) and (q or n < 2) and (p or r)", {"r": True}, "depends"),
            ("n < 1 or n == 2", {}, "depends"),
            ("n < 1 or n == 2", {"n": 1}, None),
            ("n < 1 or n == 2", {"n": 2}, "applies"),
            ("n < 1 or (n < 2 and p)", {"n": 1, "p": True}, "applies"),
            ("n < 1 or (n < 2 and p)", {"n": 1, "p": False}, None),
            ("n < 2 or (n < 1 and p)", {"n": 1, "p": False}, "applies"),
            ("n < 2 and (n < 1 or p)", {"n": 1, "p": False}, None),
            ("n < 2 and (n < 1 or p)", {"n": 1, "p": True}, "applies"),
            ("n < 1 and (n < 2 or p)", {"n": 0, "p": False}, "applies"),
            ("n > 0 and n < 3", {}, "depends"),
            ("n > 0 and n < 3", {"n": 2}, "applies"),
            ("n > 0 and n < 3", {"n": 3}, None),
        ],
    )
    def test_is_decided_exactly(self, condition: str, facts: Mapping[str, Value], status: str | None) -> None:
        found = outcomes(pack(rule("a", "concern", condition)), case(facts)).get(("a", "concern"))
        assert (found.status if found else None) == status


class TestWhatItDependsOn:
    """Only what can still change the status: of two ways still open, none that another makes unnecessary."""

    @pytest.mark.parametrize("events", [(), ("begun",)])
    @pytest.mark.parametrize(
        ("condition", "facts", "names"),
        [
            ("(q and n < 1) or (r and n < 2)", {}, ["q", "r", "n"]),
            ("(p and q) or (p and r and n < 1) or (q and m < 1)", {"q": True}, ["p", "m"]),
            ("(n < 2 and q) or (n < 1 and r) or (q and p)", {"q": True}, ["p", "n"]),
            ("(n < 2 and q) or (n < 1 and r) or (q and p)", {"q": False}, ["r", "n"]),
        ],
    )
    def test_is_named(
        self, condition: str, facts: Mapping[str, Value], names: list[str], events: tuple[str, ...]
    ) -> None:
        happened = [rule(f"after-{event}", "concern", f"happened({event})") for event in events]
        found = outcomes(pack(rule("a", "concern", condition), *happened, events=events), case(facts))
        assert found["a", "concern"].depends_on == [f"concern.{name}" for name in names]

    def test_of_a_child_whom_nobody_has_listed_nothing_is_asked_but_whether_all_are(self) -> None:
        """A fact of the concern may stand beside what is said of that child, and in no other condition."""
        more = {"full": "scope: concern\ntype: bool\nunlisted_child: x"}
        whole = pack(rule("a", "concern", "unlisted_child(x and age < 13 and n == 2)"), more=more)
        assert outcomes(whole, case())["a", "concern"].depends_on == ["concern.n", "concern.full"]
        assert outcomes(whole, case({"n": 2}))["a", "concern"].depends_on == ["concern.full"]
        assert outcomes(whole, case({"n": 2, "full": False}))["a", "concern"].depends_on == ["concern.full"]
        assert outcomes(whole, case({"n": 2, "full": True})) == {}
        assert outcomes(whole, case({"n": 1})) == {}

    def test_what_is_given_of_that_child_is_certain(self) -> None:
        more = {"full": "scope: concern\ntype: bool\nunlisted_child: x"}
        whole = pack(
            rule("a", "concern", "unlisted_child(not x or age < 1)"),
            rule("b", "concern", "unlisted_child(not x)"),
            more=more,
        )
        assert set(outcomes(whole, case({"full": False}))) == {("a", "concern")}

    def test_a_denied_word_of_the_pack_is_the_opposite_of_its_meaning(self) -> None:
        definition = "name: young\nscope: child\nis: age < 13 and x\ntext: So young."
        whole = pack(
            rule("a", "child", "young"),
            rule("b", "child", "not young"),
            rule("c", "child", 'not applies("a")'),
            definition=definition,
        )
        found = outcomes(whole, case(None, child("c1", age=9, x=True), child("c2", age=9, x=False), child("c3", age=9)))
        assert {(id, about): outcome.status for (id, about), outcome in found.items()} == {
            ("a", "c1"): "applies",
            ("b", "c2"): "applies",
            ("c", "c2"): "applies",
            **{(id, "c3"): "depends" for id in "abc"},
        }


def altered(engine: Engine, seen: Case) -> set[str]:
    """The provisions that another answer to one fact would alter."""
    return {effect.provision for change in changes(engine, seen) for effect in change.effects}


class TestAConditionThatCannotBeMet:
    def test_gives_no_outcome_and_spoils_no_other(self) -> None:
        whole = pack(rule("a", "concern", "(p or q) and not p and not q"), rule("b", "concern", "p"))
        assert set(outcomes(whole, case())) == {("b", "concern")}
        engine = Engine(whole)
        assert engine.status(0, "concern", case()) == (None, [])
        assert next(iter(engine.statuses(case({"r": True})))) == ("b", "concern", "depends")
        assert altered(engine, case({"q": True})) == {"b", "idle"}

    def test_nor_does_one_that_always_is(self) -> None:
        whole = pack(rule("a", "concern", "(p and q) or not p or not q"), rule("b", "concern", "p"))
        found = outcomes(whole, case())
        assert (found["a", "concern"].status, found["a", "concern"].because) == ("applies", [])
        assert found["b", "concern"].status == "depends"
        assert altered(Engine(whole), case({"q": True})) == {"b", "idle"}

    def test_one_with_too_many_grounds_is_refused_by_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each adult in one of two ways, and one of them in both: every adult doubles the ways.

        With another bound, since reaching the real one, 512, takes a second.
        """
        whole = pack(rule("knot", "concern", "all_adults(y or z) and any_adult(y and z)"))
        few, many = (tuple(adult(f"a{i}") for i in range(count)) for count in (3, 4))
        assert outcomes(whole, case(None, *many))["knot", "concern"].status == "depends"
        for module in (primes, program):
            monkeypatch.setattr(module, "MOST", 12)
        assert outcomes(whole, case(None, *few))["knot", "concern"].status == "depends"
        with pytest.raises(PackError) as caught:
            Engine(whole).decide(case(None, *many))
        assert caught.value.problems == (
            Problem(
                "knot",
                "the condition of “knot” can be met in more than 12 ways",
                "Say it with fewer parts, or divide it between provisions.",
            ),
        )

    def test_a_common_part_is_taken_out_so_that_a_crowd_does_not_make_it_too_many(self) -> None:
        whole = pack(rule("a", "concern", "(p and all_adults(y or z)) or (p and q)"))
        crowd = tuple(adult(f"a{i}", y=True) for i in range(12))
        found = outcomes(whole, case({"p": True, "q": False}, *crowd))["a", "concern"]
        assert found.because == ["concern.p", *(f"a{i}.y" for i in range(12))]


class TestWhatIsRead:
    def test_only_the_facts_of_the_condition_in_the_packs_order(self) -> None:
        whole = pack(
            rule("a", "concern", "(q and n < 1) or (r and n < 2)"),
            rule("b", "child", "age < 13 and q"),
            rule("c", "concern", "any_child(x) and r"),
        )
        engine, seen = Engine(whole), case(None, child("c1"), Person("c2", "child", {"age": 9}, date(2017, 1, 1)))
        assert engine.reads(0, "concern", seen) == ["concern.q", "concern.r", "concern.n"]
        assert engine.reads(1, "c2", seen) == ["concern.q", "c2.age"]
        assert engine.reads(2, "concern", seen) == ["concern.r", "c1.x", "c2.x"]

    def test_of_somebody_who_is_not_in_the_case_nothing_is_said(self) -> None:
        engine = Engine(pack(rule("a", "child", "x and age < 13")))
        assert engine.reads(0, "c9", case(None, child())) == []
        assert engine.status(0, "c9", case(None, child())) == (None, [])

    def test_an_age_is_called_by_the_date_that_was_given(self) -> None:
        whole = pack(rule("a", "child", "age < 13"))
        seen = case(None, Person("c1", "child", {"age": 9}, date(2017, 1, 1)), child("c2", age=9))
        found = outcomes(whole, seen)
        assert found["a", "c1"].because == ["c1.born"]
        assert found["a", "c2"].because == ["c2.age"]
        assert Engine(whole).status(0, "c1", seen) == ("applies", ["c1.born"])


class TestTheFirstTwoFacts:
    @pytest.mark.parametrize("condition", ["p and q", "(p and q) or r"])
    def test_are_both_needed_where_both_are_asked_for(self, condition: str) -> None:
        engine = Engine(pack(rule("a", "concern", condition)))
        for facts, status in (
            ({"p": True, "q": True}, "applies"),
            ({"p": True}, "depends"),
            ({"q": True}, "depends"),
            ({"p": True, "q": False}, None),
            ({"p": False, "q": True}, None),
        ):
            seen = case({**facts, "r": False})
            named = {(id, about): found for id, about, found in engine.statuses(seen)}
            assert named.get(("a", "concern")) == status
            assert engine.status(0, "concern", seen)[0] == status
            found = {o.provision: o.status for o in engine.decide(seen).outcomes}
            assert found.get("a") == status
