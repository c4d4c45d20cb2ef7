"""One pack over a space of cases: its conditions as formulas, and cases decided by its engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import z3

from fingerpost.procedure.language.tree import Node, Scope
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.proof.example import Document, Example, decided, document, name_of
from fingerpost.proof.space import CONCERN, Conditions, Future, Owner, Space


class Side:
    """A pack in a space that it may share with another. `full`: every fact answered. `partial`: any may be unknown."""

    def __init__(self, pack: Pack, space: Space, futures: Sequence[Future], symbols: Mapping[str, str]) -> None:
        self.pack = pack
        self.space = space
        self.symbols = symbols
        self.conditions = conditions_of(pack)
        self.full = Conditions(space, futures, symbols, partial=False)
        self.partial = Conditions(space, futures, symbols, partial=True)

    def surely(self, provision: Provision, *, partial: bool = False) -> z3.BoolRef:
        """The provision surely applies to the first person it is about, and that person is there."""
        owner = owner_of(provision)
        conditions = self.partial if partial else self.full
        return z3.And(self.space.listed(owner), conditions.surely(self.conditions[provision.id], owner))

    def possibly(self, provision: Provision, *, partial: bool = False) -> z3.BoolRef:
        """The provision may apply to the first person it is about, and that person is there."""
        owner = owner_of(provision)
        conditions = self.partial if partial else self.full
        return z3.And(self.space.listed(owner), conditions.possibly(self.conditions[provision.id], owner))

    def told(self, model: z3.ModelRef, *, apart: bool = False) -> Document:
        """The case of a model, as this pack would be told it; `apart`: with a day for each kind of event."""
        return document(self.space, model, self.pack, self.symbols, apart=apart)

    def decided(self, case: Document, of: Sequence[Provision]) -> Example:
        """A case with what the engine says of these provisions."""
        return decided(self.pack, case, [f"{one.id}/{name_of(owner_of(one))}" for one in of])


def conditions_of(pack: Pack) -> dict[str, Node]:
    """Every provision's condition that has one."""
    return {provision.id: cast(Node, provision.condition) for provision in pack.decided}


def embargoes_of(pack: Pack) -> list[Node]:
    """When an adult who is not listed may be behind an embargo."""
    return [one.embargo.unlisted_when for one in pack.provisions.values() if one.embargo]


def truths_of(pack: Pack) -> list[Node]:
    """What makes a “no” a contradiction, fact by fact."""
    return [fact.true_when for fact in pack.facts.values() if fact.true_when is not None]


def scope_of(about: str) -> Scope:
    """The scope of a provision that has a condition."""
    return "child" if about == "child" else "adult" if about == "adult" else "concern"


def owners_of(space: Space, provision: Provision) -> list[Owner]:
    """Everybody a provision may be decided for."""
    scope = scope_of(provision.about)
    return [CONCERN] if scope == "concern" else space.of_kind(scope)


def owner_of(provision: Provision) -> Owner:
    """The person a provision is about, where that is the first of their kind."""
    scope = scope_of(provision.about)
    return CONCERN if scope == "concern" else Owner(scope, 0)
