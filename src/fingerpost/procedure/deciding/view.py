"""One case seen through a program: its bits layer by layer, and names as the document writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.knowledge import Knowledge
from fingerpost.procedure.deciding.layout import Name
from fingerpost.procedure.deciding.program import Bits, Entry, Finding, Program, Status


class View:
    """A case's conditions with what is known of them. `births`: what an age is called where a birth date was given."""

    __slots__ = ("_given", "_ids", "_layers", "bits", "case", "listing")

    def __init__(self, program: Program, case: Case, births: Mapping[str, str]) -> None:
        knowledge = Knowledge(case, program.blocks)
        self.case = case
        self.listing = program.listing(knowledge.kinds)
        self.bits: list[Bits] = self.listing.bits(knowledge)
        # CONCERN and UNLISTED are -2 and -1: they count from the end.
        self._ids = (*(person.id for person in case.people), "concern", "concern")
        self._layers = [
            (*(self._ids[place] for place in placed.people), "concern", "concern") for placed in self.listing.layers
        ]
        self._given = {
            f"{person.id}.{fact}": f"{person.id}.{birth}"
            for person in case.people
            if person.born is not None
            for fact, birth in births.items()
        }

    def possible(self) -> list[Entry]:
        """The entries that hold or can still come true, in order."""
        can = [placed.layer.sieve(bits[1]) for placed, bits in zip(self.listing.layers, self.bits, strict=True)]
        return [entry for entry in self.listing.entries if can[entry.layer] & entry.bit]

    def of(self, node: int, about: str) -> Entry | None:
        """The entry of one node for one `about`."""
        return next((e for e in self.listing.entries if e.node == node and self.about(e) == about), None)

    def about(self, entry: Entry) -> str:
        """`concern`, or a person's id."""
        return self._ids[entry.owner]

    def find(self, entry: Entry) -> Finding | None:
        """The entry's finding."""
        sure, possible = self.bits[entry.layer]
        return entry.condition.find(sure, possible)

    def status(self, entry: Entry) -> Status:
        """The entry's status alone."""
        sure, possible = self.bits[entry.layer]
        return entry.condition.status(sure, possible)

    def names(self, names: Iterable[Name], entry: Entry) -> list[str]:
        """`concern.setting`, `c1.age`; `c1.date_of_birth` where that was given."""
        people = self._layers[entry.layer]
        found = [people[place] + name for place, name in names]
        return [self._given.get(name, name) for name in found] if self._given else found
