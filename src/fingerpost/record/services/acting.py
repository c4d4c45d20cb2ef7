"""Whether whoever is acting may add to a part of the record."""

from __future__ import annotations

from uuid import UUID

from fingerpost.access import compartments, context, rules
from fingerpost.access.context import Actor
from fingerpost.access.errors import refuse


def required_to_act_in(matter_id: UUID, compartment: str) -> Actor:
    """Return who is acting. Raises `AccessError` unless they may add to this compartment of this matter."""
    actor = context.required()
    if actor.role not in rules.WORKING_ROLES or compartment not in compartments.view_of(actor, matter_id):
        raise refuse(
            "record", "you cannot add to this part of the record", "Whoever works in it can, or can involve you."
        )
    return actor
