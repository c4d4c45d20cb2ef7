"""Statuses alone, without reasons, dates or questions: the fastest answer, kept as bits until somebody reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.knowledge import Knowledge
from fingerpost.procedure.deciding.program import Listing, Program, Status


class Statuses:
    """Every outcome's status for one case. `masks`: for each layer the conditions that hold, and that possibly hold."""

    __slots__ = ("_case", "_decided", "_listing", "masks")

    def __init__(self, program: Program, decided: Sequence[str], case: Case) -> None:
        knowledge = Knowledge(case, program.blocks)
        listing: Listing = program.listing(knowledge.kinds)
        self._case = case
        self._decided = decided
        self._listing = listing
        self.masks: list[tuple[int, int]] = []
        for placed, (sure, possible) in zip(listing.layers, listing.bits(knowledge), strict=True):
            sieve = placed.layer.sieve
            self.masks.append((sieve(sure), sieve(possible)))

    def __iter__(self) -> Iterator[tuple[str, str, Status]]:
        """Provision, about and status of each outcome that holds or may hold."""
        names = (*(person.id for person in self._case.people), "concern", "concern")
        for entry in self._listing.entries:
            applies, possible = self.masks[entry.layer]
            if possible & entry.bit and entry.node < len(self._decided):
                yield self._decided[entry.node], names[entry.owner], "applies" if applies & entry.bit else "depends"
