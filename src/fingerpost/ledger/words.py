"""The words that may stand in clear in an entry: actions, roles, kinds of object, compartments, names of payloads.

Everything else in an entry is a time, a random id, a ciphertext or a digest. So nothing that a person typed can stand
in the log in clear, by mistake or on purpose: there is no field that takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fingerpost.ledger.errors import refuse
from fingerpost.procedure.errors import nearest

_WORD = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*", re.ASCII)
_LONGEST = 40


def is_word(text: str) -> bool:
    """Say whether `text` has a word's form: small letters, digits, single hyphens or underlines, 40 at most."""
    return len(text) <= _LONGEST and _WORD.fullmatch(text) is not None


@dataclass
class Words:
    """A register of words. The rooms that write to the ledger add theirs when they start.

    `actions` has each action's phrase, past tense and with its preposition, as a sentence needs it: “looked at”.
    """

    actions: dict[str, str] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    object_kinds: set[str] = field(default_factory=set)
    compartments: set[str] = field(default_factory=set)
    payload_names: set[str] = field(default_factory=set)

    def register(
        self,
        *,
        actions: Mapping[str, str] | None = None,
        roles: Iterable[str] = (),
        object_kinds: Iterable[str] = (),
        compartments: Iterable[str] = (),
        payload_names: Iterable[str] = (),
    ) -> None:
        """Add words. Adding one again is no error, but giving an action a second phrase is: raises `LedgerError`."""
        added = dict(actions or {})
        sets = [
            (self.roles, set(roles)),
            (self.object_kinds, set(object_kinds)),
            (self.compartments, set(compartments)),
            (self.payload_names, set(payload_names)),
        ]
        for word in [*added, *(word for _, words in sets for word in sorted(words))]:
            if not is_word(word):
                raise refuse(f"“{word}”", "this cannot be a word of the ledger", "Use small letters and digits.")
        for action, phrase in added.items():
            if self.actions.get(action, phrase) != phrase:
                raise refuse(f"“{action}”", f"this action is registered as “{self.actions[action]}” already")
        self.actions |= added
        for known, words in sets:
            known.update(words)

    def check(self, where: str, word: str, known: Iterable[str]) -> None:
        """Raise `LedgerError` unless `word` is among the known ones."""
        known = list(known)
        if word not in known:
            raise refuse(where, f"“{word}” is not a registered word", nearest(word, known))


WORDS = Words()
WORDS.register(
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
