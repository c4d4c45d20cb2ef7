"""A pack ready for proof: its conditions over every case of enough people, and examples that the engine has decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import cast

import z3

from fingerpost.procedure.language.tree import Node, PersonKind
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.proof.bound import People, together, witnesses
from fingerpost.proof.example import Document, Example, decided, document, name_of, smallest
from fingerpost.proof.expectations import Expectations, scope_of
from fingerpost.proof.space import CONCERN, KINDS, Conditions, Owner, Space, futures_of, words_of


class Subject:
    """One pack under examination. `full`: every fact answered. `partial`: any may be unknown."""

    def __init__(self, pack: Pack, expectations: Expectations, people: Mapping[PersonKind, int] | None = None) -> None:
        self.pack = pack
        self.expectations = expectations
        words = words_of(pack)
        symbols = words.symbols[0]
        trees = [*self.conditions.values(), *self.expectations.concerns, *self.embargoes]
        futures = futures_of(words, [(tree, symbols) for tree in trees])
        self.space = Space(words, people or enough(pack, expectations, len(futures)))
        self.full = Conditions(self.space, futures, symbols, partial=False)
        self.partial = Conditions(self.space, futures, symbols, partial=True)
        self._symbols = symbols

    @cached_property
    def conditions(self) -> Mapping[str, Node]:
        """Every provision's condition that has one."""
        return {provision.id: cast(Node, provision.condition) for provision in self.pack.decided}

    @cached_property
    def embargoes(self) -> Sequence[Node]:
        """When an adult who is not listed may be behind an embargo."""
        return [one.embargo.unlisted_when for one in self.pack.provisions.values() if one.embargo]

    def surely(self, provision: Provision, *, partial: bool = False) -> z3.BoolRef:
        """The provision surely applies to its own owner, who is there."""
        owner = owner_of(provision)
        conditions = self.partial if partial else self.full
        return z3.And(self.space.listed(owner), conditions.surely(self.conditions[provision.id], owner))

    def possibly(self, provision: Provision, *, partial: bool = False) -> z3.BoolRef:
        """The provision may apply to its own owner, who is there."""
        owner = owner_of(provision)
        conditions = self.partial if partial else self.full
        return z3.And(self.space.listed(owner), conditions.possibly(self.conditions[provision.id], owner))

    def example(self, *claims: z3.BoolRef, of: Sequence[Provision]) -> Example | None:
        """The smallest case in which all of this is so, decided; None where there is none."""
        model = smallest(self.space, *claims)
        return self.decided(document(self.space, model, self.pack, self._symbols), of) if model is not None else None

    def decided(self, case: Document, of: Sequence[Provision]) -> Example:
        """A case with what the engine says of these provisions."""
        return decided(self.pack, case, [f"{one.id}/{name_of(owner_of(one))}" for one in of])


def owner_of(provision: Provision) -> Owner:
    """Whom a provision is about, where it is about the first of their kind."""
    scope = scope_of(provision.about)
    return CONCERN if scope == "concern" else Owner(scope, 0)


def enough(pack: Pack, expectations: Expectations, futures: int = 1) -> dict[PersonKind, int]:
    """As many people of each kind as any question of ours needs (`bound` has the argument).

    A question makes a statement about one provision and the opposite about the same or another one; or it says that a
    concern is named and that nothing is due. Beside witnesses it speaks of one person, and of another whose answer
    changes.
    """
    ways = [(witnesses(node), witnesses(node, False)) for node in (cast(Node, one.condition) for one in pack.decided)]
    either: People = Counter()
    for holds, fails in ways:
        either |= holds | fails
    nothing = together(fails for _, fails in ways)
    named: People = Counter()
    for concern in expectations.concerns:
        named |= witnesses(concern)
    pair, gap = together([either, either], futures), together([named, nothing], futures)
    return {kind: max(pair[kind] + 2, gap[kind] + 1) for kind in KINDS}
