"""The forms with which somebody records what became of a duty."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from fingerpost.access.models import Membership
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.web.fields import ColleagueField, DayField, Words

_LONGEST = 5000


def colleagues(organisation_id: UUID, day: datetime.date) -> QuerySet[Membership]:
    """Return who may hold duties in an organisation on a day."""
    there = Membership.objects.on(day).filter(organisation=organisation_id, role__in=WORKING_ROLES)
    return there.select_related("user", "organisation").order_by("user__name", "pk")


class DoneForm(Words, forms.Form):
    """What was done, by whom, and on which day it really was."""

    required_words: ClassVar[dict[str, str]] = {"what": "Write what was done", "who": "Write who did it"}

    what = forms.CharField(max_length=_LONGEST)
    who = forms.CharField(max_length=200)
    on = DayField("day on which it was done")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def done(self) -> dict[str, Any]:
        """Return what is recorded: what was done, who did it, and on which day."""
        return dict(self.cleaned_data)

    def clean_on(self) -> datetime.date:
        """See that it has happened. How long ago does not matter."""
        day: datetime.date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("The day on which it was done is still to come")
        return day


class DutyToldForm(DoneForm):
    """Who was told of what has come up, where they work on the concern already."""

    required_words: ClassVar[dict[str, str]] = {
        "whom": "Write who was told",
        "what": "Write what they were told",
        "who": "Write who told them",
    }

    whom = forms.CharField(max_length=200)

    def done(self) -> dict[str, Any]:
        """Return the same with whom was told among the words."""
        data = super().done()
        whom, what = data.pop("whom"), data["what"]
        return {**data, "what": f"Told {whom}: {what}"}


class ConsideredForm(DoneForm):
    """What came of considering something."""

    required_words: ClassVar[dict[str, str]] = {
        "what": "Write what came of considering it",
        "who": "Write who considered it",
    }


class _PauseForm(Words, forms.Form):
    required_words: ClassVar[dict[str, str]] = {"reason": "Write the reason"}

    reason = forms.CharField(max_length=_LONGEST)
    until = DayField("day until which it waits", required=False)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> datetime.date | None:
        """See that the day is still to come."""
        day: datetime.date | None = self.cleaned_data["until"]
        if day is not None and day <= self.today:
            raise forms.ValidationError("Give a day after today")
        return day


class WaiveForm(_PauseForm):
    """Why a duty is waived; without a day it is for good."""


class PostponeForm(_PauseForm):
    """Why a duty is put off, and until when."""

    until = DayField("day until which it is put off")


class WithdrawForm(Words, forms.Form):
    """Why an entry is taken back."""

    required_words: ClassVar[dict[str, str]] = {"reason": "Write why it is taken back"}

    reason = forms.CharField(max_length=_LONGEST)


class HandOverForm(Words, forms.Form):
    """To whom something is handed over."""

    required_words: ClassVar[dict[str, str]] = {"to": "Choose a colleague"}

    to = ColleagueField(Membership.objects.none(), empty_label="Choose a colleague")

    def __init__(self, *args: Any, choices: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, ColleagueField)  # noqa: S101 - for the type checker
        to.queryset = choices
