"""What a refusal asks for, who sees a suspected address, and what a link still waits for (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fingerpost.gate import Kind

FOR_THE_POLICE: Final = frozenset({Kind.IMAGERY, Kind.POLYGLOT, Kind.DISC})
"""What may be imagery: its page has a form for who holds it. Each page says what must not be done with imagery of a
child, and who to tell; if only the form was refused it says first what to do instead."""

ANSWERING_ROLES: Final = frozenset({"safeguarding_lead", "team_manager"})
POLICE: Final = "police_officer"

ACTS: Final = {"imagery": "imagery_report", "terrorism": "terrorism_report", "other": "platform_report"}
"""The act of the procedure that reporting a link of each kind is; the procedure says where it goes."""
ENOUGH: Final = {
    "imagery": frozenset({"police", "iwf", "ceop"}),
    "terrorism": frozenset({"police", "national_page"}),
    "other": frozenset({"police", "iwf", "ceop", "national_page", "platform", "other"}),
}
"""These can act on a report; a platform alone cannot act on what is criminal."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: a user, in a role, of an organisation."""

    user: UUID
    role: str
    organisation: UUID


def sees_address(reader: Reader, recorder: UUID, organisation: UUID) -> bool:
    """Whether somebody who sees that there is a link sees its address.

    Those do who have to report it, or answer for its report: its recorder, the safeguarding lead and managers of the
    recorder’s organisation, and the police. Nobody else in the concern needs it.
    """
    if reader.user == recorder or reader.role == POLICE:
        return True
    return reader.role in ANSWERING_ROLES and reader.organisation == organisation


def is_reported(kind: str, to: Iterable[str]) -> bool:
    """Whether a link of this kind was reported to somebody who can act on it, among those it was reported `to`."""
    return not ENOUGH[kind].isdisjoint(to)
