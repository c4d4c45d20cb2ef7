"""As known on a day: a concern's pages show it as it was recorded by then, decided under the pack then in force.

The choice stands in the address as a moment in London, `?known=2026-03-24T14:05`, and in nothing else.
"""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from fingerpost.access.fields import DayField, Words
from fingerpost.procedure.calendar import LONDON, london_day

PARAMETER = "known"
_WRITTEN = "%Y-%m-%dT%H:%M"
_LAST = datetime.time(23, 59)


class KnownForm(Words, forms.Form):
    """The day, and if it matters the time, as which a concern is looked at. `now`: nothing is known after it."""

    day = DayField("day")
    time = forms.TimeField(
        required=False, error_messages={"invalid": "Write the time with hours and minutes, as 14:05"}
    )

    def __init__(self, *args: Any, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_day(self) -> datetime.date:
        """Refuse a day that has not come."""
        day: datetime.date = self.cleaned_data["day"]
        if day > london_day(self.now):
            raise forms.ValidationError("This day has not come yet: choose one in the past")
        return day

    @property
    def written(self) -> str:
        """What the address says of a valid form: the end of the day where no time was given."""
        time = self.cleaned_data.get("time") or _LAST
        return f"{datetime.datetime.combine(self.cleaned_data['day'], time):{_WRITTEN}}"


def moment_in(request: HttpRequest, now: datetime.datetime) -> datetime.datetime | None:
    """Return the moment that the address names, to the end of its minute; None for now, or for what names none.

    Of an hour that came twice, when clocks went back, it is the second.
    """
    try:
        named = datetime.datetime.strptime(request.GET.get(PARAMETER, ""), _WRITTEN)  # noqa: DTZ007 - London, below
        at = named.replace(second=59, microsecond=999_999, tzinfo=LONDON, fold=1).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None
    return at if at < now else None
