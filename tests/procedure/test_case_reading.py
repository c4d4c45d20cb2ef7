"""A case is read as the contract says: what is known is kept, and every refusal names its path and what is wrong."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.procedure.calendar import WorkingDays
from fingerpost.procedure.case.model import Case, Occurrence, Person
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.errors import CaseError
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.source.json import JsonLines
from fingerpost.procedure.source.yaml import parse_yaml

PACK = load_pack()
AFTER = WorkingDays.of(PACK.nation).horizon + timedelta(days=1)
REPORTED = "2026-11-24T14:05:00+00:00"


def document(**changes: Any) -> dict[str, Any]:
    """The contract's own example, with changes."""
    made: dict[str, Any] = {
        "reported_at": REPORTED,
        "facts": {"youth_produced_imagery": True, "sexual_acts": True},
        "people": [
            {"id": "c1", "kind": "child", "facts": {"age": 12, "depicted": True}},
            {"id": "c2", "kind": "child", "facts": {"depicted": True, "age": None}},
            {"id": "a1", "kind": "adult", "facts": {"alleged_abuser": True}},
        ],
        "events": [{"type": "arrest", "person": "a1", "at": "2026-11-25T07:30:00+00:00"}],
        "as_of": "2026-11-25T09:00:00+00:00",
        "procedure": "e-safety@2017",
    }
    return made | changes


def child(**facts: Any) -> dict[str, Any]:
    return document(people=[{"id": "c1", "kind": "child", "facts": facts}], events=[])


def event(**keys: Any) -> dict[str, Any]:
    return document(events=[{"at": REPORTED} | keys])


def problems(case: object) -> list[tuple[str, str, str]]:
    with pytest.raises(CaseError) as refused:
        case_from(case, PACK)
    return [(problem.where, problem.what, problem.right) for problem in refused.value.problems]


def test_reads_the_example_of_the_contract() -> None:
    assert case_from(document(), PACK) == Case(
        reported_at=datetime(2026, 11, 24, 14, 5, tzinfo=UTC),
        facts={"youth_produced_imagery": True, "sexual_acts": True},
        people=(
            Person("c1", "child", {"age": 12, "depicted": True}),
            Person("c2", "child", {"depicted": True}),
            Person("a1", "adult", {"alleged_abuser": True}),
        ),
        events=(Occurrence("arrest", datetime(2026, 11, 25, 7, 30, tzinfo=UTC), "a1"),),
        as_of=datetime(2026, 11, 25, 9, tzinfo=UTC),
        procedure="e-safety@2017",
    )


def test_null_equals_left_out() -> None:
    bare = case_from({"reported_at": REPORTED}, PACK)
    nulls = {"facts": None, "people": None, "events": None, "as_of": None, "procedure": None}
    assert case_from({"reported_at": REPORTED, **nulls}, PACK) == bare
    assert bare.procedure == "e-safety@2017"
    sparse = document(
        facts={"adult_involved": None},
        people=[{"id": "a1", "kind": "adult", "facts": None}],
        events=[{"type": "referral_made", "person": None, "to": None, "at": REPORTED}],
    )
    assert case_from(sparse, PACK).facts == {}


def test_as_of_left_out_is_the_latest_moment_mentioned() -> None:
    assert case_from(document(as_of=None), PACK).as_of == datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
    earlier = event(type="referral_made", at="2026-11-20T09:00:00Z") | {"as_of": None}
    assert case_from(earlier, PACK).as_of == datetime(2026, 11, 24, 14, 5, tzinfo=UTC)


def test_as_of_may_be_earlier_than_the_report() -> None:
    assert case_from(document(as_of="2026-11-01T00:00:00Z"), PACK).as_of == datetime(2026, 11, 1, tzinfo=UTC)


