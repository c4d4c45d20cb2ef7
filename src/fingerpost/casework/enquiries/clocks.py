"""How long the parts of a stage may take: data, since a partnership or a nation may set other times.

The assessment's own 45 working days are the chapter's (2.2-single-assessment), and are read from the pack.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Awaited(StrEnum):
    """What is waited for."""

    OPENING = "opening"
    FACTORS = "factors"
    JOINT = "joint"
    MANAGER = "manager"
    CONFERENCE = "conference"


@dataclass(frozen=True, slots=True)
class Clock:
    """So many working days after what starts it, and where the time comes from."""

    working_days: int
    source: str


_OWN: Final = "set by this service, for the partnership to confirm"

CLOCKS: Final = {
    Awaited.OPENING: Clock(1, _OWN),
    Awaited.FACTORS: Clock(10, _OWN),
    Awaited.JOINT: Clock(1, _OWN),
    Awaited.MANAGER: Clock(2, _OWN),
    Awaited.CONFERENCE: Clock(
        15, "Working Together to Safeguard Children (2023): counted from the strategy meeting that began the enquiry"
    ),
}
