"""A field said as data: what is asked, how it looks, and its words; `components/field-specs.html` shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django import forms

from fingerpost.web.fields import DayField, WordsField

type Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form. `missing`: what is said where there is no answer and there must be; else it may be empty.

    `choices`: those that are always the same; others are given when the field is made.
    """

    name: str
    how: Literal["text", "textarea", "select", "radios", "checkboxes", "checkbox", "date"]
    label: str
    missing: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    def field(self, choices: Choices | None = None) -> forms.Field:
        """Return the form's field."""
        is_needed = bool(self.missing)
        match self.how:
            case "text" | "textarea":
                return WordsField(self.missing, rows=4 if self.how == "textarea" else 0, label=self.label)
            case "date":
                what = "day" if self.label.endswith("?") else self.label[:1].lower() + self.label[1:]
                day = DayField(what, required=is_needed, label=self.label)
                if is_needed:
                    day.error_messages["required"] = self.missing
                return day
        words = {"required": self.missing, "invalid_choice": "Choose one of those on the page"}
        offered = list(self.choices if choices is None else choices)
        match self.how:
            case "checkbox":
                return forms.BooleanField(required=is_needed, label=self.label, error_messages=words)
            case "checkboxes":
                return forms.MultipleChoiceField(
                    choices=offered, required=is_needed, label=self.label, error_messages=words
                )
            case "select":
                offered = [("", "Choose"), *offered]
        return forms.ChoiceField(choices=offered, required=is_needed, label=self.label, error_messages=words)