def test_the_last_day_whose_bank_holidays_are_known_is_taken() -> None:
    horizon = WorkingDays.of(PACK.nation).horizon
    assert case_from(document(reported_at=f"{horizon}T23:59:59Z"), PACK).reported_at.date() == horizon


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T14:05:00Z",
        "2026-11-24T14:05Z",
        "2026-11-24 14:05:00+00:00",
        "2026-11-24T14:05:00.000+00:00",
        "2026-11-24T14:05:00.000000000Z",
        "2026-11-24T19:35:00+05:30",
    ],
)
def test_the_forms_of_a_time(text: str) -> None:
    assert case_from(document(reported_at=text), PACK).reported_at == datetime(2026, 11, 24, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born", "age"),
    [("2013-11-24", 13), ("2013-11-25", 12), ("2026-11-24", 0), ("2008-11-25", 17)],
)
def test_a_birth_date_stands_for_the_age_on_the_day_reported(born: str, age: int) -> None:
    (person,) = case_from(child(date_of_birth=born, age=None), PACK).people
    assert person.facts == {"age": age}
    assert person.born == date.fromisoformat(born)


def test_the_age_is_taken_on_the_day_in_london() -> None:
    late = child(date_of_birth="2013-07-01") | {"reported_at": "2026-06-30T23:30:00+00:00"}
    assert case_from(late, PACK).people[0].facts["age"] == 13


def test_born_on_29_february() -> None:
    assert case_from(child(date_of_birth="2012-02-29") | {"reported_at": "2026-02-28T12:00:00Z"}, PACK).people[
        0
    ].facts == {"age": 13}
    assert case_from(child(date_of_birth="2012-02-29") | {"reported_at": "2026-03-01T12:00:00Z"}, PACK).people[
        0
    ].facts == {"age": 14}


@pytest.mark.parametrize("to", ["a1", "c1", "parents:c1", "partner:a1", "employer:a1"])
def test_who_may_be_told(to: str) -> None:
    told = event(type="disclosure_agreed", person="a1", to=to)
    assert case_from(told, PACK).events[0].to == to


@pytest.mark.parametrize("ident", ["c-1", "J.S.", "Zoë", "孩子", "null", "concerned", "2.1"])
def test_ids_that_are_good(ident: str) -> None:
    assert case_from(document(people=[{"id": ident, "kind": "child"}], events=[]), PACK).people[0].id == ident


