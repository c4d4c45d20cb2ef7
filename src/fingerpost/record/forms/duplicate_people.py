"""Answering whether two are the same person, and what was done about somebody's having looked."""

from __future__ import annotations

from django import forms

from fingerpost.record.forms.compartment_form import ConflictCheckedForm
from fingerpost.record.models import HitAnswer, SameAnswer
from fingerpost.web.fields import Words, WordsField


class SameForm(Words, ConflictCheckedForm):
    """Yes, no, or not sure."""

    answer = forms.ChoiceField(choices=SameAnswer, error_messages={"required": "Say whether it is the same person"})
    why = WordsField(label="How do you know?")


class HitForm(Words, ConflictCheckedForm):
    """What the owner of a hidden record did."""

    answer = forms.ChoiceField(
        choices=HitAnswer, label="What did you do?", error_messages={"required": "Say what you did"}
    )
    words = WordsField("Say why, or what was said", rows=4, label="Why, or what was said")
