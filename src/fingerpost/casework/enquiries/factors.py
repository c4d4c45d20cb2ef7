"""The key factors (provisions 2.2-factor-*): read from the pack, each with the question that it answers."""

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
        Factor(one.id, one.text, _fact(one.id, pack))
        for one in pack.provisions.values()
        if one.kind == "factor" and one.about == "adult"
    )


def _fact(provision: str, pack: Pack) -> str:
    name = provision.partition("-")[2].replace("-", "_")
    return name if name in pack.facts and pack.facts[name].scope == "adult" else ""
