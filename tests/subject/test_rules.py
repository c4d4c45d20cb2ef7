"""Until when a request is answered, who may check, and what is given of one thing. No database."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from fingerpost.procedure.calendar import WorkingDays
from fingerpost.subject import rules
from fingerpost.subject.errors import SubjectError
from fingerpost.subject.grounds import GROUNDS
from fingerpost.subject.rules import HeldItem, RequestStep

ONE, OTHER = uuid4(), uuid4()


def step(kind: str, on: date, by: UUID = ONE, **others: object) -> RequestStep:
    return RequestStep(uuid4(), kind, on, by, **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),  # 3 October is a Saturday
        (date(2026, 6, 9), date(2026, 7, 9)),  # the corresponding day
        (date(2026, 3, 31), date(2026, 4, 30)),  # no 31 April
        (date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2024, 1, 30), date(2024, 2, 29)),
        (date(2025, 11, 25), date(2025, 12, 29)),  # Christmas Day, Boxing Day, a weekend
        (date(2026, 3, 3), date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2025, 12, 1), date(2026, 1, 2)),  # New Year's Day
        (date(2026, 5, 30), date(2026, 6, 30)),  # received on a Saturday: it runs from then
    ],
)
def test_one_month_is_counted_to_the_corresponding_day(received: date, due: date) -> None:
    assert rules.clock(received, []).due == due


def test_every_last_day_is_a_working_day_and_never_early() -> None:
    working = WorkingDays.of(rules.ENGLAND)
    for number in range(400):
        day = date(2025, 1, 1) + timedelta(days=number)
        for months in (1, 3):
            due = rules.answer_by(day, months)
            assert due == working.after(due - timedelta(days=1), 1)
            assert due >= rules.months_after(day, months)


def test_beyond_the_known_holidays_weekends_are_passed_over() -> None:
    assert rules.answer_by(date(2060, 1, 3), 1) == date(2060, 2, 3)
    assert rules.answer_by(date(2060, 1, 7), 1) == date(2060, 2, 9)  # 7 February 2060 is a Saturday
    assert rules.answer_by(date(2060, 1, 8), 1) == date(2060, 2, 9)


def test_scotland_has_its_own_holidays() -> None:
    assert rules.answer_by(date(2025, 12, 2), 1, "scotland") == date(2026, 1, 5)
    assert rules.answer_by(date(2025, 12, 2), 1) == date(2026, 1, 2)


def test_where_they_are_asked_who_they_are_it_runs_once_they_have_shown_it() -> None:
    received, asked = date(2026, 6, 9), step("identity_asked", date(2026, 6, 10))
    assert rules.clock(received, [asked]).due is None
    shown = step("identity", date(2026, 6, 20))
    assert rules.clock(received, [asked, shown]).due == date(2026, 7, 20)
    assert rules.clock(received, [shown, asked]).due == date(2026, 7, 20)  # whatever was recorded first
    assert rules.clock(received, [shown]).due == date(2026, 7, 9)  # nobody had to ask
    late = step("identity_asked", date(2026, 7, 10))
    assert rules.clock(received, [late]).due == date(2026, 7, 9)  # asked too late: it runs from receipt


def test_two_months_longer_count_only_where_they_were_told_in_time() -> None:
    received = date(2026, 6, 9)
    told = rules.clock(received, [step("extended", date(2026, 7, 9))])
    assert (told.due, told.extended, told.told_late) == (date(2026, 9, 9), True, False)
    late = rules.clock(received, [step("extended", date(2026, 7, 10))])
    assert (late.due, late.extended, late.told_late) == (date(2026, 7, 9), False, True)


def test_overdue_from_the_day_after_until_it_is_answered_or_no_longer_asked() -> None:
    received, due = date(2026, 6, 9), date(2026, 7, 9)
    known = rules.stands(received, [])
    assert not known.is_overdue(due)
    assert known.is_overdue(due + timedelta(days=1))
    for kind in ("sent", "withdrawn"):
        assert not rules.stands(received, [step(kind, due)]).is_overdue(date(2027, 1, 1))


def test_nobody_checks_what_they_prepared() -> None:
    prepared = step("prepared", date(2026, 6, 20), by=ONE)
    own = step("checked", date(2026, 6, 21), by=ONE, of=prepared.id)
    last = rules.stands(date(2026, 6, 9), [prepared, own]).last
    assert last is not None
    assert last.waits
    other = step("checked", date(2026, 6, 21), by=OTHER, of=prepared.id)
    last = rules.stands(date(2026, 6, 9), [prepared, own, other]).last
    assert last is not None
    assert last.checked == other


def test_what_was_sent_back_is_not_the_answer() -> None:
    first, again = step("prepared", date(2026, 6, 20)), step("prepared", date(2026, 6, 22))
    back = step("back", date(2026, 6, 21), by=OTHER, of=first.id)
    known = rules.stands(date(2026, 6, 9), [first, back])
    assert known.last is None
    known = rules.stands(date(2026, 6, 9), [first, back, again])
    assert known.last is not None
    assert known.last.step == again


ITEM = HeldItem(
    uuid4(), "common", "Notes", "4 May 2026", "Asha", "Ben Sample told Ann that ben was seen with Ann Sample."
)


def test_words_left_out_are_left_out_wherever_they_are_and_however_they_overlap() -> None:
    left = rules.given(ITEM, "parts", "third_party", "Ben Sample\nAnn\nAnn Sample\nben")
    assert left == (
        "[withheld: third party] told [withheld: third party] that [withheld: third party]"
        " was seen with [withheld: third party]."
    )
    assert rules.given(ITEM, "parts", "third_party", "told Ann\nAnn that") == (
        "Ben Sample [withheld: third party] ben was seen with Ann Sample."
    )


@pytest.mark.parametrize(
    ("passages", "left"),
    [
        ("Rob", "… saw …’s hat; … Al, also in hospital."),
        ("Al", "Rob saw Rob’s hat; robed …, … in hospital."),
        ("hat", "Rob saw Rob’s …; robed Al, also in hospital."),
    ],
)
def test_no_piece_of_a_word_is_left_that_tells_what_is_not_there(passages: str, left: str) -> None:
    item = HeldItem(ITEM.concern, "common", "Notes", "4 May 2026", "", "Rob saw Rob’s hat; robed Al, also in hospital.")
    assert rules.given(item, "parts", "third_party", passages) == left.replace("…", "[withheld: third party]")
    with pytest.raises(SubjectError, match="is not in the text"):
        rules.given(item, "parts", "third_party", "spital")


def test_what_is_withheld_needs_a_ground_and_gives_nothing() -> None:
    assert rules.given(ITEM, "give", "", "") == ITEM.sentence
    assert rules.given(ITEM, "withhold", "legal", "") == rules.given(ITEM, "silent", "crime", "") == ""
    wrong = [
        ("withhold", "", ""),
        ("withhold", "crime", ""),  # it would tell what is withheld
        ("parts", "crime", "Ann"),  # and so would a gap that names no ground
        ("silent", "invented", ""),
        ("parts", "legal", " \n"),
        ("parts", "legal", "Somebody"),
    ]
    for choice, ground, passages in wrong:
        with pytest.raises(SubjectError):
            rules.given(ITEM, choice, ground, passages)


def test_what_an_embargo_holds_and_what_stands_in_another_part_is_withheld_in_silence_unless_somebody_decides() -> None:
    for theirs in (True, False):
        assert rules.suggested(held=True, part="common", theirs=theirs) == ("silent", "crime")
        assert rules.suggested(held=False, part="police", theirs=theirs) == ("silent", "crime")
        assert rules.suggested(held=False, part="designated_officer", theirs=theirs) == ("silent", "crime")
        assert rules.suggested(held=False, part="health", theirs=theirs) == ("silent", "serious_harm")
    assert rules.suggested(held=False, part="common", theirs=True) == ("give", "")
    assert rules.suggested(held=False, part="common", theirs=False) == ("withhold", "not_theirs")


def test_who_else_is_named_is_found_whole_or_by_a_word_and_never_in_the_persons_own_name() -> None:
    sentence = "Tamsin Sample told Ann that Robin Nobody and Samples were there. Ms Mouse came."
    own, others = ["Tamsin Sample"], ["Ann Sample", "Robin Nobody", "Tamsin Other", "Sam Else", "Ms Minnie Mouse"]
    assert rules.others_in(sentence, own, others) == ["Ann", "Mouse", "Nobody", "Robin", "Robin Nobody"]
    assert rules.suggested(held=False, part="common", theirs=True, others=True) == ("parts", "third_party")


def test_an_item_is_read_as_it_was_written_and_other_words_are_another() -> None:
    assert HeldItem.read(ITEM.text) == ITEM
    other = HeldItem(ITEM.concern, ITEM.compartment, ITEM.kind, ITEM.at, ITEM.by, ITEM.sentence + " ")
    assert other.key != ITEM.key


def test_each_ground_names_its_law_and_is_to_be_confirmed() -> None:
    for ground in GROUNDS:
        assert "Data Protection Act 2018" in ground.law or "UK GDPR" in ground.law
        assert ground.to_confirm
