"""Search tokens: what is in the database instead of the forms of `likeness`, so that it can be searched unread.

A token is the first 8 bytes of HMAC-SHA-256 over a form, under a key for its kind, derived (HKDF) from a root of the
search keys. The root is a random key of its own, wrapped by the master key, and seals no text: with it one can test
guesses, but opens nothing.

The database would still show which name is the most frequent, and who has the same. So a form has several tokens (8, a
frequent name up to 256: see `frequency`), one of which is drawn whenever it is stored; a search looks for all of them.
Tokens do not say of which kind they are, and each set is filled up with random ones to a multiple of 8.
docs/decisions/0021 says what is left to see.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from typing import Final

from fingerpost.keys.envelope import Key
from fingerpost.keys.frequency import spread
from fingerpost.keys.likeness import Form, Kind

SIZE: Final = 8
STEP: Final = 8


class Tokeniser:
    """Makes the tokens of one root. Holds secrets: not to be kept longer than a request."""

    __slots__ = ("_keys",)

    def __init__(self, root: Key) -> None:
        self._keys = {kind: root.derive(f"search token 1 {kind}") for kind in Kind}

    def to_store(self, forms: Iterable[Form]) -> set[bytes]:
        """Return one token for each form, drawn from those it has, and random ones among them up to a multiple of 8."""
        tokens = {self._token(form, secrets.randbelow(spread(form))) for form in forms}
        while tokens and len(tokens) % STEP:
            tokens.add(secrets.token_bytes(SIZE))
        return tokens

    def to_seek(self, form: Form) -> list[bytes]:
        """Return all tokens that the form may have been stored as."""
        return [self._token(form, number) for number in range(spread(form))]

    def _token(self, form: Form, number: int) -> bytes:
        kind, text = form
        return hmac.digest(self._keys[kind], bytes([number]) + text.encode(), "sha256")[:SIZE]

    def __repr__(self) -> str:
        return "<tokeniser>"
