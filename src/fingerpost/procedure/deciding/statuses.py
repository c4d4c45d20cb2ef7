"""Statuses alone, without reasons, dates or questions: the fastest answer, kept as bits until somebody reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.knowledge import Knowledge
from fingerpost.procedure.deciding.program import Program, Status


class Statuses:
    """Every outcome's status for one case. `masks`: the conditions that hold, and those that possibly hold."""

    __slots__ = ("_case", "_decided", "_lookups", "masks")

    def __init__(self, program: Program, decided: Sequence[str], case: Case) -> None:
        knowledge = Knowledge(case, program.blocks)
        layer = program.listing(knowledge.kinds).whole
        sure, possible = knowledge.bits(layer.placement, range(len(knowledge.kinds)))
        self._case = case
        self._decided = decided
        self._lookups = layer.lookups
        self.masks = layer.sieve(sure), layer.sieve(possible)

    def __iter__(self) -> Iterator[tuple[str, str, Status]]:
        """Provision, about and status of each outcome that holds or may hold."""
        names = (*(person.id for person in self._case.people), "concern", "concern")
        applies, possible = self.masks
        while possible:
            bit = possible & -possible
            node, owner, *_ = self._lookups[bit.bit_length() - 1]
            if node < len(self._decided):
                yield self._decided[node], names[owner], "applies" if applies & bit else "depends"
            possible ^= bit
