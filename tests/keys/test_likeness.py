"""What a search takes for alike."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.keys import likeness
from fingerpost.keys.likeness import EXACT, NEAR, WORD, Kind, parts_needed, sought, stored
from keys import spellings


def parts(kind: Kind, kept: str, asked: str) -> dict[int, int]:
    """Return how strongly each part of what is asked for is found in what is kept."""
    forms = stored(kind, kept)
    found: dict[int, int] = {}
    for one in sought(kind, asked):
        if one.form in forms:
            found[one.part] = max(found.get(one.part, 0), one.strength)
    return found


def alike(kept: str, asked: str, kind: Kind = Kind.NAME) -> bool:
    return len(parts(kind, kept, asked)) >= parts_needed(kind, asked)


# ---- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("Zoë Ødegård", "zoe odegard"),
        ("Sean O'Brien", "SEAN OBRIEN"),
        ("Seán O’Brien", "Sean OBrien"),
        ("Anne-Marie Smith", "Annemarie Smith"),
        ("Abdul Rahman Khan", "Abdulrahman Khan"),
        ("Smith, John", "John Smith"),
        ("Dr John Smith", "Mr John Smith"),
        ("José  Müller", "Jose\u0301 Mu\u0308ller"),
        ("Straße", "strasse"),
        ("Łukasz", "lukasz"),
        ("Нина Иванова", "иванова нина"),
    ],
)
def test_case_accents_punctuation_order_and_titles_do_not_matter(kept: str, asked: str) -> None:
    assert set(parts(Kind.NAME, kept, asked).values()) == {EXACT}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shawn Miller", "Sean Miller"),
        ("Smith", "Smyth"),
        ("Catherine", "Kathryn"),
        ("Mohammed Hussain", "Muhammad Hussein"),
        ("Siobhan Kelly", "Shivaun Kelley"),
    ],
)
def test_names_that_sound_the_same_are_alike_in_both_directions(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)
    assert min(parts(Kind.NAME, one, other).values()) == NEAR


def test_two_words_of_a_name_suffice_and_one_does_not() -> None:
    assert alike("Amina Yusuf", "Amina Noor Yusuf")
    assert alike("Amina Noor Yusuf", "Amina Yusuf")
    assert not alike("Amina Hill", "Amina Yusuf")
    assert alike("Amina Yusuf", "Yusuf")


def test_a_word_in_another_name_is_weaker_than_the_whole_name_and_stronger_than_a_sound() -> None:
    assert parts(Kind.NAME, "Amina Yusuf", "Amina Yousef") == {0: WORD, 1: NEAR}


def test_single_letters_tell_nobody_apart() -> None:
    assert (Kind.WORD, "p") not in stored(Kind.NAME, "John P Smith")
    assert stored(Kind.NAME, "K") == {(Kind.NAME, "k"), (Kind.WORD, "k"), (Kind.SOUND, "K")}


@given(st.text())
def test_any_name_finds_itself_or_has_no_form(name: str) -> None:
    forms = stored(Kind.NAME, name)
    assert bool(forms) == bool(sought(Kind.NAME, name))
    if forms:
        assert alike(name, name)
        assert alike(name.upper(), name.lower()) or name.upper().lower() != name.lower()


@given(st.permutations(["amina", "noor", "yusuf", "ali"]))
def test_the_order_of_words_never_matters(order: list[str]) -> None:
    assert set(parts(Kind.NAME, "Ali Amina Noor Yusuf", " ".join(order)).values()) == {EXACT}


def test_most_spellings_of_a_name_are_found_those_never_looked_at_too() -> None:
    for lists, floor in ((spellings.CHOSEN_WITH, 0.95), ((spellings.HELD_OUT,), 0.93)):
        same = spellings.pairs(*lists)
        found = sum(alike(one, other) for one, other in same)
        assert found / len(same) >= floor, [pair for pair in same if not alike(*pair)]


def test_frequent_names_of_different_people_are_rarely_alike() -> None:
    for names in spellings.frequent().values():
        different = list(combinations(names, 2))
        assert sum(alike(one, other) for one, other in different) / len(different) <= 0.004


# ---- dates -----------------------------------------------------------------------------------------------------------


def test_a_date_finds_itself_and_less_strongly_what_a_slip_makes_of_it() -> None:
    assert parts(Kind.BORN, "2012-05-04", "2012-05-04") == {0: EXACT}
    for slip in ("2012-04-05", "2011-05-04", "2012-05-05", "2002-05-04", "2012-05-24", "2012-06-04"):
        assert parts(Kind.BORN, "2012-05-04", slip) == {0: NEAR}
    for other in ("2013-06-04", "2012-06-05", "2021-05-04"):
        assert parts(Kind.BORN, "2012-05-04", other) == {}


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_slip_goes_both_ways(one: date, other: date) -> None:
    assert (one in likeness.near_dates(other)) == (other in likeness.near_dates(one))
    assert one not in likeness.near_dates(one)


@pytest.mark.parametrize("text", ["", "2012-13-01", "4 May 2012", "2011-02-29"])
def test_what_is_no_date_is_found_by_nothing(text: str) -> None:
    assert stored(Kind.BORN, text) == set()
    assert sought(Kind.BORN, text) == []


# ---- handles, numbers, addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "kept", "asked"),
    [
        (Kind.HANDLE, "@sk8r.boi_09", "Sk8rBoi09"),
        (Kind.HANDLE, "https://social.example/sk8rboi09/", "sk8rboi09"),
        (Kind.PHONE, "01632 960001", "+44 1632 960 001"),
        (Kind.PHONE, "(07700) 900-123", "0044 7700 900123"),
        (Kind.PHONE, "+1 202 555 0143", "001 (202) 555-0143"),
        (Kind.EMAIL, "Amina.Yusuf@Example.ORG ", "amina.yusuf@example.org"),
        (Kind.EMAIL, "amina+games@example.org", "amina@example.org"),
        (Kind.EMAIL, "am.ina@gmail.com", "amina@googlemail.com"),
        (Kind.ADDRESS, "12 Fore Street, Wexmouth, EX1 1AA", "12, Fore St\nWEXMOUTH ex11aa"),
        (Kind.ADDRESS, "Flat 3, 12 Fore Street, EX1 1AA", "12/3 Fore Street EX1 1AA"),
        (Kind.ADDRESS, "Rose Cottage, Mill Lane, EX12 9ZZ", "rose cottage, Wexmouth, EX12 9ZZ"),
    ],
)
def test_different_writings_of_the_same_are_found(kind: Kind, kept: str, asked: str) -> None:
    assert parts(kind, kept, asked) == {0: EXACT}
    assert parts(kind, asked, kept) == {0: EXACT}


@pytest.mark.parametrize(
    ("kind", "kept", "asked"),
    [
        (Kind.HANDLE, "sk8rboi09", "sk8rboi08"),
        (Kind.PHONE, "01632 960001", "01632 960002"),
        (Kind.PHONE, "+1 202 555 0143", "0202 555 0143"),
        (Kind.EMAIL, "amina@example.org", "amina@example.com"),
        (Kind.EMAIL, "am.ina@example.org", "amina@example.org"),
        (Kind.EMAIL, "no address", "no address"),
        (Kind.ADDRESS, "12 Fore Street, EX1 1AA", "21 Fore Street, EX1 1AA"),
        (Kind.ADDRESS, "12 Fore Street, EX1 1AA", "Flat 3, 12 Fore Street, EX1 1AA"),
        (Kind.ADDRESS, "12 Fore Street, Wexmouth", "12 Fore Street, Wexmouth"),
        (Kind.PHONE, "ask her mother", "ask her mother"),
        (Kind.HANDLE, " ", " "),
    ],
)
def test_what_is_not_the_same_is_not_found(kind: Kind, kept: str, asked: str) -> None:
    assert parts(kind, kept, asked) == {}


@given(st.sampled_from([Kind.BORN, Kind.HANDLE, Kind.PHONE, Kind.EMAIL, Kind.ADDRESS]), st.text())
def test_no_text_breaks_it_and_what_is_kept_can_be_found(kind: Kind, text: str) -> None:
    assert bool(stored(kind, text)) == bool(parts(kind, text, text))


@pytest.mark.parametrize("kind", [Kind.WORD, Kind.SOUND])
def test_a_word_or_sound_is_not_given_by_itself(kind: Kind) -> None:
    with pytest.raises(ValueError, match="give the name"):
        stored(kind, "Amina")
