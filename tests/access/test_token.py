"""The signed context, without a database."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.access import token

CONTEXT = token.Context(UUID("c1d7ad6e-6f0b-4a92-9d3b-1a63bb6b1cf8"), 4711, 1_795_514_400_000_000, 1_795_515_000)


@given(key=st.binary(min_size=1, max_size=200), message=st.binary(max_size=300))
def test_the_blocks_give_the_hmac_of_the_standard_library(key: bytes, message: bytes) -> None:
    blocks = token.blocks(key)
    by_hand = hashlib.sha256(blocks.outer + hashlib.sha256(blocks.inner + message).digest()).digest()
    assert by_hand == hmac.new(key, message, hashlib.sha256).digest()


def test_a_token_says_who_where_and_until_when() -> None:
    *message, mac = token.sign(b"k" * 32, CONTEXT).split(".")
    assert message == [
        "1",
        token.key_id(b"k" * 32),
        "c1d7ad6e-6f0b-4a92-9d3b-1a63bb6b1cf8",
        "4711",
        "1795514400000000",
        "1795515000",
    ]
    assert mac == hmac.new(b"k" * 32, ".".join(message).encode(), hashlib.sha256).hexdigest()


def test_a_keys_name_does_not_give_the_key_away() -> None:
    key = b"k" * 32
    assert token.key_id(key) != hashlib.sha256(key).hexdigest()[:16]
    assert token.key_id(key) != token.key_id(b"l" * 32)
