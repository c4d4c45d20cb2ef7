"""The signed context: which membership acts, in which transaction of which connection, until when.

It is a text such as `1.9f86d081884c7d65.MEMBERSHIP.PID.TRANSACTION.UNTIL.MAC`, with the version first, then the id of
the key. The message is all but the last part and its dot; the MAC is HMAC-SHA-256 (RFC 2104), in hexadecimal. Only the
membership's id is taken from it: role, team and organisation are looked up by the database itself.

PostgreSQL has SHA-256 without an extension, but no HMAC. So its key table holds the two blocks that HMAC starts its two
hashes with, and the key itself is in the application's environment only.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

VERSION = "1"
_BLOCK = 64  # bytes: the block size of SHA-256
SHORTEST_KEY = 32  # bytes


@dataclass(frozen=True, slots=True)
class Blocks:
    """What the database keeps of a key: HMAC is `sha256(outer || sha256(inner || message))`."""

    key_id: str
    inner: bytes
    outer: bytes


@dataclass(frozen=True, slots=True)
class Context:
    """What is signed. `transaction`: its start in microseconds since 1970; `until`: in seconds since 1970."""

    membership_id: UUID
    pid: int
    transaction: int
    until: int


def key_id(key: bytes) -> str:
    """Return the name of a key, from which the key cannot be found."""
    return hashlib.sha256(b"fingerpost context key\0" + key).hexdigest()[:16]


def blocks(key: bytes) -> Blocks:
    """Return what the database needs in order to check what `key` signed."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return Blocks(key_id(key), bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block))


def sign(key: bytes, context: Context) -> str:
    """Return the token that lets the membership act in this one transaction."""
    parts = (
        VERSION,
        key_id(key),
        str(context.membership_id),
        str(context.pid),
        str(context.transaction),
        str(context.until),
    )
    message = ".".join(parts)
    return f"{message}.{hmac.new(key, message.encode(), hashlib.sha256).hexdigest()}"
