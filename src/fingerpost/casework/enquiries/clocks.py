"""How long the parts of a stage may take: data, since a partnership or a nation may set other times.

The assessment's own 45 working days are the chapter's (2.2-single-assessment), and are read from the pack.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class StageAwaited(StrEnum):
    """What is waited for."""

    OPENING = "opening"
    FACTORS = "factors"
    JOINT = "joint"
    MANAGER = "manager"
    CONFERENCE = "conference"


@dataclass(frozen=True, slots=True)
class StageClock:
    """How many working days after its start, and where the time comes from."""

    working_days: int
    source: str


_OWN: Final = "set by this service, for the partnership to confirm"

CLOCKS: Final = {
    StageAwaited.OPENING: StageClock(1, _OWN),
    StageAwaited.FACTORS: StageClock(10, _OWN),
    StageAwaited.JOINT: StageClock(1, _OWN),
    StageAwaited.MANAGER: StageClock(2, _OWN),
    StageAwaited.CONFERENCE: StageClock(
        15, "Working Together to Safeguard Children (2023): counted from the strategy meeting that began the enquiry"
    ),
}
