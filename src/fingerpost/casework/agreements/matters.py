"""What an agreement is about (provisions 2.2-matter-*): read from the pack; the list is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fingerpost.procedure.pack.model import Pack

_PLAIN: Final = {
    "2.2-matter-contact": "Who is there when the children are seen",
    "2.2-matter-care": "Washing, dressing and other close care of the children",
    "2.2-matter-rooms": "The children’s rooms",
    "2.2-matter-sleepovers": "Nights away, and guests who stay",
}

_OPEN: Final = " The list is open."
"""So the rule ends whose matter is whatever else a case calls for; it says nothing of what was agreed."""


@dataclass(frozen=True, slots=True)
class AgreedMatter:
    """A matter: its provision, what the rule says, and what it is called in a paper for the family."""

    provision: str
    text: str
    plain: str


def of_pack(pack: Pack) -> tuple[AgreedMatter, ...]:
    """Return the matters of a procedure, in its order."""
    return tuple(
        AgreedMatter(one.id, one.text.removesuffix(_OPEN), _PLAIN.get(one.id, one.text.rstrip(". ")))
        for one in pack.provisions.values()
        if one.kind == "matter" and one.about == "adult"
    )
