"""The key factors: read from the pack, each with the question that it answers."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.procedure.pack.model import Pack


@dataclass(frozen=True, slots=True)
class Factor:
    """A key factor: its provision, what it says, and the fact of the adult that it settles (empty: there is none)."""

    provision: str
    text: str
    fact: str


def of_pack(pack: Pack) -> tuple[Factor, ...]:
    """Return the key factors of a procedure, in its order."""
    return tuple(
        Factor(one.id, one.text, one.settles[0] if one.settles else "")
        for one in pack.provisions.values()
        if one.kind == "factor" and one.about == "adult"
    )
