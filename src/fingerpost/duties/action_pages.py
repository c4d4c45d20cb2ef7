"""Where what the decision asks for is carried out, beyond its own page: each room above says which pages it has.

Recording on the duty's page that it was done says that, and nothing of what was done; a meeting has an agenda.
"""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.procedure.pack.model import Provision
from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class ActionPage:
    """A page of a concern on which provisions are carried out: what to do there, and the name of its route.

    `acts`: one of these carries them out (`pack.words.ACTS`).
    """

    acts: tuple[str, ...]
    words: str
    route: str


@dataclass(frozen=True, kw_only=True)
class WithActionPages(Room):
    """A room on whose pages something is carried out."""

    carries_out: tuple[ActionPage, ...] = ()


def page_of(provision: Provision) -> ActionPage | None:
    """Return where a provision is carried out; None where its own page is the place."""
    pages = (page for room in rooms(WithActionPages) for page in room.carries_out)
    return next((page for page in pages if {*page.acts} & {*provision.carried_out_by}), None)
