"""The headings of a risk assessment, for which what is recorded can be marked while work goes on: the pack's own."""

from __future__ import annotations

from collections.abc import Iterable

from fingerpost.access.models import Concern
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.record.errors import refuse
from fingerpost.record.services.facts import pack_of


def headings_of(pack: Pack) -> list[Provision]:
    """Return the headings of a risk assessment, in the pack's order."""
    return [one for one in pack.provisions.values() if one.kind == "heading"]


def to_choose_from(concern: Concern) -> list[tuple[str, str]]:
    """Return the headings of a concern's procedure, each with its title. A procedure may have none."""
    return [(one.id, f"{number}. {one.title}") for number, one in enumerate(headings_of(pack_of(concern)), start=1)]


def written(concern: Concern, headings: Iterable[str]) -> str | None:
    """Return headings as a row keeps them. Raises `RecordError` for one that the concern's procedure does not have."""
    chosen = list(headings)
    known = [one.id for one in headings_of(pack_of(concern))] if chosen else []
    if not set(chosen) <= set(known):
        raise refuse("headings", "the procedure of this concern has no such heading", "Choose among its headings.")
    return " ".join(one for one in known if one in chosen) or None
