"""Answers to a group of the procedure's questions, about the concern or one person."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Final

from django import forms

from fingerpost.procedure.language.tree import Value
from fingerpost.procedure.pack.model import Fact
from fingerpost.record.forms.compartment_form import CompartmentForm
from fingerpost.record.questions import NOT_KNOWN, QuestionWithAnswer, in_words
from fingerpost.web.fields import DayField, WordsField

_UNKNOWN: Final = "unknown"
_BEFORE: Final = "answer_"


class AnswersForm(CompartmentForm):
    """One field for each question. One that is left alone changes nothing."""

    on_whose_word = WordsField(label="On whose word?")
    said_on = DayField("day", required=False, label="When did they say so?")
    reason = WordsField(rows=2, label="Why has an earlier answer changed?")

    def __init__(self, *args: Any, asked: Sequence[QuestionWithAnswer], today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked, self.today = asked, today
        for one in asked:
            self.fields[_BEFORE + one.fact.id] = _field(one)

    def clean_said_on(self) -> datetime.date | None:
        """See that the day has been."""
        day: datetime.date | None = self.cleaned_data["said_on"]
        if day and day > self.today:
            raise forms.ValidationError("This day is in the future: give the day on which it was said")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where an answer that was given is changed."""
        data = super().clean() or {}
        changed = [one for one in self.asked if one.is_known and self._differs(one)]
        if changed and not data.get("reason") and not self.errors:
            self.add_error("reason", f"Say why the answer to “{changed[0].fact.ask}” has changed")
        return data

    def questions(self) -> list[tuple[QuestionWithAnswer, forms.BoundField]]:
        """Return each question with its field."""
        return [(one, self[_BEFORE + one.fact.id]) for one in self.asked]

    def answers(self) -> list[tuple[str, Value | None]]:
        """Return the facts whose answers were given and differ from what is known."""
        return [(one.fact.id, self._value(one)) for one in self.asked if self._differs(one)]

    def _differs(self, one: QuestionWithAnswer) -> bool:
        text = self.cleaned_data.get(_BEFORE + one.fact.id)
        if text in ("", None) and not (one.is_known and one.fact.type == "int"):
            return False
        return self._value(one) != (one.known.value if one.known else None)

    def _value(self, one: QuestionWithAnswer) -> Value | None:
        text = self.cleaned_data.get(_BEFORE + one.fact.id)
        if text in ("", None, _UNKNOWN):
            return None
        if one.fact.type == "bool":
            return bool(text == "true")
        return int(text) if one.fact.type == "int" else str(text)


def _field(one: QuestionWithAnswer) -> forms.Field:
    value = one.known.value if one.known else None
    if one.fact.type == "int":
        numbers = [number for number in one.fact.values if isinstance(number, int)]
        words = f"Write a whole number from {numbers[0]} to {numbers[-1]}, or nothing if it is not known"
        return forms.IntegerField(
            required=False,
            min_value=numbers[0],
            max_value=numbers[-1],
            widget=forms.TextInput,
            initial=value,
            error_messages={"invalid": words, "min_value": words, "max_value": words},
        )
    initial = "" if one.known is None else _UNKNOWN if value is None else _key(value)
    choices = [(_key(answer), in_words(one.fact, answer)) for answer in _answers(one.fact)]
    return forms.ChoiceField(required=False, choices=[*choices, (_UNKNOWN, NOT_KNOWN)], initial=initial)


def _answers(fact: Fact) -> Sequence[Value]:
    return (True, False) if fact.type == "bool" else fact.values


def _key(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
