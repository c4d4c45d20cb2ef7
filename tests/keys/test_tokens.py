"""Tokens: equal forms meet, and nothing else is to be seen."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.keys.envelope import Key
from fingerpost.keys.frequency import LEAST, MOST, spread
from fingerpost.keys.likeness import Kind, stored
from fingerpost.keys.tokens import SIZE, STEP, Tokeniser

ROOT = Key.random()
TOKENISER = Tokeniser(ROOT)
forms = st.tuples(st.sampled_from(Kind), st.text())


@given(forms)
def test_what_is_stored_is_found(form: tuple[Kind, str]) -> None:
    seeking = set(TOKENISER.to_seek(form))
    assert len(seeking) == spread(form)
    assert len(TOKENISER.to_store([form]) & seeking) == 1
    assert len(Tokeniser(ROOT).to_store([form]) & seeking) == 1


@given(forms, forms)
def test_another_form_kind_or_root_is_not_found(one: tuple[Kind, str], other: tuple[Kind, str]) -> None:
    if one != other:
        assert not set(TOKENISER.to_seek(one)) & set(TOKENISER.to_seek(other))
    assert not set(TOKENISER.to_seek(one)) & set(Tokeniser(Key.random()).to_seek(one))


def test_a_form_is_spread_evenly_over_its_tokens() -> None:
    form = (Kind.WORD, "okonkwo")
    drawn = Counter(token for _ in range(8000) for token in TOKENISER.to_store([form]))
    counts = [drawn[token] for token in TOKENISER.to_seek(form)]
    assert sum(counts) == 8000
    assert all(850 < count < 1150 for count in counts)  # 1000 each, give or take five standard deviations


def test_a_frequent_form_has_more_tokens_than_a_rare_one() -> None:
    assert spread((Kind.WORD, "okonkwo")) == LEAST
    assert LEAST < spread((Kind.WORD, "reynolds")) < spread((Kind.WORD, "jones")) < spread((Kind.WORD, "smith")) <= MOST
    assert spread((Kind.SOUND, "SMT")) >= spread((Kind.WORD, "smith"))
    assert spread((Kind.BORN, "2012-01-01")) > spread((Kind.BORN, "2012-01-02")) == LEAST
    assert spread((Kind.HANDLE, "smith")) == LEAST


@given(forms)
def test_no_form_has_more_tokens_than_a_byte_counts(form: tuple[Kind, str]) -> None:
    assert LEAST <= spread(form) <= MOST <= 256


@given(st.text(min_size=1))
def test_the_number_of_tokens_says_little(name: str) -> None:
    tokens = TOKENISER.to_store(stored(Kind.NAME, name))
    assert len(tokens) % STEP == 0
    assert all(len(token) == SIZE for token in tokens)


def test_nothing_gives_nothing() -> None:
    assert TOKENISER.to_store([]) == set()


def test_secrets_are_not_shown() -> None:
    assert repr(TOKENISER) == "<tokeniser>"
