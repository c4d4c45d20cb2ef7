"""What managers look for, the drawing of a sample, and what was found in one of its concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.forms import BoundField

from fingerpost.access.models import Membership
from fingerpost.casework.managing import overdue
from fingerpost.casework.managing.questions import Question, questions
from fingerpost.casework.managing.rules import SampleVerdict
from fingerpost.casework.managing.samples import MOST, AnswerGiven, SampleLook
from fingerpost.casework.managing.timeliness import Period
from fingerpost.casework.models import SampleAnswer
from fingerpost.web.fields import DayField, Words, WordsField

_NEEDS_WORDS = (SampleVerdict.PARTLY, SampleVerdict.NO)


class PeriodForm(Words, forms.Form):
    """The first and the last day. Without either it is the last 90 days."""

    first = DayField("first day", required=False)
    last = DayField("last day", required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.usual = Period.before(today)
        self.initial = {"first": self.usual.first, "last": self.usual.last, **self.initial}

    def clean(self) -> dict[str, Any]:
        """See that the days are in order."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day is before the first")
        return data

    @property
    def period(self) -> Period:
        """The period that is asked for, or the usual one."""
        if not (self.is_bound and self.is_valid()):
            return self.usual
        last = self.cleaned_data["last"] or self.usual.last
        first = self.cleaned_data["first"] or min(self.usual.first, last)
        return Period(min(first, last), last)


class OverdueForm(Words, forms.Form):
    """Whose overdue duties."""

    whose = forms.ChoiceField(
        required=False, choices=[(overdue.OWN, "My organisation"), (overdue.OTHERS, "Other organisations")]
    )
    holder = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, members: Iterable[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        people = [(str(one.pk), str(one.user)) for one in members]
        self.fields["holder"].choices = [("", "Anybody"), (overdue.QUEUE, "Nobody: the queue"), *people]  # type: ignore[attr-defined]

    @property
    def asked(self) -> tuple[str, str]:
        """Whose duties, and which holder; all of one's own where what was sent is not among the choices."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return data.get("whose") or overdue.OWN, data.get("holder") or ""


class DrawForm(PeriodForm):
    """How many concerns, the period they are from, and the seed."""

    required_words: ClassVar[dict[str, str]] = {"number": "Write how many concerns to draw"}

    number = forms.IntegerField(
        min_value=1,
        max_value=MOST,
        error_messages={
            "invalid": "Write a whole number",
            "min_value": "Draw at least one",
            "max_value": f"Draw at most {MOST}",
        },
    )
    seed = forms.RegexField(
        r"^[0-9A-Za-z-]*$",
        required=False,
        max_length=32,
        error_messages={
            "invalid": "A seed has letters and digits alone",
            "max_length": "A seed has at most 32 letters",
        },
    )


@dataclass(frozen=True, slots=True)
class SampleQuestion:
    """One question on the page: its answer and its words."""

    question: Question
    answer: BoundField
    text: BoundField


class SampleAnswerForm(Words, forms.Form):
    """What was found in one concern, what is agreed, and which actions were carried out. All may be left for later."""

    agreed = WordsField(rows=3)
    due = DayField("day by which it is to be done", required=False)
    carried_out = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, looked: SampleLook, **options: Any) -> None:
        super().__init__(*args, **options)
        for question in questions():
            stands = looked.findings.get(question.id)
            self.fields[f"answer-{question.id}"] = forms.ChoiceField(
                choices=SampleAnswer,
                required=False,
                initial=stands.answer if stands else None,
                error_messages={"invalid_choice": "Choose one of the answers"},
            )
            self.fields[f"text-{question.id}"] = WordsField(rows=2, initial=str(stands.text or "") if stands else "")
        self.fields["carried_out"].choices = [  # type: ignore[attr-defined]
            (str(one.row.pk), str(one.row.text)) for one in looked.actions if not one.is_done
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for words where “partly” or “no” alone would help nobody, and for what is to be done by a day."""
        data = super().clean() or {}
        for question in questions():
            answer, text = data.get(f"answer-{question.id}"), data.get(f"text-{question.id}")
            if answer in _NEEDS_WORDS and not text:
                self.add_error(f"text-{question.id}", f"Write why: {question.text}")
            if text and not answer:
                self.add_error(f"answer-{question.id}", f"Choose an answer: {question.text}")
        if data.get("due") and not data.get("agreed"):
            self.add_error("agreed", "Write what is to be done by that day")
        return data

    @property
    def asked(self) -> Iterator[SampleQuestion]:
        """The questions with their fields."""
        for question in questions():
            yield SampleQuestion(question, self[f"answer-{question.id}"], self[f"text-{question.id}"])

    @property
    def given(self) -> Sequence[AnswerGiven]:
        """What was answered. The form is valid."""
        data = self.cleaned_data
        return [
            AnswerGiven(question.id, SampleVerdict(data[f"answer-{question.id}"]), data[f"text-{question.id}"])
            for question in questions()
            if data[f"answer-{question.id}"]
        ]

    @property
    def done(self) -> frozenset[UUID]:
        """Which actions were carried out. The form is valid."""
        return frozenset(map(UUID, self.cleaned_data["carried_out"]))
