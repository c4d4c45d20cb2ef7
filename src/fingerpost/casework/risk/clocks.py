"""How long the parts of a risk assessment may take: data, since a partnership or a nation may set other times."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class RiskAwaited(StrEnum):
    """What a risk assessment waits for. The partner’s interview has no day: only that it comes first."""

    SOUGHT = "sought"
    PARTNER = "partner"
    COMPLETE = "complete"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class RiskClock:
    """How many working days after its start, what is waited for in words, and where the time comes from."""

    working_days: int
    words: str
    source: str


_OWN: Final = "set by this service, for the partnership to confirm"

CLOCKS: Final = {
    RiskAwaited.SOUGHT: RiskClock(10, "get what is sought, or record why it is not known", _OWN),
    RiskAwaited.COMPLETE: RiskClock(45, "complete the risk assessment, within the single assessment’s time", _OWN),
    RiskAwaited.REOPENED: RiskClock(10, "conclude the reopened risk assessment again", _OWN),
}
