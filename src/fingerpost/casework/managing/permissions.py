"""Who looks at the work of an organisation: its team managers and safeguarding leads, over what they see anyway."""

from __future__ import annotations

from typing import Final

from fingerpost.access.actor import Actor
from fingerpost.access.models.people import Role
from fingerpost.access.rules import READING_ROLES

MANAGERS: Final = (Role.TEAM_MANAGER, Role.SAFEGUARDING_LEAD)
READERS: Final = (*MANAGERS, *(Role(role) for role in sorted(READING_ROLES)))
"""Who reads what was found in a sample."""


def manages(actor: Actor) -> bool:
    """Whether somebody draws samples and answers their questions. Auditors add to no case, so they read alone."""
    return actor.role in MANAGERS
