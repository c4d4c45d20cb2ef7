"""What can be recorded of a meeting: for each topic its form, what it records, and what is said then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django import forms
from django.utils import timezone

from fingerpost.access.models import Compartment, Membership
from fingerpost.casework.meetings import decisions, invitations, meeting_duties, rules, services, terms
from fingerpost.casework.meetings.decision_forms import (
    ActionForm,
    DecisionForm,
    DissentForm,
    TellingForm,
    ToldAtMeetingForm,
)
from fingerpost.casework.meetings.forms import (
    NOT_HELD,
    AgendaForm,
    Choices,
    ConcludeForm,
    MeetingHeldForm,
    MeetingPeopleForm,
)
from fingerpost.casework.meetings.queries import MeetingSummary
from fingerpost.casework.models import Agency, MeetingForm, MeetingStepKind
from fingerpost.procedure.calendar import london_day, moment_in_words
from fingerpost.procedure.explaining.words import capital
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.procedures import under


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


def _held(asked: TopicContext) -> dict[str, Any]:
    meeting = asked.one.meeting
    duties = meeting_duties.for_meeting(meeting, asked.seen, asked.today)
    named = [str(one.duty.pk) for one in duties if str(one.duty) in meeting.asked_by]
    at = min(asked.one.when, asked.now)
    return {
        "now": asked.now,
        "duties": duties,
        "has_reason": bool(meeting.reason),
        "initial": {**MeetingHeldForm.at(at), "how": meeting.form, "duties": named},
    }


def _record_held(asked: TopicContext, form: MeetingHeldForm) -> None:
    data, meeting = form.cleaned_data, asked.one.meeting
    if data["how"] == NOT_HELD:
        services.not_held(meeting, data["text"])
    else:
        services.hold(meeting, data["moment"], MeetingForm(data["how"]), data["text"], data["chosen"])


def _people(asked: TopicContext) -> dict[str, Any]:
    now = asked.one.now
    invited = {person.membership_id for person in asked.one.people}
    return {
        "people": asked.one.people,
        "colleagues": [one for one in asked.colleagues(Compartment.COMMON) if one.pk not in invited],
        "standing": {key: step.kind for key, step in now.attendance.items()},
        "initial": {"explained": now.explained.text if now.explained else ""},
    }


def _record_people(asked: TopicContext, form: MeetingPeopleForm) -> None:
    data, meeting = form.cleaned_data, asked.one.meeting
    found = form.found()
    if form.adds:
        colleague = form.colleagues.get(data["membership"])
        agency = Agency(data["agency"]) if data["agency"] else None
        said = services.Invited(agency, colleague, data["name"], data["role"], data["organisation"])
        person = services.invite(meeting, said)
        if data["came"]:
            found.append((person, MeetingStepKind(data["came"])))
    services.attend(meeting, found, data["explained"])


def _agenda(asked: TopicContext) -> dict[str, Any]:
    answers, decided = {}, {}
    told = [item for item in asked.one.items if asked.one.now.is_told_by(item)]
    for item in asked.one.items:
        step = asked.one.now.answer(item)
        if step is not None and step.kind == MeetingStepKind.ANSWERED:
            answers[item.key] = (str(step.text), step.outcome != "not_considered")
        if (decision := asked.one.now.decision(item)) is not None:
            decided[item.key] = rules.DECISIONS[decision.item][decision.outcome != rules.YES]
    return {"items": asked.one.items, "told": told, "answers": answers, "decided": decided}


def _record_agenda(asked: TopicContext, form: AgendaForm) -> None:
    answers = [services.ItemAnswer(item, text, considered) for item, text, considered in form.given()]
    services.answer(asked.one.meeting, answers, late=bool(form.cleaned_data["late"]))


def _decision(asked: TopicContext) -> dict[str, Any]:
    return {"asked": {act: under(act, asked.pack) for act in rules.DECISIONS}}


def _record_decision(asked: TopicContext, form: DecisionForm) -> None:
    act, _, outcome = form.cleaned_data["what"].partition("/")
    decisions.decide(asked.one.meeting, act, outcome, form.cleaned_data["reasons"])


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


def _action(asked: TopicContext) -> dict[str, Any]:
    items: Choices = [(item.ids[-1], f"{item.text} ({', '.join(item.ids)})") for item in asked.one.items]
    own = under(rules.ITSELF[asked.one.meeting.kind], asked.pack)
    return {"items": [*dict(items).items(), (own, "The meeting itself")], "colleagues": asked.colleagues()}


def _record_action(asked: TopicContext, form: ActionForm) -> None:
    data = form.cleaned_data
    colleague = form.colleagues.get(data["membership"])
    todo = decisions.ToDo(data["what"], data["item"], Agency(data["agency"]), data["due"], colleague, data["owner"])
    decisions.agree_action(asked.one.meeting, todo)


def _record_dissent(asked: TopicContext, form: DissentForm) -> None:
    data = form.cleaned_data
    decisions.dissent(asked.one.meeting, data["who"], Agency(data["agency"]), data["text"])


def _record_conclusion(asked: TopicContext, form: ConcludeForm) -> None:
    if form.is_closed:
        services.reopen(asked.one.meeting, form.cleaned_data["reason"])
    else:
        services.conclude(asked.one.meeting, asked.one.items)


def _nothing(_: TopicContext) -> dict[str, Any]:
    return {}


TOPICS: Final = {
    "held": Topic("Was the meeting held?", MeetingHeldForm, _held, _record_held, "It is recorded."),
    "people": Topic(
        "Who is asked, and who came", MeetingPeopleForm, _people, _record_people, "It is recorded who came."
    ),
    "agenda": Topic("The agenda", AgendaForm, _agenda, _record_agenda, "The answers are recorded."),
    "decision": Topic("A decision", DecisionForm, _decision, _record_decision, "The decision is recorded."),
    "telling": Topic("When somebody is told", TellingForm, _telling, _record_telling, "It is recorded."),
    "told": Topic("Has the moment come?", ToldAtMeetingForm, _told, _record_told, "It is recorded."),
    "action": Topic("An action", ActionForm, _action, _record_action, "The action is recorded."),
    "dissent": Topic("A disagreement", DissentForm, _nothing, _record_dissent, "The disagreement is recorded."),
    "end": Topic(
        "Conclude the meeting, or open it again",
        ConcludeForm,
        lambda asked: {"is_closed": asked.one.now.closed is not None},
        _record_conclusion,
        "It is recorded.",
    ),
}
"""The topics, by their place in the address."""


def of(one: MeetingSummary, seen: frozenset[str], now: datetime | None = None) -> TopicContext:
    """Return what a form about a meeting needs."""
    return TopicContext(one, seen, now or timezone.now())
