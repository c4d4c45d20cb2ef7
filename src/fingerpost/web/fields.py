"""Fields of forms: a day as three boxes, a time, words, a colleague; and forms that take nothing but words."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone

from fingerpost.keys import words as keys_words
from fingerpost.keys.errors import NotWordsError
from fingerpost.procedure.errors import FingerpostError

_CLOCKS: Final = ("%H:%M", "%H.%M", "%H%M", "%I:%M%p", "%I.%M%p", "%I%p")

LONGEST: Final = 20_000
"""Characters of one answer in words."""


def say(form: forms.Form, refused: FingerpostError, *, by_field: bool = False) -> None:
    """Say above a form why something was refused, and what would be right; `by_field`: at the field that it names."""
    for problem in refused.problems:
        where = problem.where if by_field and problem.where in form.fields else None
        form.add_error(where, problem.said)


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
        """Return what is in the three boxes."""
        parts = ThreeBoxes().decompress(value) if not isinstance(value, list) else value
        return ["" if part is None else part for part in parts]


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among people, by name and role."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the person and the role, so that two of one name can be told apart."""
        return f"{obj.user.name}, {obj.get_role_display()}"


def reads_as_words(text: str) -> None:
    """Raise ValidationError where a text does not read as words, and say which line is why, and what to do."""
    try:
        keys_words.check(text)
    except NotWordsError as refused:
        raise forms.ValidationError(refused.told, code="not_words") from None


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


class ClockField(forms.TimeField):
    """A time of the day as people write it: 14:05, 9.30, 2pm."""

    widget = forms.TextInput

    def __init__(self, what: str, **options: Any) -> None:
        words = {"required": f"Enter the {what}", "invalid": f"Write the {what} like 14:05 or 2pm"}
        super().__init__(input_formats=_CLOCKS, error_messages=words, **options)

    def to_python(self, value: Any) -> datetime.time | None:
        """Read a time, whatever spaces and capitals there are in it. Raises ValidationError when it is none."""
        return super().to_python(value.replace(" ", "").lower() if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Write a time."""
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value


class WordsField(forms.CharField):
    """An answer in words. `missing` is what is said when there are none and there must be; else it may be empty."""

    def __init__(self, missing: str = "", *, rows: int = 0, **options: Any) -> None:
        super().__init__(
            required=bool(missing),
            max_length=LONGEST,
            widget=forms.Textarea if rows else forms.TextInput,
            error_messages={
                "required": missing,
                "max_length": f"This is too long: up to {LONGEST:,} characters. Add the rest as a note later.",
            },
            validators=[reads_as_words],
            **options,
        )


class PastMoment(OnlyWords, forms.Form):
    """A day and a time in London, not later than now: as `moment` in the cleaned data."""

    what = "moment"

    def __init__(self, *args: Any, now: datetime.datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        self.fields["day"] = DayField(f"day {self.what}", label=f"Day {self.what}")
        self.fields["clock"] = ClockField(f"time {self.what}", label=f"Time {self.what}")

    @staticmethod
    def at(now: datetime.datetime) -> dict[str, Any]:
        """Return the fields' values for a moment, to begin a form with."""
        local = timezone.localtime(now)
        return {"day": local.date(), "clock": local.time()}

    def clean(self) -> dict[str, Any]:
        """Put the moment together, and see that it has been."""
        data = super().clean() or {}
        day, clock = data.get("day"), data.get("clock")
        if day and clock:
            moment = timezone.make_aware(datetime.datetime.combine(day, clock))
            if moment > self.now:
                self.add_error("day", f"The day and time {self.what} are in the future")
            data["moment"] = moment
        return data
