"""Referring a concern, and answering a referral."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from fingerpost.access.models import Organisation
from fingerpost.casework.models import Addressee, DisagreementStage, ReferralStep, ReferralStepKind, Way
from fingerpost.casework.referrals.clocks import STAGES
from fingerpost.casework.referrals.passages import RecordPassage
from fingerpost.casework.referrals.strands import Offered
from fingerpost.duties.presentation import DutyShown
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.web.fields import DayField, PastMoment, Words, WordsField

OUTSIDE = "outside"


class ChoosingForm(forms.Form):
    """Who a concern is referred to, and what of the record goes with it."""

    to = forms.ChoiceField(
        choices=Addressee, label="Who to?", error_messages={"required": "Choose who you refer the concern to"}
    )
    say = forms.MultipleChoiceField(required=False, label="What do they need to know?")

    def __init__(self, *args: Any, passages: list[RecordPassage], **options: Any) -> None:
        super().__init__(*args, **options)
        say = self.fields["say"]
        assert isinstance(say, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        say.choices = [(passage.key, passage.heading) for passage in passages]


class ReferralForm(Words, PastMoment):
    """A referral as it goes out: checked by the sender, who may change every word."""

    what = "it is made"

    recipient = forms.ChoiceField(
        label="Which organisation?", error_messages={"required": "Choose the organisation that receives it"}
    )
    outside = WordsField(label="Its name, and who you spoke to there")
    way = forms.ChoiceField(
        choices=Way, label="How is it made?", error_messages={"required": "Say how the referral is made"}
    )
    asks = WordsField("Write what you ask them to do", rows=3, label="What do you ask them to do?")
    text = WordsField("Write what they are told", rows=14, label="What they are told")
    facts = forms.MultipleChoiceField(required=False, label="Which facts go with it?")
    duties = forms.MultipleChoiceField(
        required=False,
        label="Which duties does this carry out?",
        error_messages={"invalid_choice": "Choose duties that this referral carries out"},
    )
    checked = forms.BooleanField(
        label="I have checked that this is what they need, and no more",
        error_messages={"required": "Read it once more, and say that it is what they need"},
    )

    def __init__(
        self,
        *args: Any,
        now: datetime,
        recipients: list[Organisation],
        duties: list[DutyShown],
        facts: list[Offered],
        **options: Any,
    ) -> None:
        super().__init__(*args, now=now, **options)
        self.fields["facts"].choices = [(one.key, one.text) for one in facts]  # type: ignore[attr-defined]
        choices = [(str(one.pk), str(one)) for one in recipients]
        self.fields["recipient"].choices = [*choices, (OUTSIDE, "One that is not on this service")]  # type: ignore[attr-defined]
        self.fields["duties"].choices = [  # type: ignore[attr-defined]
            (str(one.duty.pk), f"{one.act} ({one.provision.id})") for one in duties
        ]

    def clean(self) -> dict[str, Any]:
        """Check who receives it and how: somebody who is not on this service receives nothing here."""
        data = super().clean()
        if data.get("recipient") == OUTSIDE:
            if not data.get("outside"):
                self.add_error("outside", "Write who receives it")
            if data.get("way") == Way.HERE:
                self.add_error("way", "They are not on this service: choose by telephone, or as a document")
        return data


class ReferralStepForm(Words, PastMoment):
    """What became of a referral. A choice may say more than the kind of step: which checks, or to which stage.

    `is_outside`: the recipient is not on this service, so that the next one they passed it to is said in words.
    """

    what = "it was so"

    kind = forms.ChoiceField(label="What became of it?", error_messages={"required": "Choose what became of it"})
    text = WordsField(rows=4, label="In words")
    siblings = WordsField(rows=3, label="What was considered about brothers, sisters and other children at home?")
    to = forms.ChoiceField(required=False, label="Passed on to")
    whom = WordsField(label="Which agency is asked, or who answers the disagreement?")

    def __init__(
        self,
        *args: Any,
        now: datetime,
        kinds: list[tuple[str, str]],
        recipients: list[Organisation],
        is_outside: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, now=now, **options)
        self.is_outside = is_outside
        self.fields["until"] = DayField("day by which they answer", required=False, label="By when do they answer?")
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["to"].choices = [("", "")] + [(str(one.pk), str(one)) for one in recipients]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the words that a step cannot do without, and take a choice apart."""
        data = super().clean()
        kind, _, data["which"] = data.get("kind", "").partition(":")
        data["kind"] = kind
        if kind in (ReferralStepKind.CHECKS_ASKED, ReferralStepKind.ESCALATED) and not data.get("whom"):
            self.add_error("whom", "Write which agency is asked, or who answers")
        if kind in _MISSING and not data.get("text"):
            self.add_error("text", _MISSING[ReferralStepKind(kind)])
        if kind in (ReferralStepKind.ACCEPTED, ReferralStepKind.DECLINED) and not data.get("siblings"):
            self.add_error("siblings", "Write what was considered; “there are none” is an answer too")
        if kind == ReferralStepKind.PASSED_ON and not self.is_outside and not data.get("to"):
            self.add_error("to", "Choose who it is passed to")
        return data


def choices(kinds: list[ReferralStepKind], open_checks: list[ReferralStep], stage: str) -> list[tuple[str, str]]:
    """Return what may be chosen, in this order: each check that has no answer, and each stage from `stage` on."""
    found: list[tuple[str, str]] = []
    for kind in kinds:
        if kind == ReferralStepKind.CHECKS_ANSWERED and open_checks:
            found += [(f"{kind}:{one.pk}", _answers(one)) for one in open_checks]
        elif kind == ReferralStepKind.ESCALATED:
            left = list(STAGES)[list(STAGES).index(stage) :]
            found += [(f"{kind}:{one}", f"We disagree: {DisagreementStage(one).label}") for one in left]
        else:
            found.append((str(kind), _SAYS[kind]))
    return found


def _answers(asked: ReferralStep) -> str:
    whom = asked.whom or "The agency"
    return f"{whom} answered the checks asked for on {day_in_words(london_day(asked.at))}"


_SAYS = {
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
_MISSING = {
    ReferralStepKind.CHECKS_ASKED: "Write what the agency was asked",
    ReferralStepKind.CHECKS_ANSWERED: "Write what the agency answered",
    ReferralStepKind.DECLINED: "Write why it is declined",
    ReferralStepKind.PASSED_ON: "Write who it is passed to, and why",
    ReferralStepKind.ANSWERED: "Write what the referrer was told",
    ReferralStepKind.ESCALATED: "Write why you disagree",
    ReferralStepKind.RECONSIDERED: "Write what came of it",
}
