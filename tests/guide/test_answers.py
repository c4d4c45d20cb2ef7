"""Answers as a cookie: they come back as they were, small and sealed; what is not ours, or too old, does not."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.guide.answers import LAST_PAGE, MOST_EVENTS, MOST_PEOPLE, Answers, Given, Happening, called, kind_of
from fingerpost.guide.box import KEPT_FOR, LostError, opened, sealed
from fingerpost.procedure.pack.library import load_pack

PACK = load_pack()
NOW = datetime(2026, 11, 25, 16, 45, tzinfo=UTC)
SECRET = "a secret of these tests"  # noqa: S105
LARGEST_COOKIE = 4093
"""Bytes of name and value that every browser keeps (RFC 6265 asks for 4,096 with the attributes)."""


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    """Anything that the pages can bring about, and more."""
    made = Answers(NOW - timedelta(minutes=draw(st.integers(0, 500_000))))
    made = made.with_more("child", draw(st.integers(0, 4))).with_more("adult", draw(st.integers(0, 4)))
    for person in draw(st.lists(st.sampled_from(made.people), unique=True)) if made.people else ():
        made = made.without(person)
    owners = ["concern", *made.people]
    for _ in range(draw(st.integers(0, 30))):
        owner = draw(st.sampled_from(owners))
        scope = "concern" if owner == "concern" else kind_of(owner)
        fact = draw(st.sampled_from(PACK.facts_of(scope)))
        if fact.birth_date and draw(st.booleans()):
            born = draw(st.dates(date(2007, 1, 1), date(2026, 1, 1)))
            made = made.with_answers({f"{owner}.{fact.birth_date}": born})
        else:
            made = made.with_answers({f"{owner}.{fact.id}": draw(st.sampled_from([*fact.values, None]))})
    if made.of_kind("adult"):
        at = NOW - timedelta(hours=draw(st.integers(0, 100)))
        adult = made.of_kind("adult")[0]
        made = made.with_event(Happening("arrest", at, adult))
        to = draw(st.sampled_from([f"partner:{adult}", f"employer:{adult}", adult]))
        made = made.with_event(Happening("disclosure_agreed", at, adult, to))
    return made


@given(answers())
def test_answers_come_back_as_they_were(made: Answers) -> None:
    back = opened(sealed(made, PACK, SECRET, NOW), PACK, SECRET, NOW)
    assert back == made
    assert list(back.given) == list(made.given)  # the order of asking, too


def largest() -> Answers:
    """As many adults as there may be, everything answered of each, and as many events as there may be."""
    made = Answers(NOW).with_more("adult", MOST_PEOPLE)
    said = {f"concern.{fact.id}": Given(None, LAST_PAGE) for fact in PACK.facts_of("concern")}
    said |= {f"{one}.{fact.id}": Given(True, 200) for one in made.people for fact in PACK.facts_of("adult")}
    events = tuple(Happening("arrest", NOW - timedelta(minutes=n), "a16") for n in range(MOST_EVENTS))
    return replace(made, given=said, events=events)


def test_the_largest_case_fits_into_a_cookie() -> None:
    assert len("__Host-guide=" + sealed(largest(), PACK, SECRET, NOW)) <= LARGEST_COOKIE
    with pytest.raises(ValueError, match="more than 16"):
        largest().with_more("child", 1)
    assert largest().is_full


@given(st.integers(0, 10_000), st.sampled_from([1, 2, 32, 128]))
def test_one_bit_altered_and_nothing_opens(place: int, bit: int) -> None:
    value = sealed(Answers(NOW).with_more("child", 1), PACK, SECRET, NOW)
    data = bytearray(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    data[place % len(data)] ^= bit
    with pytest.raises(LostError):
        opened(base64.urlsafe_b64encode(data).rstrip(b"=").decode(), PACK, SECRET, NOW)


@given(st.text(max_size=200))
def test_any_text_is_refused_in_one_way(text: str) -> None:
    with pytest.raises(LostError):
        opened(text, PACK, SECRET, NOW)


def test_another_services_answers_old_ones_and_those_of_another_text_are_lost() -> None:
    value = sealed(Answers(NOW), PACK, SECRET, NOW)
    assert opened(value, PACK, SECRET, NOW + KEPT_FOR - timedelta(minutes=2)) == Answers(NOW)
    for pack, secret, now in (
        (PACK, "another secret", NOW),
        (PACK, SECRET, NOW + KEPT_FOR + timedelta(minutes=1)),
        (PACK, SECRET, NOW - timedelta(hours=1)),
        (replace(PACK, digest="sha256:" + "0" * 64), SECRET, NOW),
    ):
        with pytest.raises(LostError):
            opened(value, pack, secret, now)


def test_the_same_answers_never_make_the_same_cookie() -> None:
    assert sealed(Answers(NOW), PACK, SECRET, NOW) != sealed(Answers(NOW), PACK, SECRET, NOW)


def test_nobody_is_given_anothers_number() -> None:
    made = Answers(NOW).with_more("child", 3).without("c2").with_more("adult", 1).with_more("child", 1)
    assert [called(person) for person in made.people] == ["Child 1", "Child 3", "Child 4", "Adult 1"]


def test_what_is_not_ticked_is_not_known_and_a_no_stays() -> None:
    offered = ["concern.online_bullying", "concern.adult_involved", "concern.money_or_gifts"]
    made = Answers(NOW).with_answers({"concern.money_or_gifts": False, "concern.adult_involved": True})
    made = made.with_ticks(offered, ["concern.online_bullying"])
    assert {name: given.value for name, given in made.given.items()} == {
        "concern.money_or_gifts": False,
        "concern.online_bullying": True,
    }
