"""Who is asked for an answer, and who may undo what (pure).

An exclusion that was set by itself holds until somebody answers. For a day it is asked of those who have the concern;
from then on of their managers too, each day, and it never ends by being left alone: one who may be the suspect stays
out, and for a namesake somebody is pressed to say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

OWNERS_ALONE: Final = timedelta(days=1)
"""How long only those who have the concern are asked."""


class Asks(StrEnum):
    """What waits for an answer."""

    FOUND = "found"  # a user was shut out by name and more
    EMPLOYER = "employer"  # an organisation was shut out
    DECLARED = "declared"  # somebody said that they are close
    NAMESAKE = "namesake"  # a user is called like somebody in the concern


@dataclass(frozen=True, slots=True)
class ConflictStanding:
    """What somebody is to a concern: `owns`, it is theirs or a colleague's they cover for; `manages`, they
    manage or take in where it is."""

    owns: bool
    manages: bool


def is_asked(asks: Asks, stands: ConflictStanding, *, has_owner: bool, since: datetime, now: datetime) -> bool:
    """Whether an answer is asked of somebody now. `has_owner`: somebody has the concern who is not shut out."""
    if asks is Asks.DECLARED:
        return stands.manages
    if stands.owns:
        return True
    return stands.manages and (not has_owner or now - since >= OWNERS_ALONE)


def is_late(since: datetime, now: datetime) -> bool:
    """Whether it has come to the managers."""
    return now - since >= OWNERS_ALONE


def may_undo(asks: Asks, stands: ConflictStanding, *, of_the_organisation: bool, others_are_in: bool) -> bool:
    """Whether somebody may end an exclusion, or let one more person of the organisation keep sight.

    What somebody declared, only a manager undoes. The organisation where the adult works does not let itself in again
    as long as people of another one are in the concern.
    """
    if asks is Asks.DECLARED:
        return stands.manages
    return not (asks is Asks.EMPLOYER and of_the_organisation and others_are_in)
