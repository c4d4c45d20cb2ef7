"""What several forms ask for: a moment of the past, and words."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone

from fingerpost.access.fields import DayField, OnlyWords, reads_as_words

_CLOCKS: Final = ("%H:%M", "%H.%M", "%H%M", "%I:%M%p", "%I.%M%p", "%I%p")

LONGEST: Final = 20_000
"""Characters of one answer in words."""


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
