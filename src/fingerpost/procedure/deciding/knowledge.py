"""What a case says, as bits: of each owner, what surely holds and what possibly holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.ground import CONCERN
from fingerpost.procedure.deciding.layout import Blocks, Placement
from fingerpost.procedure.language.tree import Scope, Value


class Known(NamedTuple):
    """One owner's bits. Whether an event happened is always known, so that `events` is both sure and possible."""

    sure: int
    possible: int
    events: int


class Knowledge:
    """One case's bits, owner by owner; `bits` puts them together."""

    __slots__ = ("case", "concern", "happened", "kinds", "people")

    def __init__(self, case: Case, blocks: Blocks) -> None:
        self.case = case
        self.kinds = tuple([person.kind for person in case.people])
        self.happened: dict[str | None, list[str]] = {}
        for event in case.events:
            if event.at <= case.as_of:
                self.happened.setdefault(event.person, []).append(event.type)
        self.concern = self._known(blocks, "concern", None, case.facts)
        self.people = [self._known(blocks, person.kind, person.id, person.facts) for person in case.people]

    def _known(self, blocks: Blocks, scope: Scope, person: str | None, facts: Mapping[str, Value]) -> Known:
        block = blocks.facts[scope]
        packed, told = block.packed, 0
        for name, value in facts.items():
            told |= packed[name][value]
        full = block.full
        events = blocks.events[scope]
        bits = events.none
        if person in self.happened:
            for name in self.happened[person]:
                if name in events.happens:
                    off, on = events.happens[name]
                    bits = bits & ~off | on
        return Known(told & full, full ^ told >> block.width, bits)

    def bits(self, placement: Placement, people: Sequence[int]) -> tuple[int, int]:
        """Sure and possible bits of the concern and of these people (places in the list), as `placement` has them."""
        shift = placement.fact_shift[CONCERN]
        happened = self.concern.events
        sure, possible = self.concern.sure << shift, self.concern.possible << shift
        for owner, index in enumerate(people):
            known = self.people[index]
            shift = placement.fact_shift[owner]
            sure |= known.sure << shift
            possible |= known.possible << shift
            happened |= known.events << placement.event_shift[owner]
        return sure | happened, possible | happened
