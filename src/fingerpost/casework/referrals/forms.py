"""Referring a concern, and answering a referral."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from fingerpost.access.models import Organisation
from fingerpost.casework.enquiries.step_form import ChosenStepForm
from fingerpost.casework.models import Addressee, ReferralStepKind, Way
from fingerpost.casework.referrals.passages import RecordPassage
from fingerpost.casework.referrals.strands import Offered
from fingerpost.duties.presentation import DutyShown
from fingerpost.web.fields import PastMoment, Words, WordsField

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


class ReferralStepForm(ChosenStepForm):
    """What became of a referral. A choice may say more than the kind of step: which checks, or to which stage."""

    @property
    def kind(self) -> ReferralStepKind:
        """What became of it."""
        return ReferralStepKind(self.step.kind.partition(":")[0])

    @property
    def which(self) -> str:
        """Which checks were answered, or to which stage a disagreement is taken."""
        return self.step.kind.partition(":")[2]
