"""What the procedure says to the police, where it applies: chosen by the decision, in the words of the pack."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from fingerpost.access import context
from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Compartment, Concern
from fingerpost.access.models.people import OrganisationKind
from fingerpost.access.queries import kind_of
from fingerpost.duties.presentation import names_in
from fingerpost.procedure.explaining.rules import section_of
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.record.errors import NothingToldError
from fingerpost.record.services.decisions import CompartmentDecision, decision_of

_SAID: Final = frozenset({"principle", "signpost"})
"""What is said to somebody, and asks for nothing by itself."""


@dataclass(frozen=True, slots=True)
class Principle:
    """A provision that applies, its section, and the people it is for by name (empty: for the whole concern)."""

    provision: Provision
    pack: Pack
    section: str
    of: tuple[str, ...]


def of_concern(concern: Concern, seen: Collection[str]) -> list[Principle]:
    """Return what the procedure says to the police here, to those who see their part, and to police who see the
    common record: what is referred to them is read there first.

    One that has no condition of its own is shown beside those of its section that apply.
    """
    place = _place(frozenset(seen))
    if place is None:
        return []
    try:
        decided = decision_of(concern, place)
    except NothingToldError:
        return []
    names = names_in(concern, place)
    pack = decided.pack
    applying = {rule.id: _whom(decided, rule.id) for rule in to_the_police(pack)}
    sections = {pack.provisions[name].section for name, whom in applying.items() if whom}
    found = []
    for name, whom in applying.items():
        rule = pack.provisions[name]
        if whom or (rule.condition is None and rule.section in sections):
            of = tuple(names[decided.names[one]] for one in whom if one in decided.names)
            found.append(Principle(rule, pack, section_of(pack, rule), of))
    return found


def to_the_police(pack: Pack) -> list[Provision]:
    """Return what a procedure says to the police, or shows to them, and does not ask them to do."""
    return [one for one in pack.provisions.values() if one.kind in _SAID and "police" in {*one.who, *one.shown_to}]


def _place(seen: frozenset[str]) -> Compartment | None:
    """Return the compartment whose decision the police read here; None for those who are not of the police."""
    if SOURCES[Compartment.POLICE] <= seen:
        return Compartment.POLICE
    if Compartment.COMMON not in seen:
        return None
    is_police = kind_of(context.required().organisation_id) == OrganisationKind.POLICE
    return Compartment.COMMON if is_police else None


def _whom(decided: CompartmentDecision, provision: str) -> list[str]:
    outcomes = decided.decision.outcomes
    return [one.about for one in outcomes if one.provision == provision and one.status == "applies"]
