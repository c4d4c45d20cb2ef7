"""What a meeting settles and lacks, over plain data: whenever and in whatever order it was recorded."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from fingerpost.casework.meetings import rules
from fingerpost.casework.meetings.rules import AgendaItem, MeetingStatus
from fingerpost.casework.meetings.told_apart import told_apart
from fingerpost.procedure.pack.library import load_pack

AT = datetime(2026, 3, 24, 12, tzinfo=UTC)
PROVISIONS = load_pack("e-safety@2017").provisions
ADULT, OTHER = uuid4(), uuid4()


@dataclass
class Step:
    kind: str
    item: str = ""
    outcome: str = ""
    person_id: UUID | None = None
    telling_id: UUID | None = None
    about: UUID | None = None
    at: datetime = AT
    agenda: list[str] = field(default_factory=list)
    who: str = ""
    pk: UUID = field(default_factory=uuid4)


@dataclass
class Person:
    agency: str
    pk: UUID = field(default_factory=uuid4)


HELD = Step("held", outcome="meeting")


def ids(items: Any) -> set[str]:
    return {name for item in items for name in item.ids}


def agenda(kind: str = "strategy", applying: Any = (), asked: Any = ()) -> tuple[AgendaItem, ...]:
    return rules.agenda(PROVISIONS, kind, set(applying), asked)


def of_register(section: str, who: str = "strategy_meeting") -> set[str]:
    return {
        one.id
        for one in PROVISIONS.values()
        if (one.kind, one.section, one.about) == ("agenda", section, "meeting") and who in one.who
    }


def test_the_agenda_is_every_item_of_the_sections_that_apply() -> None:
    assert ids(agenda(asked=["2.1-strategy"])) == of_register("2.1")
    assert ids(agenda(asked=["2.2-strategy-on-arrest"])) == of_register("2.2")
    assert ids(agenda(applying=[("2.2-no-disclosure", ADULT)])) == of_register("2.2")
    assert ids(agenda(asked=["2.1-strategy", "2.2-strategy-on-arrest"])) == of_register("2.1") | of_register("2.2")
    # nothing is left out because too little is known
    assert ids(agenda()) == of_register("2.1") | of_register("2.2")
    assert len(of_register("2.1")) == 4
    assert len(of_register("2.2")) == 7


def test_what_both_sections_ask_is_asked_once() -> None:
    both = agenda()
    assert len(both) == 7
    assert ("2.1-agenda-household", "2.2-agenda-household") in [item.ids for item in both]
    assert [item.ids for item in both if not item.is_must] == [("2.1-strategy-early-help", "2.2-agenda-early-help")]


def test_the_designated_officers_meeting_has_two_items_more_and_no_other_has_them() -> None:
    own = {"2.2-agenda-lado-contact", "2.2-agenda-lado-employer"}
    assert ids(agenda("designated_officer")) == of_register("2.2") | own
    assert not ids(agenda()) & own


def test_leaving_home_is_asked_of_each_adult_whom_it_applies_to() -> None:
    items = agenda(applying=[("2.2-leave-home", ADULT), ("2.2-leave-home", OTHER)])
    about = [item.about for item in items if item.ids == ("2.2-leave-home",)]
    assert sorted(about, key=str) == sorted([ADULT, OTHER], key=str)
    assert all(item.is_must for item in items if item.about)


def test_an_agenda_is_read_again_from_its_keys() -> None:
    items = agenda(applying=[("2.2-leave-home", ADULT)])
    assert rules.items_of([item.key for item in items], PROVISIONS) == items


@pytest.mark.parametrize("there", [set(one) for n in range(4) for one in itertools.combinations(rules.QUORUM, n)])
@pytest.mark.parametrize("explained", [False, True])
def test_it_is_quorate_with_all_three_or_says_why_not(there: set[str], explained: bool) -> None:
    people = [Person(agency) for agency in (*rules.QUORUM, "school")]
    came = [Step("attended" if one.agency in there else "apologies", person_id=one.pk) for one in people]
    steps = [HELD, *came, *([Step("quorum_explained")] if explained else [])]
    lacks = rules.lacking(rules.fold(steps), (), people)
    assert {lack.agency for lack in lacks} == (set() if explained else {*rules.QUORUM} - there)


def test_who_had_somebody_there_in_their_place_counts_and_apologies_alone_do_not() -> None:
    nurse = Person("health")
    for who, missing in (("Cy Sample", {"police", "social_care"}), ("", {"police", "social_care", "health"})):
        now = rules.fold([HELD, Step("apologies", person_id=nurse.pk, who=who)])
        assert {lack.agency for lack in rules.lacking(now, (), [nurse])} == missing


@pytest.mark.parametrize(
    ("outcome", "is_answered"),
    [("in_place", True), ("missing", True), ("not_considered", False), ("considered", False)],
)
def test_what_a_childs_safety_hangs_on_is_not_closed_with_nothing(outcome: str, is_answered: bool) -> None:
    now = rules.fold([HELD, Step("answered", item="2.1-agenda-household", about=ADULT, outcome=outcome)])
    (item, _) = [one for one in agenda(asked=["2.1-strategy"]) if one.each_child]
    assert replace(item, about=ADULT) in rules.agenda(PROVISIONS, "strategy", (), ["2.1-strategy"], [ADULT])
    assert now.is_answered(replace(item, about=ADULT)) is is_answered
    assert not now.is_answered(replace(item, about=OTHER))


def test_two_who_write_at_once() -> None:
    # What each box was when it was shown, is now, and came back with: by hand.
    for shown, now, sent, came in (
        ("a", "a", "a", "untouched"),
        ("a", "a", "b", "changed"),
        ("a", "b", "a", "untouched"),
        ("a", "b", "b", "untouched"),
        ("a", "b", "c", "both_changed"),
        ("", "b", "c", "both_changed"),
        ("a\nb", "a\nb", "a\r\nb\r\n", "untouched"),
    ):
        assert told_apart({"x": shown}, {"x": now}, {"x": sent}) == came, (shown, now, sent)


ITEMS = (
    AgendaItem(("a",), "A?", is_must=True),
    AgendaItem(("b",), "B?", is_must=False),
    AgendaItem(("c",), "C?", is_must=True, acts=frozenset({rules.S47})),
)
ENOUGH = [
    HELD,
    Step("answered", item="a", outcome="not_considered"),
    Step("decided", item=rules.S47, outcome="no"),
    Step("quorum_explained"),
    Step("concluded"),
]


@pytest.mark.parametrize("order", list(itertools.permutations(ENOUGH)))
def test_it_counts_as_concluded_in_whatever_order_it_was_recorded(order: list[Step]) -> None:
    for number in range(len(order) + 1):
        now = rules.fold(order[:number])
        status = rules.status(now, rules.lacking(now, ITEMS, []))
        assert (status is MeetingStatus.CONCLUDED) == (number == len(order))


def test_when_people_are_told_is_answered_by_what_is_recorded_of_that() -> None:
    asks_when = AgendaItem(("when",), "When?", is_must=True, acts=frozenset({rules.WHEN_TOLD}))
    items = [asks_when, AgendaItem(("how",), "How?", is_must=True)]
    for has_tellings, missing in ((False, ["when", "how"]), (True, ["how"])):
        now = rules.fold([HELD, Step("quorum_explained")], has_tellings=has_tellings)
        assert [lack.item.ids[0] for lack in rules.lacking(now, items, []) if lack.item] == missing


@pytest.mark.parametrize(
    ("steps", "is_answered"),
    [
        ([Step("answered", item="asked", outcome="considered")], False),
        ([Step("answered", item="asked", outcome="not_considered")], True),
        ([Step("decided", item=rules.S47, outcome="yes")], True),
        (
            [Step("decided", item=rules.S47, outcome="yes"), Step("answered", item="asked", outcome="considered")],
            True,
        ),
    ],
)
def test_what_is_decided_is_not_answered_by_words_alone(steps: list[Step], is_answered: bool) -> None:
    assert (
        rules.fold(steps).is_answered(AgendaItem(("asked",), "Is it met?", is_must=True, acts=frozenset({rules.S47})))
        is is_answered
    )


@pytest.mark.parametrize("left_out", range(len(ENOUGH)))
def test_it_does_not_count_as_concluded_without_any_of_it(left_out: int) -> None:
    now = rules.fold([step for number, step in enumerate(ENOUGH) if number != left_out])
    assert rules.status(now, rules.lacking(now, ITEMS, [])) in (MeetingStatus.HELD, MeetingStatus.CALLED)


def test_the_newest_step_holds_and_opening_again_opens() -> None:
    now = rules.fold([*ENOUGH, Step("reopened")])
    assert rules.status(now, rules.lacking(now, ITEMS, [])) is MeetingStatus.HELD
    assert rules.status(rules.fold([HELD, Step("not_held")]), ()) is MeetingStatus.NOT_HELD
    assert rules.status(rules.fold([Step("not_held"), HELD]), ()) is MeetingStatus.HELD


def test_a_decision_keeps_its_beginning_until_it_changes() -> None:
    yes, again, no = (Step("decided", item="x", outcome=outcome) for outcome in ("yes", "yes", "no"))
    assert rules.fold([yes, again]).since["x"] is yes
    assert rules.fold([yes, again]).decided["x"] is again
    assert rules.fold([yes, no, again]).since["x"] is again


def test_an_answer_is_of_one_person_and_stays_when_more_sections_apply() -> None:
    answered = Step("answered", item="2.1-agenda-household")
    now = rules.fold([answered])
    assert now.answer(AgendaItem(("2.1-agenda-household", "2.2-agenda-household"), "?", is_must=True)) is answered
    of_him = rules.fold([Step("answered", item="2.2-leave-home", about=ADULT)])
    assert of_him.answer(AgendaItem(("2.2-leave-home",), "?", is_must=True, about=ADULT)) is not None
    assert of_him.answer(AgendaItem(("2.2-leave-home",), "?", is_must=True, about=OTHER)) is None


@pytest.mark.parametrize(
    ("kind", "role", "organisation", "may"),
    [
        ("strategy", "social_worker", "social_care", True),
        ("strategy", "team_manager", "social_care", True),
        ("strategy", "police_officer", "police", True),
        ("strategy", "team_manager", "school", False),
        ("strategy", "safeguarding_lead", "school", False),
        ("strategy", "designated_officer", "designated_officer", False),
        ("designated_officer", "designated_officer", "designated_officer", True),
        ("designated_officer", "team_manager", "social_care", False),
        ("designated_officer", "police_officer", "police", False),
    ],
)
def test_who_records_which(kind: str, role: str, organisation: str, may: bool) -> None:
    assert rules.may_record(kind, role, organisation) is may


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Colin Example", "Mr COLIN  Example", True),
        ("Example, Colin", "Colin Example", True),
        ("Colin", "Colin Example", False),
        ("Colin", "colin", True),
        ("Colin Example", "Dora Example", False),
        ("", "Colin Example", False),
        ("", "", False),
    ],
)
def test_names_that_may_be_the_same(one: str, other: str, alike: bool) -> None:
    assert rules.is_called_like(one, other) is rules.is_called_like(other, one) is alike


def test_each_meeting_is_called_by_its_own_rules() -> None:
    called = {
        kind: {one.id for one in PROVISIONS.values() if rules.calls(one, kind)}
        for kind in ("strategy", "designated_officer")
    }
    assert called["strategy"] == {"2.1-strategy", "2.2-strategy-on-arrest", "2.2-strategy-known-children"}
    assert called["designated_officer"] == {"2.2-lado-meeting"}
