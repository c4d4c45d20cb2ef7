"""A concern's chronology: filtered, page by page, and whole for printing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from fingerpost.access.chronology import ChronologyEntry, EntryKind
from fingerpost.procedure.calendar import london_day
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.site.concern.people import called
from fingerpost.web.fields import DayField, Words

PER_PAGE = 40
_SAME = datetime.timedelta(minutes=1)


class ChronologyFilterForm(Words, forms.Form):
    """What kind of entries, from when to when, and of whom: each left empty for all."""

    kind = forms.ChoiceField(required=False)
    person = forms.ChoiceField(required=False)
    first = DayField("first day", required=False)
    last = DayField("last day", required=False)

    def __init__(self, *args: Any, people: PeopleOfConcern, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Everything"), *((kind.name.lower(), kind.value) for kind in EntryKind)]  # type: ignore[attr-defined]
        # A place in a list, and no id of a person, stands in the address.
        self.people = {str(place): person for place, person in enumerate(people, start=1)}
        everybody = [("", "Everybody"), *((place, called(person)) for place, person in self.people.items())]
        self.fields["person"].choices = everybody  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        cleaned = self.cleaned_data
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", "The last day is before the first day")
        return cleaned

    def kept(self, entries: Iterable[ChronologyEntry]) -> list[ChronologyEntry]:
        """Return the entries that the reader asked for; all of them while the form has errors."""
        if not self.is_bound or not self.is_valid():
            return list(entries)
        asked = self.cleaned_data
        person = self.people.get(asked["person"])
        return [
            entry
            for entry in entries
            if (not asked["kind"] or entry.kind.name.lower() == asked["kind"])
            and (person is None or person.appearance.pk in entry.people)
            and (not asked["first"] or day_of(entry) >= asked["first"])
            and (not asked["last"] or day_of(entry) <= asked["last"])
        ]


@dataclass(frozen=True, slots=True)
class ChronologyLine:
    """An entry as it is shown: both times where they differ."""

    entry: ChronologyEntry

    @property
    def is_of_a_moment(self) -> bool:
        """Whether it is known of when it is to the minute."""
        return isinstance(self.entry.at, datetime.datetime)

    @property
    def was_recorded_later(self) -> bool:
        """Whether it was recorded at another time than it is of."""
        at = self.entry.at
        if isinstance(at, datetime.datetime):
            return abs(self.entry.recorded_at - at) >= _SAME
        return london_day(self.entry.recorded_at) != at


def day_of(entry: ChronologyEntry) -> datetime.date:
    """Return the day in London of which an entry is."""
    return london_day(entry.at) if isinstance(entry.at, datetime.datetime) else entry.at


def in_order(entries: Iterable[ChronologyEntry]) -> list[ChronologyLine]:
    """Return the entries by what they are of, the oldest first; those of a day stand before its moments."""
    return [ChronologyLine(entry) for entry in sorted(entries, key=_order)]


def page_of(request: HttpRequest, lines: list[ChronologyLine]) -> Page[ChronologyLine]:
    """Return the page that the address asks for; with `?all=yes` everything, to be printed."""
    per_page = max(len(lines), 1) if request.GET.get("all") else PER_PAGE
    return Paginator(lines, per_page).get_page(request.GET.get("page"))


def _order(entry: ChronologyEntry) -> tuple[datetime.date, bool, datetime.datetime, datetime.datetime]:
    moment = isinstance(entry.at, datetime.datetime)
    return (day_of(entry), moment, entry.at if moment else entry.recorded_at, entry.recorded_at)  # type: ignore[return-value]
