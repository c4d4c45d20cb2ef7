"""One entry of the ledger, and the bytes of its leaf.

The leaf is a JSON object in one canonical form (version 1): exactly the keys of `_KEYS`, sorted, none left out; no
white space; ASCII only. Values are null or strings, but for `v` (the number 1) and `payload` (an object of strings,
sorted):

- `at`: UTC with six decimals, `2026-11-24T09:30:00.000000Z`
- ids: lower-case UUIDs with hyphens
- words: `action`, `attempted`, `role`, `object_kind`, `compartment` and the names in `payload`: see `words`
- `why` and each value in `payload`: `sealed:KEY:BASE64`, a ciphertext and the id of its key, or `sha256:HEX`, a digest

The log covers the ciphertext only: when a key is destroyed the text is gone, and the log still verifies.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from fingerpost.ledger.errors import refuse
from fingerpost.ledger.words import Words, is_word, known

VERSION = 1

# What is also kept beside the leaf, to be searched by; `verify` checks that it still says what the leaf says.
CLEAR_COLUMNS = ("at", "actor", "organisation", "action", "object_kind", "object_id", "within", "compartment")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A ciphertext, with its nonce and tag, and the id of the key that opens it."""

    key: UUID
    box: bytes


@dataclass(frozen=True, slots=True)
class Digest:
    """A SHA-256 digest: of a ciphertext or a public text, or keyed. Never of a name or phrase in clear: those can be
    guessed from their digest."""

    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who did what, when, in which role, for which organisation, on what, and why.

    `actor` is None when nobody is signed in; `object_id` when the action was on nothing in particular (a search).
    `within` is what the object belongs to or is, which tells who had to do with it: a concern, for its parts.
    `attempted` is the action that was refused, where `action` is `refused`.
    """

    at: datetime
    action: str
    attempted: str | None = None
    actor: UUID | None = None
    role: str | None = None
    organisation: UUID | None = None
    object_kind: str | None = None
    object_id: UUID | None = None
    within: UUID | None = None
    compartment: str | None = None
    why: Sealed | None = None
    payload: Mapping[str, Sealed | Digest] = field(default_factory=dict)
    request: UUID | None = None


_KEYS = {
    *("action", "actor", "at", "attempted", "compartment", "object_id", "object_kind", "organisation", "payload"),
    *("request", "role", "v", "why", "within"),
}


def encode(entry: Entry, words: Words | None = None) -> bytes:
    """Return the leaf. Raises `LedgerError` for a word that is not known, or a time without its zone.

    `words`: those of the rooms (`words.known`) when left out.
    """
    _check(entry, known() if words is None else words)
    return _canonical(entry)


def decode(leaf: bytes) -> Entry:
    """Return the entry that this leaf is the canonical form of, whether or not its words are still known.

    Raises `LedgerError` for anything else, however near.
    """
    try:
        fields = json.loads(leaf.decode("ascii"))
        entry = _entry(fields)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise refuse("leaf", f"this is not an entry of version {VERSION}: {error}") from error
    if _canonical(entry) != leaf:
        raise refuse("leaf", "this is an entry, but not in its canonical form")
    return entry


def clear_columns(leaf: bytes) -> tuple[str | None, ...]:
    """Return what the leaf says of `CLEAR_COLUMNS`, as it is there. Raises `ValueError` if it cannot be read."""
    fields = orjson.loads(leaf)
    if not isinstance(fields, dict):
        raise ValueError("the leaf is not an object")
    return tuple(map(fields.get, CLEAR_COLUMNS))


def time_text(at: datetime) -> str:
    """Return a time with its zone as it is in a leaf."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _check(entry: Entry, words: Words) -> None:
    if entry.at.tzinfo is None:
        raise refuse("at", "the time does not say its zone", "Give it in UTC.")
    words.check("action", entry.action, words.actions)
    optional: list[tuple[str, str | None, Iterable[str]]] = [
        ("attempted", entry.attempted, words.actions),
        ("role", entry.role, words.roles),
        ("object_kind", entry.object_kind, words.object_kinds),
        ("compartment", entry.compartment, words.compartments),
    ]
    for where, word, among in optional:
        if word is not None:
            words.check(where, word, among)
    for name in entry.payload:
        words.check("payload", name, words.payload_names)
    if (entry.attempted is None) != (entry.action != "refused"):
        raise refuse("attempted", "an entry says what was attempted where it was refused, and only there")


def _canonical(entry: Entry) -> bytes:
    fields = {
        "action": entry.action,
        "actor": _id_text(entry.actor),
        "at": time_text(entry.at),
        "attempted": entry.attempted,
        "compartment": entry.compartment,
        "object_id": _id_text(entry.object_id),
        "object_kind": entry.object_kind,
        "organisation": _id_text(entry.organisation),
        "payload": {name: _closed_text(entry.payload[name]) for name in sorted(entry.payload)},
        "request": _id_text(entry.request),
        "role": entry.role,
        "v": VERSION,
        "why": None if entry.why is None else _closed_text(entry.why),
        "within": _id_text(entry.within),
    }
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _id_text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _closed_text(value: Sealed | Digest) -> str:
    match value:
        case Sealed(key, box):
            return f"sealed:{key}:{b64encode(box).decode('ascii')}"
        case Digest(sha256):
            if len(sha256) != 32:
                raise refuse("payload", f"a SHA-256 digest has 32 bytes, not {len(sha256)}")
            return f"sha256:{sha256.hex()}"


def _entry(fields: Any) -> Entry:
    if fields.keys() != _KEYS or fields["v"] != VERSION:
        raise ValueError("it has other fields, or is of another version")
    why = None if fields["why"] is None else _closed(fields["why"])
    if isinstance(why, Digest):
        raise ValueError("the reason is not sealed")
    return Entry(
        at=datetime.strptime(fields["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC),
        action=_word(fields["action"]),
        attempted=_optional_word(fields["attempted"]),
        actor=_optional_id(fields["actor"]),
        role=_optional_word(fields["role"]),
        organisation=_optional_id(fields["organisation"]),
        object_kind=_optional_word(fields["object_kind"]),
        object_id=_optional_id(fields["object_id"]),
        within=_optional_id(fields["within"]),
        compartment=_optional_word(fields["compartment"]),
        why=why,
        payload={_word(name): _closed(text) for name, text in fields["payload"].items()},
        request=_optional_id(fields["request"]),
    )


def _word(value: Any) -> str:
    if not isinstance(value, str) or not is_word(value):
        raise ValueError(f"“{value}” is not a word")
    return value


def _optional_word(value: Any) -> str | None:
    return None if value is None else _word(value)


def _optional_id(value: Any) -> UUID | None:
    return None if value is None else UUID(value)


def _closed(text: Any) -> Sealed | Digest:
    kind, _, rest = text.partition(":")
    if kind == "sha256":
        return Digest(bytes.fromhex(rest))
    if kind != "sealed":
        raise ValueError(f"“{kind}” is neither sealed nor a digest")
    key, _, box = rest.partition(":")
    return Sealed(UUID(key), b64decode(box))
