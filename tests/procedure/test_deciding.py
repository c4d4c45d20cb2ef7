"""What a decision says, case by case, in packs that have what the chapter happens not to have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from fingerpost.procedure import deciding
from fingerpost.procedure.case.model import Case, Occurrence, Person
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import Engine, decide, engine_for, primes, program
from fingerpost.procedure.decision import Outcome
from fingerpost.procedure.errors import CaseError, PackError, Problem
from fingerpost.procedure.explaining import changes
from fingerpost.procedure.language.tree import Value
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import pack_from
from fingerpost.procedure.source.yaml import parse_yaml

EXAMPLES = sorted(
    path for path in (Path(__file__).parents[2] / "examples").glob("*.yaml") if ".expected." not in path.name
)
TUESDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)

HEAD = """# A pack

```pack
id: t
version: "1"
title: T
in_force: 2017-01-01
nation: england-and-wales
emergency: Call.
sources: {s: S}
sections: [pack.md]
```
"""
FACTS = {
    "p": "scope: concern\ntype: bool",
    "q": "scope: concern\ntype: bool",
    "r": "scope: concern\ntype: bool",
    "n": "scope: concern\ntype: int\nmin: 0\nmax: 3",
    "m": "scope: concern\ntype: int\nmin: 0\nmax: 3",
    "x": "scope: child\ntype: bool",
    "age": "scope: child\ntype: int\nmin: 0\nmax: 17\nbirth_date: born",
    "y": "scope: adult\ntype: bool",
    "z": "scope: adult\ntype: bool",
}
EVENTS = {
    "begun": "about: concern",
    "ended": "about: concern",
    "arrest": "about: adult",
    "told": "about: adult\nto: true",
}
# So that nothing in the pack is idle.
USES_ALL = "p or q or r or n < 1 or m < 1 or any_child(x or age < 1) or any_adult(y or z)"


def rule(id: str, about: str, condition: str, more: str = "kind: duty\nmodality: must") -> str:
    return f"id: {id}\nabout: {about}\nwhen: so\nif: >-\n  {condition}\ntext: Do.\ncites: [s 1]\n{more}"


def pack(*rules: str, events: tuple[str, ...] = ()) -> Pack:
    """A pack with all FACTS, these events and rules, and last of all the rule `idle`."""
    blocks = [
        *(f"```fact\nid: {id}\n{text}\nask: {id}?\nwithout_viewing: true\n```" for id, text in FACTS.items()),
        *(f"```event\nid: {id}\n{EVENTS[id]}\ntext: It happened.\n```" for id in events),
        *(f"```provision\n{text}\n```" for text in (*rules, rule("idle", "concern", USES_ALL))),
    ]
    return pack_from({"pack.md": HEAD + "\n".join(blocks) + "\n"})


def case(
    facts: Mapping[str, Value] | None = None,
    *people: Person,
    events: tuple[Occurrence, ...] = (),
    as_of: datetime = TUESDAY + 30 * DAY,
) -> Case:
    return Case(TUESDAY, facts or {}, people, events, as_of, "t@1")


def child(id: str = "c1", **facts: Value) -> Person:
    return Person(id, "child", facts)


def adult(id: str = "a1", **facts: Value) -> Person:
    return Person(id, "adult", facts)


def outcomes(pack: Pack, case: Case) -> dict[tuple[str, str], Outcome]:
    return {(o.provision, o.about): o for o in Engine(pack).decide(case).outcomes if o.provision != "idle"}


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


class TestWhatItDependsOn:
    """Only what can still change the status: of two ways still open, none that another makes unnecessary."""

    @pytest.mark.parametrize(
        ("condition", "facts", "names"),
        [
            ("(q and n < 1) or (r and n < 2)", {}, ["q", "r", "n"]),
            ("(p and q) or (p and r and n < 1) or (q and m < 1)", {"q": True}, ["p", "m"]),
            ("(n < 2 and q) or (n < 1 and r) or (q and p)", {"q": True}, ["p", "n"]),
            ("(n < 2 and q) or (n < 1 and r) or (q and p)", {"q": False}, ["r", "n"]),
        ],
    )
    def test_is_named(self, condition: str, facts: Mapping[str, Value], names: list[str]) -> None:
        found = outcomes(pack(rule("a", "concern", condition)), case(facts))
        assert found["a", "concern"].depends_on == [f"concern.{name}" for name in names]


class TestWhenADutyIsDue:
    def test_the_first_such_event_counts_whatever_the_order_in_which_they_are_listed(self) -> None:
        whole = pack(
            rule("a", "concern", "p", "kind: duty\nmodality: must\nby: working_days:1\nfrom: begun"),
            rule("b", "concern", "p", "kind: duty\nmodality: must\nby: on:begun"),
            events=("begun",),
        )
        events = tuple(Occurrence("begun", TUESDAY + DAY * days) for days in (3, 1, 2))
        found = outcomes(whole, case({"p": True}, events=events))
        assert found["a", "concern"].due == date(2026, 11, 26)
        assert found["b", "concern"].due == date(2026, 11, 25)

    def test_an_event_still_to_come_sets_no_date_even_where_another_has_happened(self) -> None:
        whole = pack(rule("a", "concern", "p", "kind: duty\nmodality: must\nby: on:begun"), events=("begun",))
        events = (Occurrence("begun", TUESDAY + 2 * DAY), Occurrence("begun", TUESDAY + DAY))
        for as_of, due in (
            (TUESDAY, None),
            (TUESDAY + DAY - timedelta(seconds=1), None),
            (TUESDAY + DAY, date(2026, 11, 25)),
        ):
            found = outcomes(whole, case({"p": True}, events=events, as_of=as_of))
            assert found["a", "concern"].due == due

    def test_of_people_each_has_their_own_date_and_the_concern_the_first_of_all(self) -> None:
        on_arrest = "kind: duty\nmodality: must\nby: on:arrest"
        whole = pack(rule("a", "adult", "z", on_arrest), rule("b", "concern", "p", on_arrest), events=("arrest",))
        events = (Occurrence("arrest", TUESDAY + 2 * DAY, "a2"), Occurrence("arrest", TUESDAY + DAY, "a1"))
        people = (adult("a1", z=True), adult("a2", z=True), adult("a3", z=True))
        found = outcomes(whole, case({"p": True}, *people, events=events))
        assert {about: outcome.due for (_, about), outcome in found.items()} == {
            "a1": date(2026, 11, 25),
            "a2": date(2026, 11, 26),
            "a3": None,
            "concern": date(2026, 11, 25),
        }

    def test_before_an_event_is_no_date_even_when_the_event_has_happened(self) -> None:
        whole = pack(rule("a", "concern", "p", "kind: duty\nmodality: must\nby: before:begun"), events=("begun",))
        found = outcomes(whole, case({"p": True}, events=(Occurrence("begun", TUESDAY + DAY),)))
        assert found["a", "concern"].due is None

    def test_a_date_past_the_bank_holidays_known_is_refused_where_the_case_gives_the_day(self) -> None:
        more = "kind: duty\nmodality: must\nby: working_days:5"
        late = datetime(2028, 12, 27, 12, tzinfo=UTC)
        reported = Case(late, {"p": True}, (), (), late, "t@1")
        with pytest.raises(CaseError) as caught:
            decide(pack(rule("a", "concern", "p", more)), reported)
        (problem,) = caught.value.problems
        assert problem == Problem(
            "reported_at",
            "5 working days after 27 December 2028 cannot be counted: bank holidays in England and Wales are known from"
            " 1 January 2012 to 31 December 2028",
            "Give a day within that time; later years come with a newer govuk-bank-holidays package",
        )

        whole = pack(
            rule("a", "concern", "p", f"{more}\nfrom: begun"),
            rule("b", "concern", "q or happened(ended)"),
            events=("begun", "ended"),
        )
        events = (Occurrence("ended", TUESDAY), Occurrence("begun", late))
        with pytest.raises(CaseError, match=r"^events\[1\]\.at: 5 working days after 27 December 2028"):
            decide(whole, case({"p": True}, events=events, as_of=late))


class TestWhatIsAskedFirst:
    def test_a_same_day_duty_weighs_as_much_as_three_prohibitions(self) -> None:
        forbidding = "kind: prohibition\nmodality: must_not"
        whole = pack(
            *(rule(f"not{i}", "concern", "p", forbidding) for i in range(2)),
            *(rule(f"not{i}", "concern", "r", forbidding) for i in range(2, 5)),
            rule("today", "concern", "q", "kind: duty\nmodality: must\nby: same_day"),
            *(rule(f"some{i}", "concern", "m < 1") for i in range(9)),
        )
        asked = [question.fact for question in Engine(whole).decide(case()).questions]
        assert asked == [f"concern.{name}" for name in ("r", "q", "p", "m", "n")]

    def test_facts_that_are_urgent_alike_come_by_how_much_they_settle(self) -> None:
        whole = pack(rule("a", "concern", "q"), rule("b", "concern", "r"), rule("c", "concern", "r"))
        asked = [question.fact for question in Engine(whole).decide(case()).questions]
        assert asked == [f"concern.{name}" for name in ("r", "q", "p", "n", "m")]

    def test_of_what_nothing_depends_on_nothing_is_asked(self) -> None:
        whole = pack(rule("a", "concern", "p and q"))
        asked = Engine(whole).decide(case({"p": False, "r": True})).questions
        assert asked == []


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


class TestStatusesAlone:
    @pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
    def test_are_the_decisions_in_the_order_of_provisions_then_of_people(self, path: Path) -> None:
        engine = engine_for(load_pack())
        seen = case_from(parse_yaml(path.read_text(encoding="utf-8")).value, engine.pack)
        people = ["concern", *(person.id for person in seen.people)]
        places = {provision.id: place for place, provision in enumerate(engine.decided)}
        found = list(engine.statuses(seen))
        assert found == sorted(
            ((o.provision, o.about, o.status) for o in engine.decide(seen).outcomes),
            key=lambda outcome: (places[outcome[0]], people.index(outcome[1])),
        )
        for provision, about, status in found:
            assert engine.status(places[provision], about, seen)[0] == status

    def test_prohibitions_come_first_then_by_modality_then_as_the_pack_has_them(self) -> None:
        whole = pack(
            rule("a", "concern", "p", "kind: duty\nmodality: may"),
            rule("b", "concern", "p"),
            rule("c", "concern", "p", "kind: prohibition\nmodality: must_not"),
            rule("d", "concern", "p"),
            rule("e", "concern", "p", "kind: prohibition\nmodality: should"),
        )
        assert [p.id for p in Engine(whole).decided] == ["e", "c", "b", "d", "idle", "a"]
        assert [o.provision for o in Engine(whole).decide(case({"p": True})).outcomes] == [
            "e",
            "c",
            "b",
            "d",
            "idle",
            "a",
        ]


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


class TestOneEngineAPack:
    def test_an_engine_is_made_once_for_a_pack_and_is_that_packs(self) -> None:
        ours, other = pack(rule("a", "concern", "p")), pack(rule("b", "concern", "p"))
        assert engine_for(ours) is engine_for(ours)
        assert engine_for(ours).pack is ours
        assert engine_for(other).pack is other
        assert [o.provision for o in decide(ours, case({"p": True})).outcomes] == ["a", "idle"]
        assert [o.provision for o in decide(other, case({"p": True})).outcomes] == ["b", "idle"]

    def test_no_more_than_eight_are_kept(self) -> None:
        """A long-lived process that reads pack after pack does not grow."""
        made = [pack(rule("a", "concern", "p")) for _ in range(12)]
        for one in made:
            engine_for(one)
        assert len(deciding._engines) == 8
        assert engine_for(made[-1]) is engine_for(made[-1])
