"""Which duties a referral carries out: those that the procedure lets go to its recipient, and no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fingerpost.casework.models import Addressee
from fingerpost.duties.presentation import DutyShown
from fingerpost.duties.rules import REFERRAL
from fingerpost.procedure.pack.model import Provision

RECIPIENTS: Final = {
    Addressee.SOCIAL_CARE: "social_care",
    Addressee.POLICE: "police",
    Addressee.DESIGNATED_OFFICER: "lado",
    Addressee.PREVENT: "prevent",
    Addressee.ELSEWHERE: "elsewhere",
}
"""What a pack calls those a concern is referred to. One that does not name them has no duty towards them."""


def is_carried_out(provision: Provision, to: Addressee) -> bool:
    """Whether a referral to them carries a provision out: of several recipients one suffices."""
    return REFERRAL in provision.carried_out_by and RECIPIENTS[to] in provision.to


def divided(duties: Iterable[DutyShown], to: Addressee) -> tuple[list[DutyShown], list[DutyShown]]:
    """Return the open duties that a referral to them carries out, and those that ask for a referral to others."""
    asks = [one for one in duties if one.is_open and one.is_carried_out_by(REFERRAL)]
    done = [one for one in asks if one.is_carried_out_by(REFERRAL, RECIPIENTS[to])]
    return done, [one for one in asks if one not in done]
