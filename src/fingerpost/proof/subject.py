"""A pack ready for proof: its conditions over every case of enough people, and examples that the engine has decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import z3

from fingerpost.procedure.language.tree import Node, PersonKind
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.proof.bound import People, most, needed
from fingerpost.proof.example import Example, smallest
from fingerpost.proof.expectations import Expectations
from fingerpost.proof.side import Side, conditions_of, embargoes_of
from fingerpost.proof.space import KINDS, Space, futures_of, words_of


class Subject(Side):
    """One pack under examination, in a space of its own with enough people, or with as many as are given."""

    def __init__(self, pack: Pack, expectations: Expectations, people: Mapping[PersonKind, int] | None = None) -> None:
        self.expectations = expectations
        words = words_of(pack)
        trees = [*conditions_of(pack).values(), *_named(expectations), *embargoes_of(pack)]
        futures = futures_of(words, [(tree, words.symbols[0]) for tree in trees])
        space = Space(words, people or enough(pack, expectations, len(futures)))
        super().__init__(pack, space, futures, words.symbols[0])

    def example(self, *claims: z3.BoolRef, of: Sequence[Provision]) -> Example | None:
        """The smallest case in which all of this is so, decided; None where there is none."""
        model = smallest(self.space, *claims)
        return self.decided(self.told(model), of) if model is not None else None


def _named(expectations: Expectations) -> list[Node]:
    """What has to be followed by something: each concern, and everything grave."""
    return [*expectations.concerns, *(one.condition for one in expectations.grave)]


def enough(pack: Pack, expectations: Expectations, futures: int = 1) -> dict[PersonKind, int]:
    """As many people of each kind as any question of ours needs (`bound` has the argument).

    A question makes a statement about one provision and the opposite about the same or another one; or it says that a
    concern is named, or something grave certain, and that nothing is due. Beside witnesses it speaks of one person, and
    of another whose answer changes.
    """
    trees = list(conditions_of(pack).values())
    either, named = most(trees, futures), most(_named(expectations), futures)
    nothing: People = sum((needed(tree, False, futures) for tree in trees), Counter())
    return {kind: max(2 * either[kind] + 2, named[kind] + nothing[kind] + 1) for kind in KINDS}
