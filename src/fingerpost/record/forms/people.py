"""Adding people, what is known of them, and what they have to do with a concern."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any, ClassVar

from django import forms

from fingerpost.record.forms.compartment_form import CompartmentForm
from fingerpost.record.models import DetailKind, PartInConcern, PersonKind, Sex
from fingerpost.web.fields import DayField, Words, WordsField

_EARLIEST = 1900
_ONLY: dict[PartInConcern, PersonKind] = {
    PartInConcern.HARMED_ANOTHER: PersonKind.CHILD,
    PartInConcern.ALLEGED_ABUSER: PersonKind.ADULT,
}
_WRONG = {
    PartInConcern.HARMED_ANOTHER: "“Harmed another child” is said of a child. An adult is an alleged abuser.",
    PartInConcern.ALLEGED_ABUSER: "“Alleged abuser” is said of an adult. A child who harmed another is recorded so.",
}


class PartsForm(CompartmentForm):
    """What somebody has to do with the concern."""

    parts = forms.MultipleChoiceField(
        choices=PartInConcern, required=False, label="What have they to do with this concern?"
    )

    def __init__(self, *args: Any, kind: PersonKind | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person_kind = kind

    def clean(self) -> dict[str, Any]:
        """See that the parts fit a child or an adult."""
        data = super().clean() or {}
        kind = self.person_kind or data.get("kind")
        for part in data.get("parts", []):
            if kind and _ONLY.get(PartInConcern(part), kind) != kind:
                self.add_error("parts", _WRONG[PartInConcern(part)])
        return data

    @property
    def chosen(self) -> list[PartInConcern]:
        """The parts that were chosen."""
        return [PartInConcern(part) for part in self.cleaned_data["parts"]]


class MorePartsForm(PartsForm):
    """Further parts of somebody who is there already."""

    required_words: ClassVar = {"parts": "Choose at least one"}

    def __init__(self, *args: Any, has: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["parts"]
        field.required = True
        field.choices = [(part.value, part.label) for part in PartInConcern if part not in has]  # type: ignore[attr-defined]


class PersonForm(PartsForm):
    """Somebody new: whether a child or an adult has to be said; all else, as far as it is known."""

    kind = forms.ChoiceField(choices=PersonKind, label="Is this a child or an adult?")
    name = WordsField(label="Name")
    born = DayField("date of birth", required=False, earliest=_EARLIEST, label="Date of birth")
    sex = forms.ChoiceField(choices=[("", "Not recorded"), *Sex.choices], required=False, label=DetailKind.SEX.label)
    other_name = WordsField(label="Other or former name")
    handle = WordsField(label="Name used online")
    phone = WordsField(label="Phone number")
    email = WordsField(label="E-mail address")
    staff_number = WordsField(label="Staff number")
    address = WordsField(label="Address")

    required_words: ClassVar = {"kind": "Say whether this is a child or an adult"}

    def __init__(self, *args: Any, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_born(self) -> datetime.date | None:
        """See that the day has been."""
        return _been(self.cleaned_data["born"], self.today)

    @property
    def details(self) -> list[tuple[DetailKind, str]]:
        """What is known of who they are."""
        return [(kind, _text(self.cleaned_data[kind.value])) for kind in DetailKind if self.cleaned_data[kind.value]]


class DetailForm(CompartmentForm):
    """A detail of somebody, in words; that of a date of birth is `BornForm`."""

    value = WordsField("Write what is known")

    def __init__(self, *args: Any, label: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"].label = label

    @property
    def text(self) -> str:
        """The value as it is recorded."""
        return _text(self.cleaned_data["value"])


class BornForm(DetailForm):
    """A date of birth."""

    value = DayField("date of birth", earliest=_EARLIEST)  # type: ignore[assignment]

    def __init__(self, *args: Any, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_value(self) -> datetime.date | None:
        """See that the day has been."""
        return _been(self.cleaned_data["value"], self.today)


class SexForm(DetailForm):
    """Somebody's sex, where it is known."""

    value = forms.ChoiceField(choices=Sex, widget=forms.RadioSelect)  # type: ignore[assignment]

    required_words: ClassVar = {"value": "Choose what is known"}


class ReasonForm(Words, forms.Form):
    """Why something is taken back, or ended."""

    reason = WordsField("Say why", rows=3, label="Why?")


def _been(born: datetime.date | None, today: datetime.date) -> datetime.date | None:
    if born and born > today:
        raise forms.ValidationError("This day is in the future: check the date of birth")
    return born


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value).strip()
