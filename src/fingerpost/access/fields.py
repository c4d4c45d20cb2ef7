"""A day as three boxes, as GOV.UK pages ask for it; forms that say what to enter, and take nothing but words."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from fingerpost.keys import words as keys_words
from fingerpost.keys.errors import NotWordsError
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.errors import FingerpostError
from fingerpost.wording import TELLING


def today() -> datetime.date:
    """Return the day that it is in London."""
    return london_day(timezone.now())


def say(form: forms.Form, refused: FingerpostError, *, by_field: bool = False) -> None:
    """Say above a form why something was refused, and what would be right; `by_field`: at the field that it names."""
    for problem in refused.problems:
        where = problem.where if by_field and problem.where in form.fields else None
        words = [problem.what[:1].upper() + problem.what[1:], problem.right]
        form.add_error(where, ". ".join(filter(None, words)))


class ThreeBoxes(forms.MultiWidget):
    """Day, month and year."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()])

    def decompress(self, value: Any) -> list[Any]:
        """Split a day."""
        return [value.day, value.month, value.year] if isinstance(value, datetime.date) else [None, None, None]


class DayField(forms.MultiValueField):
    """A day that somebody writes as day, month and year. `what` is what it is of, as “first day”.

    A year before `earliest` is taken for a slip.
    """

    widget = ThreeBoxes

    def __init__(self, what: str, *, required: bool = True, earliest: int = 2000, **options: Any) -> None:
        boxes = [forms.IntegerField(required=False) for _ in range(3)]
        words = {"required": f"Enter the {what}", "incomplete": f"The {what} needs a day, a month and a year"}
        for box in boxes:
            box.error_messages["invalid"] = f"Write the {what} in numbers, as 27 3 2026"
        super().__init__(boxes, required=required, require_all_fields=False, error_messages=words, **options)
        self.what = what
        self.earliest = earliest

    def compress(self, data_list: list[int | None]) -> datetime.date | None:
        """Put a day together. Raises ValidationError when there is no such day."""
        if not any(data_list):
            return None
        day, month, year = data_list
        if day is None or month is None or year is None:
            raise forms.ValidationError(self.error_messages["incomplete"])
        try:
            value = datetime.date(year, month, day)
        except ValueError:
            raise forms.ValidationError(f"There is no such day: check the {self.what}") from None
        if not self.earliest <= value.year <= 2100:
            raise forms.ValidationError(f"Check the year of the {self.what}")
        return value

    @staticmethod
    def parts(value: Any) -> list[Any]:
        """Return what stands in the three boxes."""
        parts = ThreeBoxes().decompress(value) if not isinstance(value, list) else value
        return ["" if part is None else part for part in parts]


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among people, by name and role."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the person and the role, so that two of one name can be told apart."""
        return f"{obj.user.name}, {obj.get_role_display()}"


def reads_as_words(text: str) -> None:
    """Raise ValidationError where a text does not read as words, and say what to do."""
    try:
        keys_words.check(text)
    except NotWordsError:
        raise forms.ValidationError(TELLING, code="not_words") from None


class OnlyWords:
    """For a form: what is typed into it reads as words."""

    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        """Check the form, and each of its texts for whether it reads as words."""
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and reads_as_words not in field.validators:
                field.validators.append(reads_as_words)
        super().full_clean()  # type: ignore[misc]


class Words(OnlyWords):
    """For a form: no browser's own checks, and of each empty field the words in `required_words`."""

    use_required_attribute = False
    required_words: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.required_words.items():
            self.fields[name].error_messages["required"] = words
        for field in self.fields.values():
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = "Enter an e-mail address like name@example.org"
