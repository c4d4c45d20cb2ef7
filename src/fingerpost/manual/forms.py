"""Forms of the pages on which a procedure is written."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final

from django import forms

from fingerpost.manual import texts
from fingerpost.procedure.errors import FingerpostError
from fingerpost.procedure.pack.sources import SURE
from fingerpost.web.fields import DayField, Words

_NOT_OFFERED: Final = {"invalid_choice": "Choose one of those on the page"}


class BeginDraftForm(Words, forms.Form):
    """The version a draft begins from, its name, and the day it is to be in force from."""

    required_words: ClassVar = {"base": "Choose a version", "version": "Enter a name for the new version"}
    base = forms.ChoiceField()
    version = forms.CharField(max_length=20)
    in_force = DayField("day from which it is to be in force")

    def __init__(self, *args: Any, versions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].choices = versions  # type: ignore[attr-defined]


class SectionForm(Words, forms.Form):
    """One file's text. `after` is the revision that its author has read."""

    required_words: ClassVar = {"text": "The section is empty. Enter its text"}
    text = forms.CharField(max_length=texts.LONGEST, strip=False)
    after = forms.IntegerField(min_value=1)


class ApproveForm(Words, forms.Form):
    """The digest of the text that was read, and that somebody read it."""

    required_words: ClassVar = {"read": "Say that you have read the whole text and what was found"}
    read = forms.BooleanField()
    digest = forms.CharField(max_length=71)


class CasesForm(Words, forms.Form):
    """Invented or anonymous cases, one a line."""

    required_words: ClassVar = {"cases": "Paste at least one case"}
    cases = forms.CharField(max_length=texts.LONGEST)


class MoveForm(Words, forms.Form):
    """The later version that was looked at, and why."""

    required_words: ClassVar = {"why": "Say why this concern is moved"}
    to = forms.CharField(max_length=60)
    seen = forms.CharField(max_length=64)
    why = forms.CharField(max_length=4000)


class LookForm(Words, forms.Form):
    """What somebody found when they looked at a source again."""

    required_words: ClassVar = {"text_of": "Say which text you looked at", "sure": "Say how sure one can be"}
    section = forms.ChoiceField(required=False, error_messages=_NOT_OFFERED)
    looked = DayField("day on which you looked")
    text_of = forms.CharField(max_length=200)
    sure = forms.ChoiceField(
        choices=[(key, words.capitalize()) for key, words in SURE.items()], error_messages=_NOT_OFFERED
    )
    where = forms.CharField(max_length=2000, required=False)
    note = forms.CharField(max_length=2000, required=False)

    def __init__(self, *args: Any, passages: list[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offered = [("", "All of it"), *((one, one) for one in passages)]
        self.fields["section"].choices = offered  # type: ignore[attr-defined]

    def clean_looked(self) -> date:
        """Refuse a day that has not come."""
        looked: date = self.cleaned_data["looked"]
        if looked > self.today:
            raise forms.ValidationError("This day has not come. Enter the day on which you looked")
        return looked

    def clean(self) -> None:
        """Ask where it was read, or what could not be established, as a pack's own file is asked."""
        super().clean()
        sure = self.cleaned_data.get("sure")
        if sure in ("read", "reported") and not self.cleaned_data.get("where"):
            self.add_error("where", "Say where you read it")
        if sure == "to-confirm" and not self.cleaned_data.get("note"):
            self.add_error("note", "Say what you could not establish")


class LocalTextForm(Words, forms.Form):
    """A partnership's own words. Empty: there are none any more."""

    text = forms.CharField(max_length=20_000, required=False)
    after = forms.IntegerField(min_value=0)


def say(form: forms.Form, refused: FingerpostError, field: str | None = None) -> None:
    """Add what was refused to a form: at the field that a problem names, or `field`, or above the form."""
    for problem in refused.problems:
        where = problem.where if problem.where in form.fields else field
        form.add_error(where, str(problem) if where is None and problem.where else problem.said)
