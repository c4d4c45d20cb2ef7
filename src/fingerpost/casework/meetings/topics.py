"""What is recorded of a meeting beside its minutes: for each topic its form, what it records, and what is said then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django import forms
from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.casework.meetings import decisions, invitations, services, terms
from fingerpost.casework.meetings.decision_forms import TellingForm, ToldAtMeetingForm
from fingerpost.casework.meetings.forms import ReopenForm
from fingerpost.casework.meetings.queries import MeetingSummary
from fingerpost.procedure.calendar import london_day, moment_in_words
from fingerpost.procedure.explaining.words import capital
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.facts import pack_of


@dataclass(frozen=True)
class TopicContext:
    """Which meeting a form is about, what its reader sees, and when it is opened."""

    one: MeetingSummary
    seen: frozenset[str]
    now: datetime

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.now)

    @cached_property
    def pack(self) -> Pack:
        """The procedure that decides the part of the record the meeting is in."""
        return pack_of(self.one.meeting.concern, self.one.meeting.compartment)

    @cached_property
    def people(self) -> PeopleOfConcern:
        """The people that the reader sees."""
        return PeopleOfConcern(self.one.meeting.concern, self.seen)

    def colleagues(self, *more: str) -> list[Membership]:
        """Return who on the service works in the part of the record that the meeting is in, or in these parts."""
        return invitations.colleagues(self.one.meeting.concern, self.one.meeting.compartment, *more)


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that is recorded of a meeting. `options` are those of the form; `record` does it."""

    title: str
    form: type[forms.Form]
    options: Callable[[TopicContext], dict[str, Any]]
    record: Callable[[TopicContext, Any], object]
    said: str


def _telling(asked: TopicContext) -> dict[str, Any]:
    meeting, called = asked.one.meeting, asked.people.name
    return {
        "adults": [(str(one.pk), called(one.pk)) for one in decisions.adults_held(meeting)],
        "recipients": [(to, capital(terms.told(to, called))) for to in decisions.recipients(meeting)],
        "is_asked_who": decisions.somebody_unlisted_is_held(meeting),
    }


def _record_telling(asked: TopicContext, form: TellingForm) -> None:
    data, meeting = form.cleaned_data, asked.one.meeting
    about = next(one for one in decisions.adults_held(meeting) if str(one.pk) == data["about"])
    words = {name: data[name] for name in ("teller", "reasons", "risk", "beside", "is_the_unlisted")}
    decisions.agree_telling(meeting, decisions.TellingInput(about, data["to"], data["moment"], **words))


def _told(asked: TopicContext) -> dict[str, Any]:
    called = asked.people.name
    return {
        "tellings": [
            (
                str(one.pk),
                f"{capital(terms.told(one.to, called))}, about {called(one.about_id)},"
                f" from {moment_in_words(one.moment)}",
            )
            for one in asked.one.open_tellings
        ],
        "is_asked_who": decisions.somebody_unlisted_is_held(asked.one.meeting),
    }


def _record_told(asked: TopicContext, form: ToldAtMeetingForm) -> None:
    data = form.cleaned_data
    telling = next(one for one in asked.one.open_tellings if str(one.pk) == data["telling"])
    if data["came"] == "came":
        decisions.record_the_moment(telling, is_the_unlisted=data["is_the_unlisted"])
    else:
        decisions.take_telling_back(telling, data["reason"])


def _record_opening(asked: TopicContext, form: ReopenForm) -> None:
    services.reopen(asked.one.meeting, form.cleaned_data["reason"])


TOPICS: Final = {
    "telling": Topic("When somebody is told", TellingForm, _telling, _record_telling, "It is recorded."),
    "told": Topic("Has the moment come?", ToldAtMeetingForm, _told, _record_told, "It is recorded."),
    "reopen": Topic("Open the meeting again", ReopenForm, lambda _: {}, _record_opening, "The meeting is open again."),
}
"""The topics, by their place in the address."""


def of(one: MeetingSummary, seen: frozenset[str], now: datetime | None = None) -> TopicContext:
    """Return what a form about a meeting needs."""
    return TopicContext(one, seen, now or timezone.now())
