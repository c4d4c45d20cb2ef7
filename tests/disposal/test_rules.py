"""Until when a concern is kept, exactly, with what is not known; what is in the way; and who the two are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.disposal import checks, rules
from fingerpost.disposal.rules import WAITING, Counts, DecidingPerson, LegalHold, Obstacle, Proposed, RetentionFacts
from fingerpost.disposal.schedule import Schedule, ScheduleError, read, schedule

DAY = date(2026, 11, 25)
CLOSED = date(2016, 5, 4)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PLAIN = {"sexual_abuse": False, "works_with_children": False}


def known(**others: object) -> RetentionFacts:
    return RetentionFacts(**{"closed": CLOSED, "told": CLOSED, "children": (date(2001, 2, 3),), **PLAIN, **others})  # type: ignore[arg-type]


def reckoned(**others: object) -> rules.RetentionPeriod:
    return rules.reckon(known(**others), schedule().rules)


def test_it_is_kept_until_the_youngest_child_is_twenty_five() -> None:
    found = reckoned(children=(date(2001, 2, 3), date(2001, 11, 26)))
    assert found.last is not None
    assert (found.last.rule.id, found.last.until) == ("child-protection", date(2026, 11, 26))
    assert found.is_due(date(2026, 11, 25)) is False
    assert found.is_due(date(2026, 11, 26)) is True
    assert found.missing == ()


def test_whoever_was_born_on_a_leap_day_is_twenty_five_in_march() -> None:
    last = reckoned(children=(date(2000, 2, 29),)).last
    assert last is not None
    assert last.until == date(2025, 3, 1)
    assert rules.after(date(2000, 2, 29), 4) == date(2004, 2, 29)


def test_a_birth_that_nobody_recorded_makes_nothing_due_and_is_named() -> None:
    found = reckoned(children=(date(1990, 1, 1), None))
    assert found.is_due(DAY) is None
    assert found.is_due(date(2400, 1, 1)) is None
    assert found.missing == ("the date of birth of a child",)


def test_what_is_unknown_and_could_not_make_it_later_is_not_asked_for() -> None:
    found = reckoned(works_with_children=None, adults=(date(1930, 1, 1),), told=date(2001, 1, 1))
    assert found.is_due(DAY) is True
    assert found.missing == ()
    later = reckoned(works_with_children=None, adults=(date(1990, 1, 1),))
    assert later.is_due(DAY) is None
    assert later.missing == ("whether the suspected adult works with children",)


def test_where_no_child_is_recorded_it_counts_from_its_closing() -> None:
    last = reckoned(children=()).last
    assert last is not None
    assert (last.rule.id, last.until) == ("no-child-recorded", date(2041, 5, 4))


def test_sexual_abuse_is_kept_for_seventy_five_years_and_longer_than_anything_unknown_is_asked_for() -> None:
    found = reckoned(sexual_abuse=True)
    assert found.last is not None
    assert found.last.until == date(2091, 5, 4)
    assert found.is_due(DAY) is False


def test_a_request_is_kept_by_its_own_line_alone_from_its_answer() -> None:
    asked = RetentionFacts(closed=CLOSED, told=None, is_request=True)
    (kept,) = rules.reckon(asked, schedule().rules).kept
    assert (kept.rule.id, kept.until) == ("subject-access", date(2022, 5, 4))
    assert "subject-access" not in {one.rule.id for one in reckoned(sexual_abuse=None).kept}
    waits = RetentionFacts(closed=None, told=None, is_request=True)
    found = rules.reckon(waits, schedule().rules)
    assert found.missing == ("the day on which it was answered",)
    assert rules.obstacles(waits, found, [], Counts(), schedule(), DAY) == [Obstacle.UNANSWERED]


_births = st.lists(st.none() | st.dates(date(1960, 1, 1), date(2026, 1, 1)), max_size=3).map(tuple)
_answers = st.sampled_from([True, False, None])
_cases = st.builds(
    RetentionFacts,
    closed=st.none() | st.dates(date(1990, 1, 1), DAY),
    told=st.dates(date(1990, 1, 1), DAY),
    children=_births,
    adults=_births,
    sexual_abuse=_answers,
    works_with_children=_answers,
)


@given(_cases, st.dates(date(1990, 1, 1), date(2200, 1, 1)), st.data())
def test_what_is_settled_stays_so_however_what_is_missing_turns_out(
    case: RetentionFacts, day: date, data: st.DataObject
) -> None:
    found = rules.reckon(case, schedule().rules).is_due(day)
    births = st.dates(date(1960, 1, 1), date(2026, 1, 1))
    whole = RetentionFacts(
        closed=case.closed or data.draw(st.dates(date(1990, 1, 1), DAY)),
        told=case.told,
        children=tuple(one or data.draw(births) for one in case.children),
        adults=tuple(one or data.draw(births) for one in case.adults) or (date(1960, 1, 1),),
        sexual_abuse=data.draw(st.booleans()) if case.sexual_abuse is None else case.sexual_abuse,
        works_with_children=data.draw(st.booleans()) if case.works_with_children is None else case.works_with_children,
    )
    then = rules.reckon(whole, schedule().rules).is_due(day)
    assert then is not None
    assert found in (None, then) or not case.adults


@pytest.mark.parametrize(
    ("others", "counts", "holds", "expected"),
    [
        ({}, Counts(), [], []),
        ({"closed": None}, Counts(), [], [Obstacle.OPEN]),
        ({"children": (None,)}, Counts(), [], [Obstacle.UNKNOWN]),
        ({"children": (date(2010, 1, 1),)}, Counts(), [], [Obstacle.NOT_DUE]),
        ({}, Counts(), [LegalHold(uuid4(), DAY)], [Obstacle.HELD]),
        ({}, Counts(), [LegalHold(uuid4(), DAY, DAY)], [Obstacle.HELD]),
        ({}, Counts(), [LegalHold(uuid4(), CLOSED, DAY - timedelta(days=1))], []),
        ({}, Counts(), [LegalHold(uuid4(), DAY, released=True)], []),
        ({}, Counts(2, 1, ("a copy",)), [], [Obstacle.DUTIES, Obstacle.LIKENESSES, "a copy"]),
        ({"sexual_abuse": None}, Counts(), [], [Obstacle.UNKNOWN, Obstacle.PRESERVED]),
    ],
)  # fmt: skip
def test_every_reason_is_said(
    others: dict[str, object], counts: Counts, holds: list[LegalHold], expected: list[str]
) -> None:
    case = known(**others)
    found = rules.obstacles(case, rules.reckon(case, schedule().rules), holds, counts, schedule(), DAY)
    assert found == expected


# ---- two people ------------------------------------------------------------------------------------------------------

ONE, OTHER = DecidingPerson(uuid4(), uuid4()), DecidingPerson(uuid4(), uuid4())
ONE_ELSEWHERE = DecidingPerson(uuid4(), ONE.user)
RIPE = NOW - WAITING


def proposed(*confirmed: tuple[DecidingPerson, datetime], part: str = "common", withdrawn: bool = False) -> Proposed:
    return Proposed(uuid4(), part, ONE, RIPE - timedelta(days=1), confirmed, withdrawn)


@pytest.mark.parametrize(
    ("proposals", "parts", "holds", "expected"),
    [
        ([proposed((OTHER, RIPE))], ["common"], [], True),
        ([proposed()], ["common"], [], False),
        ([], [], [], False),
        ([proposed((ONE, RIPE))], ["common"], [], False),
        ([proposed((ONE_ELSEWHERE, RIPE))], ["common"], [], False),
        ([proposed((ONE_ELSEWHERE, RIPE), (OTHER, RIPE))], ["common"], [], True),
        ([proposed((OTHER, RIPE + timedelta(seconds=1)))], ["common"], [], False),
        ([proposed((OTHER, RIPE), withdrawn=True)], ["common"], [], False),
        ([proposed((OTHER, RIPE))], ["common", "police"], [], False),
        ([proposed((OTHER, RIPE)), proposed((OTHER, RIPE), part="police")], ["common", "police"], [], True),
        ([proposed((OTHER, RIPE))], ["common"], [LegalHold(uuid4(), DAY)], False),
    ],
)
def test_two_people_agree_and_wait(
    proposals: list[Proposed], parts: list[str], holds: list[LegalHold], expected: bool
) -> None:
    assert rules.may_be_destroyed(parts, proposals, holds, NOW, DAY) is expected


# ---- the schedule ----------------------------------------------------------------------------------------------------


def test_the_schedule_is_read() -> None:
    assert isinstance(schedule(), Schedule)
    assert schedule().rule("child-protection").years == 25
    assert all(one.to_confirm for one in (*schedule().rules, *schedule().preservations))


def test_every_mistake_is_named() -> None:
    text = """
rules:
  - {id: a, records: x, applies: sometimes, years: 0, from: closing, basis: y, to_confirm: z}
  - {id: a, records: x, applies: always, years: 6, from: nowhere, basis: "", more: 1}
preservations:
  - {id: p, over: [b], since: soon, why: w, to_confirm: z}
"""
    with pytest.raises(ScheduleError) as refused:
        read(text)
    said = " ".join(f"{one.where}: {one.what}" for one in refused.value.problems)
    for words in (
        "`applies` is 'sometimes'",
        "`years` is 0",
        "`from` is 'nowhere'",
        "no `to_confirm`",
        "`more` is not known",
        "`basis` is no text",
        "a: several",
        "`since` is 'soon'",
        "`over` is ['b']",
    ):
        assert words in said
    with pytest.raises(ScheduleError):
        read("- rules")


def test_a_mistake_is_said_before_anybody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.schedule_is_read() == []
    monkeypatch.setattr(checks, "schedule", lambda: read("rules: [{id: a}]"))
    assert {one.id for one in checks.schedule_is_read()} == {"disposal.E001"}
