"""Asking to read a concern in an emergency, and saying whether a look was justified."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from fingerpost.access import references
from fingerpost.access.models import GlassOutcome
from fingerpost.web.fields import Words, WordsField


class EmergencyForm(Words, forms.Form):
    """The exact reference of a concern, and why somebody must see it now."""

    reference = forms.CharField(
        max_length=40, label="The concern’s reference", widget=forms.TextInput, help_text="As FP-7K3M4-9QXDA"
    )
    reason = WordsField("Say why you must see it now", rows=4, label="Why must you see it now?")

    required_words: ClassVar[dict[str, str]] = {"reference": "Enter the reference, as it was read out to you"}

    def clean_reference(self) -> str:
        """Refuse what has not the form of a reference; of one that has, nothing is found out here."""
        typed: str = self.cleaned_data["reference"]
        if references.read(typed) is None:
            raise forms.ValidationError("A reference is FP and ten letters and digits, as FP-7K3M4-9QXDA")
        return typed


class ReviewForm(Words, forms.Form):
    """Whether a look was justified, why, and where it was not, to whom that was passed on."""

    look = forms.CharField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(
        choices=GlassOutcome,
        label="Was the look justified?",
        error_messages={"required": "Say whether it was justified"},
    )
    words = WordsField("Say what you went by", rows=4, label="What do you go by?")
    passed_to = WordsField(label="If it was not: who have you passed it on to?")

    def clean(self) -> dict[str, Any]:
        """Ask to whom a look that was not justified is passed on."""
        data = self.cleaned_data
        if data.get("outcome") == GlassOutcome.NOT_JUSTIFIED and not data.get("passed_to"):
            self.add_error("passed_to", "Say who you have passed it on to")
        return data
