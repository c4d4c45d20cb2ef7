"""As known on a day: the form that asks for it. `record.as_of` reads what the address then says, and nothing else."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from fingerpost.procedure.calendar import london_day
from fingerpost.record.as_of import WRITTEN
from fingerpost.web.fields import DayField, Words

_LAST = datetime.time(23, 59)


class AsOfForm(Words, forms.Form):
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
        return f"{datetime.datetime.combine(self.cleaned_data['day'], time):{WRITTEN}}"
