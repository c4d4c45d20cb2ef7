"""A pack's conditions in the form from which planes and SQL are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from fingerpost.procedure.language.tree import Answer, Happened, Node, Scope, UnlistedChild, walk
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost_bulk.exact import TangledError, exact
from fingerpost_bulk.lifted import EVENT, Domains, Fact, Lifted, lift
from fingerpost_bulk.plan import SCOPES


@dataclass(frozen=True)
class Conditions:
    """A pack's provisions by the kind of person they are about, in the pack's order.

    `lifted` are their conditions in an exact form for any number of people. `tangled` are provisions for which there is
    none: they are decided for each listing of people, as the engine does.
    """

    provisions: Mapping[Scope, tuple[Provision, ...]]
    lifted: Mapping[str, Lifted]
    tangled: tuple[Provision, ...]

    def needs(self, scope: Scope) -> dict[Fact, None]:
        """The facts and events of a table that bear on anything, each once."""
        found: dict[Fact, None] = {}
        for provision in (one for of_scope in self.provisions.values() for one in of_scope):
            for node in walk(cast(Node, provision.condition)):
                match node:
                    case Answer(name, owner):
                        found[Fact(owner, name)] = None
                    case Happened(name, owner):
                        found[Fact(owner, EVENT + name)] = None
                    case UnlistedChild(listed):
                        found[Fact("concern", listed)] = None
        return {fact: None for fact in found if fact.owner == scope}


def conditions_of(pack: Pack, only: Collection[str] | None = None) -> Conditions:
    """The conditions of all provisions, or of those named."""
    domains = Domains(pack)
    chosen = [provision for provision in pack.decided if only is None or provision.id in only]
    lifted: dict[str, Lifted] = {}
    tangled = []
    for provision in chosen:
        try:
            lifted[provision.id] = exact(lift(cast(Node, provision.condition), _scope(provision), domains), domains)
        except TangledError:
            tangled.append(provision)
    return Conditions(
        {scope: tuple(provision for provision in chosen if provision.about == scope) for scope in SCOPES},
        lifted,
        tuple(tangled),
    )


def _scope(provision: Provision) -> Scope:
    return cast(Scope, provision.about)
