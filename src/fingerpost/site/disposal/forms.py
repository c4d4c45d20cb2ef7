"""Placing a legal hold, and the reason for each other step towards a disposal or away from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from fingerpost.access.models import Compartment
from fingerpost.disposal.models import Hold
from fingerpost.web.fields import DayField, Words, WordsField


class WhyForm(Words, forms.Form):
    """Why."""

    why = WordsField("Write why", rows=3, label="Why?")


class SureForm(WhyForm):
    """Why, and that whoever sends it has read what is destroyed."""

    sure = forms.BooleanField(
        label="I have read what will be destroyed, and that nobody can bring it back",
        error_messages={"required": "Say that you have read what will be destroyed"},
    )


class HoldForm(WhyForm):
    """Who asked that a concern is kept, why, from when until when, and in which part that is recorded."""

    asked_by = WordsField("Say who asked for it", label="Who asked for it?")
    since = DayField("day from which it is kept")
    until = DayField("last day on which it is kept", required=False)
    compartment = forms.ChoiceField(label="In which part is this recorded?")

    field_order = ("asked_by", "why", "since", "until", "compartment")

    def __init__(self, *args: Any, seen: Iterable[str], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        parts = [part for part in Compartment if part in set(seen)]
        choice = self.fields["compartment"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = [(part.value, part.label) for part in parts]
        self.has_choice = len(parts) > 1
        self.initial = {"since": today, "compartment": parts[0].value, **self.initial}
        if not self.has_choice:
            choice.required = False

    def clean(self) -> dict[str, Any]:
        """See that the days are in order, and name the one part where there is no choice."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day is before the first")
        data["compartment"] = data.get("compartment") or self.initial["compartment"]
        return data


class HoldReleaseForm(WhyForm):
    """Which hold is released, and why."""

    hold = forms.ChoiceField(
        widget=forms.HiddenInput, error_messages={"required": "Choose the hold on the page before"}
    )

    def __init__(self, *args: Any, holds: Iterable[Hold], **options: Any) -> None:
        super().__init__(*args, **options)
        self.holds = {str(hold.pk): hold for hold in holds}
        choice = self.fields["hold"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = [(pk, pk) for pk in self.holds]

    def clean_hold(self) -> Hold:
        """Return the hold itself."""
        return self.holds[self.cleaned_data["hold"]]
