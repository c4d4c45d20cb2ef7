"""What an agreement is about: the matters of the pack; the list is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fingerpost.procedure.pack.model import Pack

_OPEN: Final = " The list is open."
"""The end of the rule that leaves room for other matters; it is no part of what was agreed."""


@dataclass(frozen=True, slots=True)
class AgreedMatter:
    """A matter: its provision, what the rule says, and what it is called in a paper for the family."""

    provision: str
    text: str
    plain: str


def of_pack(pack: Pack) -> tuple[AgreedMatter, ...]:
    """Return the matters of a procedure, in its order."""
    return tuple(
        AgreedMatter(one.id, one.text.removesuffix(_OPEN), one.title or one.text.rstrip(". "))
        for one in pack.provisions.values()
        if one.kind == "matter" and one.about == "adult"
    )
