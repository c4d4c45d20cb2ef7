"""These stages are children's social care's; and who must not be told because of an embargo."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from fingerpost.access import context, embargo
from fingerpost.access.embargo import HeldBack, Person
from fingerpost.access.models.people import OrganisationKind, Role
from fingerpost.access.queries import kind_of


def is_social_care() -> bool:
    """Whether the person acting works on cases for children's social care."""
    actor = context.required()
    if actor.role not in (Role.SOCIAL_WORKER, Role.TEAM_MANAGER):
        return False
    return kind_of(actor.organisation_id) == OrganisationKind.SOCIAL_CARE


def is_manager() -> bool:
    """Whether the person acting manages a team."""
    return context.required().role == Role.TEAM_MANAGER


def is_held(concern_id: UUID, about: UUID | None, people: Iterable[Person]) -> bool:
    """Whether an embargo is in the way of telling any of these people about the adult (None: about anybody)."""
    return any(isinstance(embargo.may_tell(concern_id, about, person), HeldBack) for person in people)
