"""What can become of a referral, and what each of these asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fingerpost.access.models import Organisation
from fingerpost.casework.enquiries.step_form import StepChoice
from fingerpost.casework.models import DisagreementStage, ReferralStep, ReferralStepKind
from fingerpost.casework.referrals.clocks import STAGES
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.web.field_spec import FieldSpec

_SAYS: Final = {
    ReferralStepKind.ACKNOWLEDGED: "It was received",
    ReferralStepKind.CHECKS_ASKED: "An agency was asked for checks",
    ReferralStepKind.CHECKS_ANSWERED: "An agency answered the checks",
    ReferralStepKind.ACCEPTED: "It is accepted",
    ReferralStepKind.DECLINED: "It is declined",
    ReferralStepKind.PASSED_ON: "It is passed on to another organisation",
    ReferralStepKind.SIGNED_OFF: "A manager has signed the decision off",
    ReferralStepKind.ANSWERED: "The referrer was told the outcome",
    ReferralStepKind.RECONSIDERED: "The disagreement is answered",
}
_MORE: Final = (FieldSpec("text", "textarea", "Anything to add (optional)"),)
_UNTIL: Final = FieldSpec(
    "until",
    "date",
    "By when do they answer?",
    hint="If a day was agreed. Otherwise it is counted in working days.",
)
_SIBLINGS: Final = FieldSpec(
    "siblings",
    "textarea",
    "What was considered about brothers, sisters and other children at home?",
    "Write what was considered; “there are none” is an answer too",
)
_ASKS: Final = {
    ReferralStepKind.CHECKS_ASKED: (
        FieldSpec("whom", "text", "Which agency is asked?", "Write which agency is asked"),
        FieldSpec("text", "textarea", "What are they asked?", "Write what the agency was asked"),
        _UNTIL,
    ),
    ReferralStepKind.CHECKS_ANSWERED: (
        FieldSpec("text", "textarea", "What did they answer?", "Write what the agency answered"),
    ),
    ReferralStepKind.ACCEPTED: (_SIBLINGS, *_MORE),
    ReferralStepKind.DECLINED: (
        FieldSpec("text", "textarea", "Why is it declined?", "Write why it is declined"),
        _SIBLINGS,
    ),
    ReferralStepKind.ANSWERED: (
        FieldSpec("text", "textarea", "What was the referrer told?", "Write what the referrer was told"),
    ),
    ReferralStepKind.ESCALATED: (
        FieldSpec("text", "textarea", "Why do you disagree?", "Write why you disagree"),
        FieldSpec("whom", "text", "Who answers the disagreement?", "Write who answers"),
        _UNTIL,
    ),
    ReferralStepKind.RECONSIDERED: (FieldSpec("text", "textarea", "What came of it?", "Write what came of it"),),
}


def choices_of(
    kinds: list[ReferralStepKind], open_checks: list[ReferralStep], stage: str, recipients: list[Organisation] | None
) -> Iterator[StepChoice]:
    """Yield what may be chosen, in this order: each check that has no answer, and each stage from `stage` on.

    `recipients`: to whom it can be passed on; None where the recipient is not on this service, and it is said in words.
    """
    for kind in kinds:
        asks = _passed_on(recipients) if kind == ReferralStepKind.PASSED_ON else _ASKS.get(kind, _MORE)
        if kind == ReferralStepKind.CHECKS_ANSWERED and open_checks:
            for one in open_checks:
                yield StepChoice(f"{kind}:{one.pk}", _answers(one), asks)
        elif kind == ReferralStepKind.ESCALATED:
            for left in list(STAGES)[list(STAGES).index(stage) :]:
                yield StepChoice(f"{kind}:{left}", f"We disagree: {DisagreementStage(left).label}", asks)
        else:
            yield StepChoice(str(kind), _SAYS[kind], asks)


def _passed_on(recipients: list[Organisation] | None) -> tuple[FieldSpec, ...]:
    why = FieldSpec("text", "textarea", "Who is it passed to, and why?", "Write who it is passed to, and why")
    if recipients is None:
        return (why,)
    to = tuple((str(one.pk), str(one)) for one in recipients)
    return FieldSpec("to", "select", "Passed on to", "Choose who it is passed to", choices=to), why


def _answers(asked: ReferralStep) -> str:
    whom = asked.whom or "The agency"
    return f"{whom} answered the checks asked for on {day_in_words(london_day(asked.at))}"