REFUSALS: list[tuple[Any, str, str, str]] = [
    # the document as a whole
    ([], "", "a case is not a list", "A case is a mapping with reported_at"),
    (None, "", "the text is empty", "A case is a mapping"),
    ("x", "", "a case is not “x”", "A case is a mapping"),
    (document(reported=REPORTED), "reported", "there is no key “reported”", "Did you mean “reported_at”?"),
    (document(age=3), "age", "“age” is a fact and does not belong here", "one step further in, under “facts”"),
    (document(zzz=None), "zzz", "there is no key “zzz”", "Known are reported_at, facts, people"),
    # times
    (document(reported_at=None), "reported_at", "is missing", "with its offset"),
    ({}, "reported_at", "is missing", "with its offset"),
    (document(reported_at="2026-11-24T14:05:00"), "reported_at", "how far from UTC", "with its offset"),
    (document(reported_at="2026-11-24"), "reported_at", "is not a time", "with its offset"),
    (document(reported_at=20261124), "reported_at", "20261124 is not a time", "with its offset"),
    (document(reported_at="2026-02-30T12:00:00Z"), "reported_at", "there is no such time", ""),
    (document(reported_at="2026-11-24T24:00:00Z"), "reported_at", "is not a time", ""),
    (document(reported_at="2026-11-24T14:05:60Z"), "reported_at", "there is no such time", ""),
    (document(reported_at="2026-11-24T14:05:00+25:00"), "reported_at", "there is no such time", ""),
    (document(reported_at="2026-W48-2T14:05:00Z"), "reported_at", "is not a time", ""),
    (document(reported_at="٢٠٢٦-11-24T14:05:00Z"), "reported_at", "is not a time", ""),
    (document(reported_at="0000-11-24T14:05:00Z"), "reported_at", "there is no such time", ""),
    (document(reported_at="0001-01-01T00:00:00+14:00"), "reported_at", "out of reach", ""),
    (document(reported_at="9999-12-31T23:59:59-14:00"), "reported_at", "out of reach", ""),
    (document(reported_at="2040-01-02T09:00:00Z"), "reported_at", "no working day", "bank holidays are known until"),
    (document(reported_at=f"{AFTER}T00:00:00Z"), "reported_at", "no working day", "bank holidays are known until"),
    (document(as_of="0001-06-01T00:00:00Z"), "as_of", "out of reach", "A year from 2 to 9998"),
    (document(as_of="9999-06-01T00:00:00Z"), "as_of", "out of reach", "A year from 2 to 9998"),
    (document(as_of="tomorrow"), "as_of", "“tomorrow” is not a time", ""),
    (document(as_of="2026-11-25T09:00:00"), "as_of", "how far from UTC", ""),
    # the procedure
    (document(procedure="e-safety@2018"), "procedure", "“e-safety@2018” is not the procedure", "e-safety@2017"),
    (document(procedure=2017), "procedure", "2017 is not the procedure", "e-safety@2017"),
    # facts
    (document(facts=[]), "facts", "facts are not a list", "A mapping"),
    (document(facts={"sexual_act": True}), "facts.sexual_act", "there is no fact", "Did you mean “sexual_acts”?"),
    (document(facts={"sexual_act": None}), "facts.sexual_act", "there is no fact", "Did you mean “sexual_acts”?"),
    (document(facts={"depictd": True}), "facts.depictd", "there is no fact", "Did you mean “depicted”?"),
    (document(facts={"xyzzy": 1}), "facts.xyzzy", "there is no fact “xyzzy”", "fingerpost facts"),
    (document(facts={"sexual_acts": 1}), "facts.sexual_acts", "1 is neither true nor false", "true or false"),
    (document(facts={"sexual_acts": "yes"}), "facts.sexual_acts", "“yes” is neither", "Write true"),
    (document(facts={"sexual_acts": "False"}), "facts.sexual_acts", "“False” is neither", "Write false"),
    (document(facts={"sexual_acts": [True]}), "facts.sexual_acts", "a list is neither", ""),
    (document(facts={"setting": "scool_or_college"}), "facts.setting", "not an answer", "“school_or_college”"),
    (document(facts={"setting": True}), "facts.setting", "true is not an answer", "school_or_college, early_years"),
    (document(facts={"age": 12}), "facts.age", "“age” is no fact of the concern", "facts of each child"),
    (child(sexual_acts=True), "people[0].facts.sexual_acts", "no fact of a child", "the case's own facts"),
    (child(foster_carer=True), "people[0].facts.foster_carer", "no fact of a child", "facts of each adult"),
    (child(age=40), "people[0].facts.age", "40 is not a whole number from 0 to 17", ""),
    (child(age=-1), "people[0].facts.age", "-1 is not a whole number from 0 to 17", ""),
    (child(age=12.0), "people[0].facts.age", "12.0 is not a whole number", ""),
    (child(age=True), "people[0].facts.age", "true is not a whole number", ""),
    (child(age="12"), "people[0].facts.age", "“12” is not a whole number", ""),
    (child(age=10**400), "people[0].facts.age", "a very large number is not", ""),
    (child(age={"years": 3}), "people[0].facts.age", "a mapping is not a whole number", ""),
    # birth dates
    (child(age=12, date_of_birth="2014-01-01"), "people[0].facts.date_of_birth", "together with “age”", "one of them"),
    (child(date_of_birth="2008-11-24"), "people[0].facts.date_of_birth", "was 18 on 2026-11-24", "17 or younger"),
    (child(date_of_birth="2026-11-25"), "people[0].facts.date_of_birth", "is after the day reported", ""),
    (child(date_of_birth="2013-02-29"), "people[0].facts.date_of_birth", "there is no day “2013-02-29”", ""),
    (child(date_of_birth="24/11/2013"), "people[0].facts.date_of_birth", "“24/11/2013” is not a date", ""),
    (child(date_of_birth="20131124"), "people[0].facts.date_of_birth", "is not a date", ""),
    (child(date_of_birth=2013), "people[0].facts.date_of_birth", "2013 is not a date", ""),
    (
        document(people=[{"id": "a1", "kind": "adult", "facts": {"date_of_birth": "1980-01-01"}}]),
        "people[0].facts.date_of_birth",
        "no fact of an adult",
        "facts of each child",
    ),
    # people
    (document(people={}, events=[]), "people", "people are not a mapping", "A list, each with id, kind and facts"),
    (document(people=["c1"], events=[]), "people[0]", "“c1” is here", "A mapping with id, kind and facts"),
    (document(people=[None], events=[]), "people[0]", "nothing is here", ""),
    (document(people=[{"id": "c1", "kind": "child", "depicted": True}], events=[]), "people[0].depicted", "fact", ""),
    (document(people=[{"id": "c1", "kid": 1, "kind": "child"}], events=[]), "people[0].kid", "no key", "kind"),
    (document(people=[{"id": "c1", "kind": "chidl"}], events=[]), "people[0].kind", "no kind", "“child”"),
    (document(people=[{"id": "c1", "kind": 1}], events=[]), "people[0].kind", "1 is no kind", "child or adult"),
    (document(people=[{"id": "c1"}], events=[]), "people[0].kind", "is missing", "child or adult"),
    (document(people=[{"kind": "child"}], events=[]), "people[0].id", "the id is missing", ""),
    (document(people=[{"id": 1, "kind": "child"}], events=[]), "people[0].id", "1 cannot be an id", ""),
    (document(people=[{"id": "concern", "kind": "child"}], events=[]), "people[0].id", "something else", ""),
    (document(people=[{"id": "unlisted", "kind": "adult"}], events=[]), "people[0].id", "something else", ""),
    *[
        (
            document(people=[{"id": ident, "kind": "adult"}], events=[]),
            "people[0].id",
            "cannot be an id",
            "A short name",
        )
        for ident in ("", " ", "a b", "a/b", "a:b", "a\tb", "a\x00", "a\u00a0b", "a\u200bb", "\u202ea", "\ud800")
    ],
    (
        document(people=[{"id": "c1", "kind": "child"}, {"id": "c1", "kind": "adult"}], events=[]),
        "people[1].id",
        "two people have the id “c1” (the first is people[0])",
        "An id of their own",
    ),
    # events
    (document(events={}), "events", "events are not a mapping", "A list, each with type, person, to and at"),
    (document(events=["arrest"]), "events[0]", "“arrest” is here", ""),
    (event(type="arest", person="a1"), "events[0].type", "“arest” is no event", "Did you mean “arrest”?"),
    (event(type=["arrest"]), "events[0].type", "a list is no event", "One of"),
    (event(), "events[0].type", "is missing", "One of"),
    (event(type="arrest", person="a1", when=1), "events[0].when", "there is no key", "Known are type"),
    (
        event(type="arrest", person="a9"),
        "events[0].person",
        "“a9” is nobody in this case",
        "The id of an adult of this case: a1",
    ),
    (event(type="arrest", person="c1"), "events[0].person", "“arrest” cannot name “c1”, a child", "an adult"),
    (event(type="agreement_started", person="c1"), "events[0].person", "cannot name “c1”, a child", ""),
    (
        child() | {"events": [{"type": "arrest", "person": "a1", "at": REPORTED}]},
        "events[0].person",
        "nobody",
        "no adult",
    ),
    (event(type="arrest"), "events[0].person", "who is missing", "an adult"),
    (event(type="arrest", person={}), "events[0].person", "a mapping is nobody", ""),
    (event(type="referral_made", person="a1"), "events[0].person", "“referral_made” names nobody", "Leave"),
    (event(type="arrest", person="a1", to="c1"), "events[0].to", "does not say who to", "Leave"),
    (event(type="referral_made", at=None), "events[0].at", "is missing", "with its offset"),
    (event(type="referral_made", at="2026-11-25T07:30"), "events[0].at", "how far from UTC", ""),
    (event(type="referral_made", at="2026-11-31T07:30Z"), "events[0].at", "no such time", ""),
    (event(type="disclosure_agreed", person="a1"), "events[0].to", "is missing", "partner:"),
    (event(type="disclosure_agreed", person="c1", to="a1"), "events[0].person", "cannot name", "an adult"),
    *[
        (event(type="disclosure_agreed", person="a1", to=to), "events[0].to", "names nobody", "parents:")
        for to in (
            "a9",
            "parents:a1",
            "partner:c1",
            "employer:c1",
            "parents:",
            "parents",
            "friends:a1",
            "",
            1,
            "parents: c1",
        )
    ],
]


