"""Opening an enquiry, an assessment or a conference, what became of it, and judging the key factors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from fingerpost.casework.enquiries.factors import Factor
from fingerpost.casework.enquiries.services import StageStepInput
from fingerpost.casework.enquiries.step_form import ChosenStepForm, Everybody
from fingerpost.casework.models import FactorJudgement, Judgement, Stage, StageKind, StageOutcome
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.record.models import PersonKind
from fingerpost.web.fields import PastMoment, Words, WordsField


class OpeningForm(Words, PastMoment):
    """What is opened, who it is about, and why."""

    what = "it was opened"

    kind = forms.ChoiceField(
        choices=StageKind, label="What do you record?", error_messages={"required": "Choose what you record"}
    )
    people = forms.MultipleChoiceField(
        label="Who is it about?", error_messages={"required": "Choose the children it is about"}
    )
    assessed = forms.MultipleChoiceField(required=False, label="Which adults’ risk to the children is assessed?")
    needed = forms.ChoiceField(
        required=False,
        choices=[(one.value, one.label) for one in (StageOutcome.NEEDED, StageOutcome.NOT_NEEDED)],
        label="For a conference: is it needed?",
    )
    led_from = forms.ChoiceField(required=False, label="Which enquiry led to it?")
    text = WordsField("Write why", rows=5, label="Why?")

    def __init__(
        self, *args: Any, now: datetime, everybody: Everybody, enquiries: Sequence[Stage], **options: Any
    ) -> None:
        super().__init__(*args, now=now, **options)
        self.fields["people"].choices = everybody.choices()  # type: ignore[attr-defined]
        self.fields["assessed"].choices = everybody.choices(PersonKind.ADULT)  # type: ignore[attr-defined]
        led = [(str(one.pk), f"The enquiry opened on {day_in_words(london_day(one.at))}") for one in enquiries]
        self.fields["led_from"].choices = [("", ""), *led]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check together what is opened and what only one of the three asks."""
        data = super().clean()
        if data.get("assessed") and data.get("kind") != StageKind.ASSESSMENT:
            self.add_error("assessed", "Only a single assessment judges the key factors: leave this out")
        if data.get("needed") and data.get("kind") != StageKind.CONFERENCE:
            self.add_error("needed", "Only a conference is needed or not needed: leave this out")
        return data


class StageStepForm(ChosenStepForm):
    """What became of a stage."""

    def said(self, everybody: Everybody) -> StageStepInput:
        """Return what was answered, as the service takes it."""
        data = self.cleaned_data
        people = everybody.chosen([data.get("about", "")])
        return StageStepInput(
            text=data.get("text", ""),
            outcome=data.get("outcome", ""),
            about=people[0] if people else None,
            alone={"yes": True, "no": False}.get(data.get("alone", "")),
            day=data.get("until"),
            who=data.get("who", ""),
            plain=data.get("plain", ""),
        )


class FactorsForm(Words, PastMoment):
    """The key factors of one adult. One that is left as it was is not judged anew."""

    what = "of the judgement"

    def __init__(
        self,
        *args: Any,
        now: datetime,
        factors: Sequence[Factor],
        standing: Mapping[tuple[UUID, str], FactorJudgement],
        about: UUID,
        **options: Any,
    ) -> None:
        self.factors = list(enumerate(factors))
        self.before = {number: standing.get((about, factor.provision)) for number, factor in self.factors}
        super().__init__(*args, now=now, **options)
        for number, _ in self.factors:
            before = self.before[number]
            self.fields[f"judged_{number}"] = forms.ChoiceField(
                choices=Judgement, required=False, initial=before.judged if before else ""
            )
            self.fields[f"rests_{number}"] = WordsField(initial=str(before.rests_on or "") if before else "")
            self.fields[f"waits_{number}"] = forms.BooleanField(
                required=False, initial=before.waits_for_equipment if before else False
            )

    def clean(self) -> dict[str, Any]:
        """Ask on what a judgement rests."""
        data = super().clean()
        for number, _ in self.factors:
            judged = data.get(f"judged_{number}")
            if judged in (Judgement.PRESENT, Judgement.NOT_PRESENT) and not data.get(f"rests_{number}"):
                self.add_error(f"rests_{number}", "Write who said so, or where it was found")
            said = data.get(f"rests_{number}") or data.get(f"waits_{number}")
            if judged == Judgement.NOT_KNOWN and not said:
                self.add_error(f"rests_{number}", "Write why it is not known yet, and what would settle it")
            if not judged and (data.get(f"rests_{number}") or data.get(f"waits_{number}")):
                self.add_error(f"judged_{number}", "Choose one; “not known yet” is an answer too")
        return data

    def judged(self) -> Iterator[tuple[Factor, Judgement, str, bool]]:
        """Return the judgements that were made or changed."""
        data = self.cleaned_data
        for number, factor in self.factors:
            said = (data[f"judged_{number}"], data[f"rests_{number}"], data[f"waits_{number}"])
            before = self.before[number]
            if said[0] and (
                before is None or said != (before.judged, str(before.rests_on or ""), before.waits_for_equipment)
            ):
                yield factor, Judgement(said[0]), said[1], said[2]
