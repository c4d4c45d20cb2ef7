"""Calling a meeting, opening it again, and what was done before any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone

from fingerpost.access.models import Compartment
from fingerpost.casework.meetings import rules
from fingerpost.casework.models import MeetingForm, MeetingKind, MeetingStepKind
from fingerpost.duties.presentation import DutyShown
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.web.fields import ClockField, DayField, PastMoment, Words, WordsField

NOT_HELD: Final = "not_held"
CAME: Final = {
    MeetingStepKind.ATTENDED: "Was there",
    MeetingStepKind.APOLOGIES: "Sent apologies",
    MeetingStepKind.ABSENT: "Did not come",
}
type Choices = Sequence[tuple[str, str]]


def set_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Let a field offer these choices."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def duty_choices(duties: Iterable[DutyShown]) -> Choices:
    """Return duties as choices: what is asked, who it is about, and by when."""
    return [(str(one.duty.pk), _duty(one)) for one in duties]


def _duty(one: DutyShown) -> str:
    about = one.whose.rpartition(" About ")[2] if " About " in one.whose else ""
    parts = [f"{one.provision.text} ({one.provision.id})"]
    parts += [f"About {about}"] if about else []
    parts += [f"By {day_in_words(one.day)}."] if one.day else []
    return " ".join(parts)


class CallForm(Words, forms.Form):
    """A meeting to be called: its kind, why, when, where, and who chairs it."""

    kind = forms.ChoiceField(label="Which meeting is it?", error_messages={"required": "Choose which meeting it is"})
    duties = forms.MultipleChoiceField(required=False, label="Which rules ask for it?")
    why = WordsField(rows=3, label="If no rule asks for it: what is it called for?")
    form = forms.ChoiceField(
        choices=MeetingForm,
        label="How do people come together?",
        error_messages={"required": "Choose a meeting or a discussion"},
    )
    reason = WordsField(rows=3, label="If it is a discussion: why is it no meeting?")
    place = WordsField(label="Where, or how do people join?")
    chair = WordsField("Say who chairs it", label="Who chairs it?")
    compartment = forms.ChoiceField(
        label="Which part of the record is it in?", error_messages={"required": "Choose the part of the record"}
    )

    def __init__(
        self, *args: Any, kinds: Choices, places: Choices, duties: Iterable[DutyShown], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.offered = {str(one.duty.pk): one for one in duties}
        self.only = {name: one[0][0] for name, one in (("kind", kinds), ("compartment", places)) if len(one) == 1}
        set_choices(self, "kind", kinds)
        set_choices(self, "compartment", places)
        for name in self.only:
            self.fields[name].required = False
        set_choices(self, "duties", duty_choices(self.offered.values()))
        self.fields["day"] = DayField("day of the meeting", label="On which day?")
        self.fields["clock"] = ClockField("time of the meeting", label="At what time?")

    def clean(self) -> dict[str, Any]:
        """Check what is chosen together, so that each fault is shown at its field."""
        data = super().clean() or {}
        data |= self.only
        day, clock, kind, part = (data.get(name) for name in ("day", "clock", "kind", "compartment"))
        if day and clock:
            data["planned_at"] = timezone.make_aware(datetime.combine(day, clock))
        if data.get("form") == MeetingForm.DISCUSSION and not data.get("reason"):
            self.add_error("reason", "Write why it is a discussion and no meeting")
        chosen = [self.offered[key] for key in data.get("duties", ())]
        if not chosen and not data.get("why"):
            self.add_error("why", "Choose the rules that ask for it, or write what it is called for")
        if kind and part and part not in rules.places_of(kind):
            right = "the designated officer’s strand" if kind == MeetingKind.DESIGNATED_OFFICER else "another part"
            self.add_error("compartment", f"This meeting is in {right}")
        for one in chosen:
            if kind and not rules.calls(one.provision, kind):
                self.add_error("duties", f"Rule {one.provision.id} asks for the other meeting: take it away")
            elif part and one.duty.compartment not in (part, Compartment.COMMON):
                self.add_error("duties", f"Rule {one.provision.id} is known in another part of the record: choose that")
        data["chosen"] = [one.duty for one in chosen]
        return data


class ReopenForm(Words, forms.Form):
    """That a meeting that was concluded is opened again, and why."""

    reason = WordsField("Write why it is opened again", rows=3, label="Why is it opened again?")


class UrgentForm(Words, PastMoment):
    """What was done before any meeting, and why it could not wait."""

    what = "it was done"

    action = WordsField("Write what was done", rows=3, label="What was done?")
    why = WordsField("Write why it could not wait", rows=3, label="Why could it not wait for a meeting?")
    who = WordsField("Say who did it", label="Who did it?")
    compartment = forms.ChoiceField(
        required=False, label="Which part of the record is it for?", error_messages={"required": "Choose the part"}
    )

    def __init__(self, *args: Any, places: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places
        self.fields["compartment"].required = len(places) > 1
        set_choices(self, "compartment", places)

    def clean_compartment(self) -> str:
        """Return the chosen part, or the only one."""
        return str(self.cleaned_data["compartment"] or self.places[0][0])
