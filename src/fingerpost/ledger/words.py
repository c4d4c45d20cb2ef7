"""The words that may be in clear in an entry: actions, roles, kinds of object, compartments, names of payloads.

Everything else in an entry is a time, a random id, a ciphertext or a digest. So nothing that a person typed can be
in the log in clear, by mistake or on purpose: there is no field that takes it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from fingerpost.ledger.errors import refuse
from fingerpost.procedure.errors import nearest
from fingerpost.rooms import Room, rooms

_WORD = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*", re.ASCII)
_LONGEST = 40


def is_word(text: str) -> bool:
    """Say whether `text` has a word's form: small letters, digits, single hyphens or underlines, 40 at most."""
    return len(text) <= _LONGEST and _WORD.fullmatch(text) is not None


@dataclass(frozen=True, eq=False)
class Words:
    """Words, of one room or of all. Raises `LedgerError` for what cannot be one.

    `actions` has each action's phrase, past tense and with its preposition, as a sentence needs it: “looked at”.
    """

    actions: Mapping[str, str] = field(default_factory=dict)
    roles: Collection[str] = ()
    object_kinds: Collection[str] = ()
    compartments: Collection[str] = ()
    payload_names: Collection[str] = ()

    def __post_init__(self) -> None:
        for one in (*self.actions, *self.roles, *self.object_kinds, *self.compartments, *self.payload_names):
            if not is_word(one):
                raise refuse(f"“{one}”", "this cannot be a word of the ledger", "Use small letters and digits.")

    def check(self, where: str, word: str, known: Iterable[str]) -> None:
        """Raise `LedgerError` unless `word` is among the known ones."""
        known = list(known)
        if word not in known:
            raise refuse(where, f"“{word}” is not a registered word", nearest(word, known))


OWN: Final = Words(
    actions={
        "looked": "looked at",
        "searched": "searched",
        "exported": "exported",
        "printed": "printed",
        "refused": "was refused",
        "created": "added",
        "changed": "changed",
    }
)
"""What rooms have in common."""


@dataclass(frozen=True, kw_only=True)
class WithWords(Room):
    """A room that writes to the ledger."""

    words: Words | None = None


def known() -> Words:
    """Return the words of all rooms. Raises `LedgerError` where two have a phrase for one action."""
    return joined(OWN, *(room.words for room in rooms(WithWords) if room.words is not None))


@lru_cache(maxsize=4)
def joined(*parts: Words) -> Words:
    """Return these together. Raises `LedgerError` where two have another phrase for one action."""
    actions: dict[str, str] = {}
    for part in parts:
        for action, phrase in part.actions.items():
            if actions.setdefault(action, phrase) != phrase:
                raise refuse(f"“{action}”", f"this action is “{actions[action]}” already")
    return Words(
        actions,
        frozenset(one for part in parts for one in part.roles),
        frozenset(one for part in parts for one in part.object_kinds),
        frozenset(one for part in parts for one in part.compartments),
        frozenset(one for part in parts for one in part.payload_names),
    )


def word(name: str) -> str:
    """Return a name as the ledger writes it: `designated_officer` and `embargo lift` with hyphens."""
    return name.replace("_", "-").replace(" ", "-")