@pytest.mark.parametrize(("case", "where", "what", "right"), REFUSALS)
def test_refuses(case: Any, where: str, what: str, right: str) -> None:
    (found,) = problems(case)
    assert found[0] == where
    assert what in found[1]
    assert right in found[2]


def test_finds_all_problems_in_the_order_of_the_text() -> None:
    case = {
        "events": [{"at": "now", "type": "arrest", "person": "a9"}],
        "reported_at": "2026-11-24T14:05",
        "people": [{"facts": {"age": 40}, "id": "c1", "kind": "child"}, {"id": "c1", "kind": "kid"}],
        "facts": {"sexual_acts": 1, "sexual_act": 1},
    }
    assert [where for where, _, _ in problems(case)] == [
        "events[0].at",
        "events[0].person",
        "reported_at",
        "people[0].facts.age",
        "people[1].id",
        "people[1].kind",
        "facts.sexual_acts",
        "facts.sexual_act",
    ]


def test_somebody_of_an_unknown_kind_is_not_reported_twice() -> None:
    case = event(type="disclosure_agreed", person="a1", to="partner:a1")
    case["people"][2]["kind"] = "grown-up"
    assert [where for where, _, _ in problems(case)] == ["people[2].kind"]


def test_a_problem_names_its_line_where_lines_are_known() -> None:
    yaml = parse_yaml(f"reported_at: {REPORTED}\npeople:\n  - id: c1\n    kind: child\n    facts:\n      age: 40\n")
    with pytest.raises(CaseError, match=r"people\[0\]\.facts\.age \(line 6\): 40 is not"):
        case_from(yaml.value, PACK, lines=yaml.line)
    text = json.dumps(child(age=40), indent=1)
    line = text[: text.index('"age"')].count("\n") + 1
    with pytest.raises(CaseError, match=rf"people\[0\]\.facts\.age \(line {line}\): 40 is not"):
        case_from(json.loads(text), PACK, lines=JsonLines(text).line)


