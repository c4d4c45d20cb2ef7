"""Sealing: what goes in comes out, in its place and with its key only."""

from __future__ import annotations

import copy
import pickle
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.keys import envelope
from fingerpost.keys.envelope import Key, MasterKey, MasterKeys, Owner, OwnerKind, open_text, seal_text
from fingerpost.keys.errors import MasterKeyError, SealError

KEY = Key.random()
OWNER = Owner(OwnerKind.CONCERN, UUID(int=7))
PLACE = "record_initialaccount:5b7c:narrative"

texts = st.text(st.characters(exclude_categories=["Cs"]))
owners = st.builds(Owner, st.sampled_from(OwnerKind), st.uuids())
places = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(texts, owners, places)
def test_a_text_comes_back_as_it_was(text: str, owner: Owner, place: str) -> None:
    assert open_text(KEY, owner, place, seal_text(KEY, owner, place, text)) == text


@pytest.mark.parametrize("text", ["", "\x00", "\x00" * 40, "\x80", "é", "a" * 31, "a" * 32, "👧🏽"])
def test_padding_takes_nothing_from_the_text(text: str) -> None:
    assert open_text(KEY, OWNER, PLACE, seal_text(KEY, OWNER, PLACE, text)) == text


@given(st.text("abc ", max_size=31), st.text("abc ", max_size=31))
def test_short_texts_are_sealed_in_the_same_length(one: str, other: str) -> None:
    assert len(seal_text(KEY, OWNER, PLACE, one)) == len(seal_text(KEY, OWNER, PLACE, other)) == 32 + envelope.OVERHEAD


def test_one_flipped_bit_anywhere_and_it_does_not_open() -> None:
    box = seal_text(KEY, OWNER, PLACE, "a narrative of more than thirty-two bytes, in two blocks")
    for bit in range(len(box) * 8):
        broken = bytearray(box)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealError):
            open_text(KEY, OWNER, PLACE, bytes(broken))


@given(st.binary(max_size=80))
def test_bytes_that_nobody_sealed_do_not_open(junk: bytes) -> None:
    with pytest.raises(SealError):
        open_text(KEY, OWNER, PLACE, junk)


@given(st.integers(0, 120))
def test_a_box_that_was_cut_short_does_not_open(length: int) -> None:
    box = seal_text(KEY, OWNER, PLACE, "x" * 100)
    with pytest.raises(SealError):
        open_text(KEY, OWNER, PLACE, box[:length])


@given(owners, owners, places, places)
def test_a_box_opens_for_its_owner_and_place_only(owner: Owner, other: Owner, place: str, elsewhere: str) -> None:
    box = seal_text(KEY, owner, place, "text")
    for whose, where in ((other, place), (owner, elsewhere), (other, elsewhere)):
        if (whose, where) != (owner, place):
            with pytest.raises(SealError):
                open_text(KEY, whose, where, box)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealError):
        open_text(Key.random(), OWNER, PLACE, seal_text(KEY, OWNER, PLACE, "text"))


@given(st.lists(st.binary(max_size=3), max_size=4), st.lists(st.binary(max_size=3), max_size=4))
def test_different_parts_are_never_bound_to_the_same_bytes(one: list[bytes], other: list[bytes]) -> None:
    assert (envelope._bound(*one) == envelope._bound(*other)) == (one == other)
    assert envelope._bound(b"a", b"bc") != envelope._bound(b"ab", b"c")


def test_nonces_are_never_the_same() -> None:
    nonces = {seal_text(KEY, OWNER, PLACE, "text")[1:13] for _ in range(20_000)}
    assert len(nonces) == 20_000


def test_the_bound_that_is_stated_is_the_birthday_bound() -> None:
    messages = 2**32
    assert messages * (messages - 1) / 2 / 2**96 < 2**-32


# ---- master keys -----------------------------------------------------------------------------------------------------

OLD, NEW = MasterKey("old", Key.random()), MasterKey("new", Key.random())


@given(owners)
def test_the_newest_master_key_wraps_and_the_older_still_open(owner: Owner) -> None:
    data_key = Key.random()
    by_old = MasterKeys((OLD,)).wrap(owner, data_key)
    by_new = MasterKeys((OLD, NEW)).wrap(owner, data_key)
    assert (by_old[0], by_new[0]) == ("old", "new")
    box = seal_text(data_key, owner, PLACE, "text")
    for master_id, wrapped in (by_old, by_new):
        assert open_text(MasterKeys((OLD, NEW)).unwrap(owner, master_id, wrapped), owner, PLACE, box) == "text"


@given(owners, owners)
def test_a_wrapped_key_is_its_owners_only(owner: Owner, other: Owner) -> None:
    masters = MasterKeys((NEW,))
    master_id, wrapped = masters.wrap(owner, Key.random())
    if owner != other:
        with pytest.raises(MasterKeyError):
            masters.unwrap(other, master_id, wrapped)


def test_a_wrapped_key_is_its_master_keys_only() -> None:
    # The same secret under another name: even then the name that was authenticated counts.
    twins = MasterKeys((MasterKey("a", NEW.key), MasterKey("b", NEW.key)))
    _, wrapped = twins.wrap(OWNER, Key.random())
    with pytest.raises(MasterKeyError, match="“a” does not open it"):
        twins.unwrap(OWNER, "a", wrapped)


def test_a_missing_master_key_is_named_with_those_at_hand() -> None:
    _, wrapped = MasterKeys((OLD,)).wrap(OWNER, Key.random())
    with pytest.raises(MasterKeyError, match="“old”, and at hand are: new"):
        MasterKeys((NEW,)).unwrap(OWNER, "old", wrapped)


def test_a_text_is_no_wrapped_key_and_a_wrapped_key_no_text() -> None:
    masters = MasterKeys((MasterKey("m", KEY),))
    _, wrapped = masters.wrap(OWNER, Key.random())
    with pytest.raises(SealError):
        open_text(KEY, OWNER, PLACE, wrapped)
    with pytest.raises(MasterKeyError):
        masters.unwrap(OWNER, "m", seal_text(KEY, OWNER, PLACE, "x" * 31))


# ---- secrets stay inside ---------------------------------------------------------------------------------------------


def test_a_key_is_neither_shown_nor_copied() -> None:
    secret = bytes(range(32))
    key = Key(secret)
    shown = f"{key} {key!r} {MasterKey('m', key)} {MasterKeys((MasterKey('m', key),))}"
    assert secret.hex() not in shown
    assert repr(secret)[2:-1] not in shown
    for copying in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not copied"):
            copying(key)  # type: ignore[operator]


def test_a_key_has_256_bits() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Key(b"short")


def test_keys_for_different_purposes_have_nothing_in_common() -> None:
    derived = {KEY.derive(f"purpose {number}") for number in range(100)}
    assert len(derived) == 100
    assert KEY.derive("purpose 1") in derived
    assert Key.random().derive("purpose 1") not in derived


def test_an_error_says_where_and_not_what() -> None:
    box = seal_text(KEY, OWNER, PLACE, "Marker")
    with pytest.raises(SealError) as caught:
        open_text(KEY, Owner(OwnerKind.USER, uuid4()), PLACE, box)
    assert PLACE in str(caught.value)
    assert "Marker" not in str(caught.value)
