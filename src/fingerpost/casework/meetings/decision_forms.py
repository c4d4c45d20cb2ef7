"""When a meeting lets somebody be told, and whether that moment has come: a form each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from fingerpost.casework.meetings.forms import Choices, set_choices
from fingerpost.web.fields import ClockField, DayField, Words, WordsField


class WhoseEmbargo(Words, forms.Form):
    """Whether the adult is the one who was not listed when an embargo began: asked only where there is one."""

    is_the_unlisted = forms.BooleanField(
        required=False, label="This is the adult who was not listed when the embargo began"
    )

    def __init__(self, *args: Any, is_asked_who: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_asked_who = is_asked_who


class TellingForm(WhoseEmbargo):
    """From when one person may be told about one adult, who tells them, and why then."""

    about = forms.ChoiceField(label="About which adult?", error_messages={"required": "Choose the adult it is about"})
    to = forms.ChoiceField(label="Who may be told?", error_messages={"required": "Choose who may be told"})
    teller = WordsField("Say who tells them", label="Who tells them?")
    reasons = WordsField("Write why then, and not before", rows=4, label="Why then, and not before?")
    risk = WordsField(
        rows=4,
        label="Telling a suspected adult: what is the risk that they harm themselves, and what is done about it?",
    )
    beside = WordsField(rows=3, label="Telling a suspected adult: who is with them then, and who with the family?")

    def __init__(self, *args: Any, adults: Choices, recipients: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "about", adults)
        if len(adults) == 1:
            self.fields["about"].initial = adults[0][0]
        set_choices(self, "to", [("", "Choose one person"), *recipients])
        self.fields["day"] = DayField("day from which they may be told", label="From which day?")
        self.fields["clock"] = ClockField("time from which they may be told", label="From what time?")

    def clean(self) -> dict[str, Any]:
        """Put the moment together; telling the adult it is about needs two answers more."""
        data = super().clean() or {}
        day, clock = data.get("day"), data.get("clock")
        if day and clock:
            data["moment"] = timezone.make_aware(datetime.combine(day, clock))
        if data.get("about") and data.get("to") == f"self:{data['about']}":
            if not data.get("risk"):
                self.add_error("risk", "Write what was considered about the risk that they harm themselves")
            if not data.get("beside"):
                self.add_error("beside", "Write who is with them, and who with the family")
        return data


class ToldAtMeetingForm(WhoseEmbargo):
    """That an agreed moment has come, or that somebody is not to be told after all."""

    telling = forms.ChoiceField(label="Which agreement is it?", error_messages={"required": "Choose the agreement"})
    came = forms.ChoiceField(
        choices=[
            ("came", "The moment has come: from then on this one person may be told"),
            ("not", "They are not to be told then after all"),
        ],
        label="What became of it?",
        error_messages={"required": "Say what became of it"},
    )
    reason = WordsField(rows=3, label="If they are not to be told: why?")

    def __init__(self, *args: Any, tellings: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "telling", tellings)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason that one of the two needs."""
        data = super().clean() or {}
        if data.get("came") == "not" and not data.get("reason"):
            self.add_error("reason", "Write why they are not to be told then")
        return data
