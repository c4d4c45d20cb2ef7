"""An entry's bytes: one form, nothing lost, nothing in clear."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.ledger.entry import CLEAR_COLUMNS, Digest, Entry, Sealed, clear_columns, decode, encode
from fingerpost.ledger.errors import LedgerError
from fingerpost.ledger.words import OWN, Words, joined

WORDS_HERE = Words(
    OWN.actions,
    roles=["practitioner", "safeguarding-lead"],
    object_kinds=["concern"],
    compartments=["common", "police"],
    payload_names=["text", "diff"],
)
KEY = UUID("99999999-0000-4000-8000-000000000001")
FULL = Entry(
    at=datetime(2026, 11, 24, 9, 30, 0, 5, tzinfo=UTC),
    action="refused",
    attempted="exported",
    actor=UUID("11111111-0000-4000-8000-00000000000a"),
    role="safeguarding-lead",
    organisation=UUID("22222222-0000-4000-8000-00000000000b"),
    object_kind="concern",
    object_id=UUID("33333333-0000-4000-8000-00000000000c"),
    compartment="police",
    why=Sealed(KEY, b"\x00\xff"),
    payload={"text": Digest(b"\x01" * 32), "diff": Sealed(KEY, b"box")},
    request=UUID("44444444-0000-4000-8000-00000000000d"),
    within=UUID("55555555-0000-4000-8000-00000000000e"),
)
# Written out by hand: the form may never change under a version number.
FULL_LEAF = (
    b'{"action":"refused","actor":"11111111-0000-4000-8000-00000000000a","at":"2026-11-24T09:30:00.000005Z",'
    b'"attempted":"exported","compartment":"police","object_id":"33333333-0000-4000-8000-00000000000c",'
    b'"object_kind":"concern","organisation":"22222222-0000-4000-8000-00000000000b",'
    b'"payload":{"diff":"sealed:99999999-0000-4000-8000-000000000001:Ym94",'
    b'"text":"sha256:0101010101010101010101010101010101010101010101010101010101010101"},'
    b'"request":"44444444-0000-4000-8000-00000000000d","role":"safeguarding-lead","v":1,'
    b'"why":"sealed:99999999-0000-4000-8000-000000000001:AP8=","within":"55555555-0000-4000-8000-00000000000e"}'
)
BARE = Entry(at=datetime(2026, 11, 24, tzinfo=UTC), action="looked")
BARE_LEAF = (
    b'{"action":"looked","actor":null,"at":"2026-11-24T00:00:00.000000Z","attempted":null,"compartment":null,'
    b'"object_id":null,"object_kind":null,"organisation":null,"payload":{},"request":null,"role":null,"v":1,"why":null,'
    b'"within":null}'
)

sealed = st.builds(Sealed, key=st.uuids(), box=st.binary(max_size=40))
digests = st.builds(Digest, sha256=st.binary(min_size=32, max_size=32))
entries = st.builds(
    Entry,
    at=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])).filter(
        lambda at: 1 < at.year < 9999
    ),
    action=st.sampled_from(sorted(WORDS_HERE.actions.keys() - {"refused"})),
    actor=st.none() | st.uuids(),
    role=st.none() | st.sampled_from(sorted(WORDS_HERE.roles)),
    organisation=st.none() | st.uuids(),
    object_kind=st.none() | st.just("concern"),
    object_id=st.none() | st.uuids(),
    compartment=st.none() | st.sampled_from(["common", "police"]),
    why=st.none() | sealed,
    payload=st.dictionaries(st.sampled_from(["text", "diff"]), sealed | digests),
    request=st.none() | st.uuids(),
    within=st.none() | st.uuids(),
)


@pytest.mark.parametrize(("entry", "leaf"), [(FULL, FULL_LEAF), (BARE, BARE_LEAF)])
def test_the_form_is_the_documented_one(entry: Entry, leaf: bytes) -> None:
    assert encode(entry, WORDS_HERE) == leaf
    assert decode(leaf) == entry


@given(entries)
def test_nothing_is_lost(entry: Entry) -> None:
    assert decode(encode(entry, WORDS_HERE)) == entry


@given(entries, entries)
def test_two_entries_never_share_their_bytes(one: Entry, other: Entry) -> None:
    assert (encode(one, WORDS_HERE) == encode(other, WORDS_HERE)) == (one == other)


@given(entries)
def test_every_text_in_a_leaf_is_a_time_an_id_a_word_a_ciphertext_or_a_digest(entry: Entry) -> None:
    fields = json.loads(encode(entry, WORDS_HERE))
    payload = fields.pop("payload")
    texts = [*payload, *payload.values(), *(value for value in fields.values() if isinstance(value, str))]
    uuid = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    here = WORDS_HERE
    known = {*here.actions, *here.roles, *here.object_kinds, *here.compartments, *here.payload_names}
    closed = rf"{uuid}|sealed:{uuid}:[A-Za-z0-9+/]*=*|sha256:[0-9a-f]{{64}}|\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}Z"
    assert [text for text in texts if text not in known and not re.fullmatch(closed, text)] == []


@given(st.data())
def test_an_altered_leaf_is_refused_or_another_entry(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(FULL_LEAF) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != FULL_LEAF[place]))
    altered = FULL_LEAF[:place] + bytes([byte]) + FULL_LEAF[place + 1 :]
    with suppress(LedgerError):
        assert decode(altered) != FULL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"action"', b'{ "action"'),
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":true'),
        (b'"v":1', b'"v":1,"v":1'),
        (b'"v":1', b'"v":1,"w":null'),
        (b'"role":null,', b""),
        (b'"role":null', b'"role":"Safeguarding Lead"'),
        (b'"role":null', b'"role":7'),
        (b'"actor":null', b'"actor":"11111111-0000-4000-8000-00000000000A"'),
        (b'"actor":null', b'"actor":"1111111100004000800000000000000a"'),
        (b'"actor":null', b'"actor":"someone"'),
        (b'"why":null', b'"why":"a reason in clear"'),
        (b'"why":null', b'"why":"sha256:' + b"01" * 32 + b'"'),
        (b'"why":null', b'"why":"sealed:99999999-0000-4000-8000-000000000001:AP8"'),
        (b'"why":null', b'"why":"sealed:99999999-0000-4000-8000-000000000001:AP9="'),
        (b'"payload":{}', b'"payload":{"text":"sha256:01"}'),
        (b'"payload":{}', b'"payload":{"Text":"sha256:' + b"01" * 32 + b'"}'),
        (b'"payload":{}', b'"payload":[]'),
        (b"looked", b"l\\u006foked"),
        (b".000000Z", b".00Z"),
        (b".000000Z", b".000000+00:00"),
        (b"2026-11-24", b"2026-11-31"),
        (BARE_LEAF, b"[" * 100_000),
        (BARE_LEAF, b"null"),
        (BARE_LEAF, b"\xff"),
        (BARE_LEAF, b""),
    ],
)
def test_only_the_canonical_form_is_read(old: bytes, new: bytes) -> None:
    assert old in BARE_LEAF
    with pytest.raises(LedgerError):
        decode(BARE_LEAF.replace(old, new, 1))


def test_a_later_version_is_said_to_be_one() -> None:
    with pytest.raises(LedgerError, match="another version"):
        decode(BARE_LEAF.replace(b'"v":1', b'"v":2'))


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "peeked"},
        {"action": "John Example"},
        {"role": "headteacher"},
        {"object_kind": "person"},
        {"compartment": "kitchen"},
        {"payload": {"name": Digest(b"\x01" * 32)}},
        {"payload": {"text": Digest(b"short")}},
        {"at": datetime(2026, 11, 24)},  # noqa: DTZ001
        {"action": "refused"},
        {"attempted": "exported"},
    ],
)
def test_a_word_that_nobody_registered_is_not_written(changes: dict[str, object]) -> None:
    fields: dict[str, object] = {"at": BARE.at, "action": "looked", **changes}
    with pytest.raises(LedgerError):
        encode(Entry(**fields), WORDS_HERE)  # type: ignore[arg-type]


def test_the_refusal_names_the_word_that_was_meant() -> None:
    with pytest.raises(LedgerError, match="Did you mean “looked”"):
        encode(Entry(at=BARE.at, action="loked"))


def test_the_columns_beside_a_leaf_come_from_it() -> None:
    assert dict(zip(CLEAR_COLUMNS, clear_columns(FULL_LEAF), strict=True)) == {
        "at": "2026-11-24T09:30:00.000005Z",
        "actor": str(FULL.actor),
        "organisation": str(FULL.organisation),
        "action": "refused",
        "object_kind": "concern",
        "object_id": str(FULL.object_id),
        "within": str(FULL.within),
        "compartment": "police",
    }
    for broken in [b"", b"[]", b"[" * 100_000]:
        with pytest.raises(ValueError, match=r"\w"):
            clear_columns(broken)


@pytest.mark.parametrize("word", ["", "Two Words", "-x", "x-", "x--y", "é", "x_-y", "_x", "x" * 41, "9lives"])
def test_a_word_has_a_word_s_form(word: str) -> None:
    with pytest.raises(LedgerError):
        Words(roles=[word])
    with pytest.raises(LedgerError):
        Words(actions={word: "did"})


def test_an_action_keeps_its_phrase() -> None:
    looked = Words(actions={"looked": "looked at"})
    assert joined(looked, Words(actions={"looked": "looked at"})).actions == {"looked": "looked at"}
    with pytest.raises(LedgerError, match="looked at"):
        joined(looked, Words(actions={"looked": "glanced at"}))
