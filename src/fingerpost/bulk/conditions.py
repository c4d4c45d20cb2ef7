"""A pack's conditions in the form from which planes and SQL are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from fingerpost.bulk.exact import TangledError, exact
from fingerpost.bulk.lifted import Domains, Lifted, lift
from fingerpost.bulk.plan import SCOPES
from fingerpost.procedure.language.tree import Node, Scope
from fingerpost.procedure.pack.model import Pack, Provision


@dataclass(frozen=True)
class Conditions:
    """A pack's provisions by whom they are about, in the pack's order.

    `lifted` are their conditions in an exact form for any number of people. `tangled` are provisions for which there is
    none: they are decided for each listing of people, as the engine does.
    """

    provisions: Mapping[Scope, tuple[Provision, ...]]
    lifted: Mapping[str, Lifted]
    tangled: tuple[Provision, ...]


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
