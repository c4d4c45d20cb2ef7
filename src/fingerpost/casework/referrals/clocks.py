"""How long an answer may take: data, since a partnership or a nation may set other times. None is the chapter's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ReferralAwaited(StrEnum):
    """What a referral waits for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    CHECK = "check"
    DECISION = "decision"
    SIGN_OFF = "sign_off"
    ANSWER = "answer"
    RECONSIDERATION = "reconsideration"


@dataclass(frozen=True, slots=True)
class ReferralClock:
    """How many working days after its start; what is waited for, in words; and where the time comes from.

    `chase`: what the sender has to find out where the recipient is not on this service.
    """

    working_days: int
    words: str
    chase: str
    source: str


_WORKING_TOGETHER: Final = "Working Together to Safeguard Children (2023): within one working day of the referral"
_OWN: Final = "set by this service, for the partnership to confirm"

CLOCKS: Final = {
    ReferralAwaited.ACKNOWLEDGEMENT: ReferralClock(
        1, "say that it was received", "whether it was received", _WORKING_TOGETHER
    ),
    ReferralAwaited.CHECK: ReferralClock(1, "get an answer to the checks", "what the checks said", _OWN),
    ReferralAwaited.DECISION: ReferralClock(1, "decide what is done with it", "what is decided", _WORKING_TOGETHER),
    ReferralAwaited.SIGN_OFF: ReferralClock(
        1, "get a manager to sign the decision off", "whether a manager signed it off", _OWN
    ),
    ReferralAwaited.ANSWER: ReferralClock(3, "tell the referrer the outcome", "what came of it", _OWN),
    ReferralAwaited.RECONSIDERATION: ReferralClock(
        2, "answer the disagreement", "what they say to the disagreement", _OWN
    ),
}

STAGES: Final = {"practitioners": 1, "managers": 2, "partnership": 5}
"""Working days in which a disagreement is answered, by the stage to which it was taken, the first stage first."""
