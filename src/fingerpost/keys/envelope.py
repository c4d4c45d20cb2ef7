"""Sealing: a text under its owner's data key, and a data key under a master key. Pure: no database, no environment.

Both are AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits. Version 1 of a box:

    1 byte    the version, 1
    12 bytes  the nonce
    n bytes   the ciphertext
    16 bytes  the tag

What the box belongs to is authenticated with it (associated data), and so a box moved elsewhere does not open:

- a text: its owner (a concern or a user) and its place: the table, row and column;
- a data key: its owner and the id of the master key.

A text is UTF-8, then the byte 0x80, then zeros up to a multiple of 32 bytes (ISO/IEC 7816-4): a short name cannot be
told from a long one, nor an empty text from either.

The standard's bound is 2**32 messages under one key with random nonces, for a chance of at most 2**-32 that a nonce
repeats. A concern is thousands of texts, not thousands of millions, and a master key wraps one key for each concern.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fingerpost.keys.errors import MasterKeyError, SealError

KEY_SIZE: Final = 32
VERSION: Final = b"\x01"
_NONCE: Final = 12
_TAG: Final = 16
_STEP: Final = 32
OVERHEAD: Final = len(VERSION) + _NONCE + _TAG
"""Bytes of a box beside its ciphertext."""


class OwnerKind(StrEnum):
    """The kind of a data key's owner. `search` has the roots of the search tokens' keys, which seal no text."""

    CONCERN = "concern"
    USER = "user"
    ORGANISATION = "organisation"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Owner:
    """A concern, a user or an organisation, who has one data key for everything that is theirs."""

    kind: OwnerKind
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Key:
    """256 secret bits. They are not shown by `repr`, and a key cannot be copied into a pickle.

    Python cannot promise to wipe memory: a key is gone from the process some time after the last use of this object.
    """

    __slots__ = ("_cipher", "_secret")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_SIZE:
            raise ValueError(f"a key has {KEY_SIZE} bytes")
        self._secret = secret
        self._cipher = AESGCM(secret)

    @classmethod
    def random(cls) -> Key:
        """Make a new key, from the operating system's randomness."""
        return cls(secrets.token_bytes(KEY_SIZE))

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes for one purpose (HKDF-SHA-256, RFC 5869), from which neither the key nor others follow."""
        return HKDF(SHA256(), KEY_SIZE, salt=None, info=b"fingerpost " + purpose.encode()).derive(self._secret)

    def seal(self, clear: bytes, bound: bytes) -> bytes:
        """Return `clear` in a box that opens with this key and the same associated data only."""
        nonce = secrets.token_bytes(_NONCE)
        return VERSION + nonce + self._cipher.encrypt(nonce, clear, bound)

    def open(self, box: bytes, bound: bytes) -> bytes:
        """Return what is in the box. Raises `InvalidTag` if this key did not seal these bytes with this data."""
        if len(box) < OVERHEAD or not box.startswith(VERSION):
            raise InvalidTag
        start = len(VERSION)
        return self._cipher.decrypt(box[start : start + _NONCE], box[start + _NONCE :], bound)

    def wrap(self, key: Key, bound: bytes) -> bytes:
        """Return another key, in a box under this one."""
        return self.seal(key._secret, bound)

    def unwrap(self, box: bytes, bound: bytes) -> Key:
        """Return the key in the box. Raises `InvalidTag` as `open` does."""
        return Key(self.open(box, bound))

    def __repr__(self) -> str:
        return "<key>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not copied out of the process")


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A master key and the name by which a wrapped key says what wrapped it."""

    id: str
    key: Key = field(repr=False)


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The master keys at hand, oldest first. The newest wraps; the others still open."""

    keys: tuple[MasterKey, ...]

    @property
    def newest(self) -> MasterKey:
        """The one that wraps."""
        return self.keys[-1]

    def wrap(self, owner: Owner, data_key: Key) -> tuple[str, bytes]:
        """Return the id of the newest master key, and the owner's data key wrapped by it."""
        newest = self.newest
        return newest.id, newest.key.wrap(data_key, _bound(b"key", newest.id.encode(), *_owner(owner)))

    def unwrap(self, owner: Owner, master_id: str, wrapped: bytes) -> Key:
        """Return the owner's data key. Raises `MasterKeyError` when the master key is missing or another one."""
        where = f"the key of {owner}"
        master = next((one for one in self.keys if one.id == master_id), None)
        if master is None:
            known = ", ".join(one.id for one in self.keys)
            raise MasterKeyError(
                where, f"it is wrapped by the master key “{master_id}”, and at hand are: {known}", "Add that one back."
            )
        try:
            return master.key.unwrap(wrapped, _bound(b"key", master_id.encode(), *_owner(owner)))
        except (InvalidTag, ValueError):
            raise MasterKeyError(
                where,
                f"the master key “{master_id}” does not open it",
                "Either another key was given under that name, or the row was altered.",
            ) from None


def seal_text(data_key: Key, owner: Owner, place: str, text: str) -> bytes:
    """Return the text in a box that opens with the owner's key in this place only. See the module for the form."""
    return data_key.seal(_pad(text.encode()), _text_bound(owner, place))


def open_text(data_key: Key, owner: Owner, place: str, box: bytes) -> str:
    """Return the text in the box. Raises `SealError` unless it was sealed by this key, for this owner and place."""
    try:
        return _unpad(data_key.open(box, _text_bound(owner, place))).decode()
    except InvalidTag:
        raise SealError(
            place, "the text does not open", "It was altered, or belongs to another row or column, or to another key."
        ) from None


def _text_bound(owner: Owner, place: str) -> bytes:
    return _bound(b"text", *_owner(owner), place.encode())


def _owner(owner: Owner) -> tuple[bytes, bytes]:
    return owner.kind.value.encode(), owner.id.bytes


def _bound(*parts: bytes) -> bytes:
    """Join parts so that no two lists give the same bytes: each has its length before it."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in (b"fingerpost", *parts))


def _pad(clear: bytes) -> bytes:
    return clear + b"\x80" + bytes(-(len(clear) + 1) % _STEP)


def _unpad(padded: bytes) -> bytes:
    return padded.rstrip(b"\x00")[:-1]
