"""Recording a concern."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms

from fingerpost.procedure.calendar import date_in_words
from fingerpost.record.models import AbuseForm, Reporter, Setting
from fingerpost.record.services.concerns import ConcernInput
from fingerpost.web.fields import PastMoment, Words, WordsField


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """A question, its answer in words (empty when there is none), and the id of the field that asks it."""

    question: str
    text: str
    field: str


class ConcernForm(Words, PastMoment):
    """What somebody is worried about. Only when they became aware, and what happened, has to be said."""

    what = "you became aware"

    narrative = WordsField("Write what has happened, as far as you know", rows=8, label="What has happened?")
    childs_voice = WordsField(rows=4, label="What has the child said, in the child’s own words?")
    how = WordsField(rows=3, label="How did you become aware of it?")
    reporter = forms.ChoiceField(choices=Reporter, required=False, label="Who told you?")
    reported_by = WordsField(label="Their name")
    forms_of_abuse = forms.MultipleChoiceField(choices=AbuseForm, required=False, label="What may it be?")
    platform = WordsField(label="Where online: site, app or game")
    handles = WordsField(label="Names that are used there")
    device = WordsField(label="On which device, and who has it now")
    setting = forms.ChoiceField(choices=Setting, required=False, label="Where do you work?")
    tell_intake = forms.ChoiceField(
        label="May those who take in concerns in your organisation know of it?",
        choices=[
            ("yes", "Yes"),
            ("no", "No: one of them may be involved, or close to somebody who is"),
        ],
        error_messages={"required": "Say whether your own organisation may know"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {**self.at(options["now"]), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.order_fields(["day", "clock"])

    def answers(self) -> list[AnswerShown]:
        """Return the questions with the answers that were given, in the order of the page."""
        return [
            AnswerShown(str(bound.label), self._in_words(bound.name), str(bound.auto_id))
            for bound in (self[name] for name in self.fields)
        ]

    def _in_words(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(value, datetime.date):
            return date_in_words(value)
        if isinstance(field, forms.ChoiceField):
            chosen = value if isinstance(value, list) else [value]
            labels = {str(key): str(text) for key, text in list(field.choices)}  # type: ignore[arg-type]
            return "\n".join(labels[key] for key in labels if key in chosen)
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else str(value)

    def told(self) -> dict[str, Any]:
        """Return what was answered, as `record_concern` takes it."""
        data = self.cleaned_data
        return {
            "became_aware_at": data["moment"],
            "narrative": data["narrative"],
            "childs_voice": data["childs_voice"],
            "how": data["how"],
            "tell_intake": data["tell_intake"] == "yes",
            "told": ConcernInput(
                setting=Setting(data["setting"]) if data["setting"] else None,
                forms=[AbuseForm(form) for form in data["forms_of_abuse"]],
                device=data["device"],
                platform=data["platform"],
                handles=data["handles"],
                reporter=Reporter(data["reporter"]) if data["reporter"] else None,
                reported_by=data["reported_by"],
            ),
        }