def test_a_strange_key_is_shown_safely() -> None:
    ((where, _, _),) = problems(document(**{"a\n\ud800": 1}))
    assert where == "“a\\n\\ud800”"


def test_the_document_is_left_as_it_was() -> None:
    given_document = document()
    before = copy.deepcopy(given_document)
    case_from(given_document, PACK)
    assert given_document == before


_JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 20)
    | st.floats()
    | st.sampled_from(["c1", "child", "adult", "arrest", "age", "setting", REPORTED, "x\ud800", "e-safety@2017"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["reported_at", "facts", "people", "events", "id", "kind", "type", "at", "person", "to", "age", "z"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(_JUNK)
def test_no_document_brings_it_down(junk: object) -> None:
    found = None
    try:
        case_from(junk, PACK)
    except CaseError as error:
        found = error.problems
    assert found != ()


@given(st.data())
def test_a_good_case_with_one_part_replaced_is_read_or_refused(data: st.DataObject) -> None:
    case = document()
    path = data.draw(st.sampled_from(list(_paths(case))))
    _replace(case, path, data.draw(_JUNK))
    found = None
    try:
        case_from(case, PACK)
    except CaseError as error:
        found = error.problems
    assert found != ()


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Any:
    steps = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        yield (*path, step)
        yield from _paths(value[step], (*path, step))


def _replace(value: Any, path: tuple[Any, ...], new: object) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new
