"""Which facts of the adult an answer may settle, as the procedure says: they are offered beside it, no more."""

from __future__ import annotations

from fingerpost.procedure.pack.model import Fact, Pack


def beside(heading: str, pack: Pack) -> list[Fact]:
    """Return the facts that are offered beside a heading."""
    return [pack.facts[name] for name in pack.provisions[heading].settles]


def factors(pack: Pack) -> list[Fact]:
    """Return the factors, and what else the procedure settles of the adult, such as whether they stay in the home."""
    found = [name for one in pack.provisions.values() if one.about == "adult" for name in one.settles]
    return [pack.facts[name] for name in dict.fromkeys(found)]
