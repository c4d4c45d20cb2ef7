"""Recording what was sent from the page on which a meeting is minuted: all of it in one change of the concern."""

from __future__ import annotations

from typing import Any

from fingerpost.access.models import Compartment
from fingerpost.casework.meetings import decisions, invitations, meeting_duties, page_parts, queries, rules, services
from fingerpost.casework.meetings.forms import NOT_HELD
from fingerpost.casework.meetings.page_form import ROWS, MinutesForm, PageOptions, day_of
from fingerpost.casework.meetings.services import Invited, ItemAnswer
from fingerpost.casework.meetings.topics import TopicContext
from fingerpost.casework.models import Agency, MeetingForm, MeetingPerson, MeetingStepKind
from fingerpost.record.services.changes import change
from fingerpost.record.services.procedures import under


def options_of(asked: TopicContext) -> PageOptions:
    """Return what the page offers to whoever opens it."""
    meeting = asked.one.meeting
    there = page_parts.people_of(asked.one)
    items: dict[str, str] = {under(rules.ITSELF[meeting.kind], asked.pack): "The meeting itself"}
    items |= {item.ids[-1]: f"{item.text} ({', '.join(item.ids)})" for item in asked.one.items}
    return PageOptions(
        one=asked.one,
        now=asked.now,
        duties=meeting_duties.for_meeting(meeting, asked.seen, asked.today),
        to_ask=[one for one in asked.colleagues(Compartment.COMMON) if one.pk not in there],
        owners=asked.colleagues(),
        action_items=list(items.items()),
    )


def record(asked: TopicContext, form: MinutesForm) -> None:
    """Record what was changed, in the order in which it can be. Raises `AccessError`, and then nothing is kept."""
    meeting, data = asked.one.meeting, form.cleaned_data
    with change(meeting.concern, meeting.compartment):
        if form.changed(page_parts.HELD):
            _record_held(form, data, asked)
        _record_people(form, data, asked)
        _record_said(form, data, asked)
        _record_rows(form, data, asked)


def conclude(asked: TopicContext) -> bool:
    """Conclude a meeting that lacks nothing; return whether it does not."""
    now = queries.of_id(asked.one.meeting.concern, asked.one.meeting.pk)
    if now is None or now.lacks:
        return False
    services.conclude(now.meeting, now.items)
    return True


def _record_held(form: MinutesForm, data: dict[str, Any], asked: TopicContext) -> None:
    if data["how"] == NOT_HELD:
        services.not_held(asked.one.meeting, data["why"])
    else:
        duties = [form.offered[key] for key in data["duties"]]
        services.hold(asked.one.meeting, data["moment"], MeetingForm(data["how"]), data["why"], duties)


def _record_people(form: MinutesForm, data: dict[str, Any], asked: TopicContext) -> None:
    meeting, found, in_place_of = asked.one.meeting, [], {}
    for person in asked.one.people:
        came = data[f"came_{person.pk}"]
        if form.changed(f"person {person.pk}") and came:
            found.append((person, MeetingStepKind(came)))
            in_place_of[person.pk] = data[f"for_{person.pk}"]
    for person, came in _asked_now(form, data, asked):
        if came:
            found.append((person, MeetingStepKind(came)))
    explained = data["explained"] if form.changed(page_parts.QUORUM) else ""
    services.attend(meeting, found, explained, in_place_of)


def _asked_now(form: MinutesForm, data: dict[str, Any], asked: TopicContext) -> list[tuple[MeetingPerson, str]]:
    meeting = asked.one.meeting
    found = []
    for key in data["asked"]:
        person = services.invite(meeting, Invited(membership=form.to_ask[key]))
        found.append((person, data["asked_came"]))
    for row in ROWS:
        if data[f"name_{row}"] or data[f"role_{row}"]:
            invited = Invited(Agency(data[f"agency_{row}"]), name=data[f"name_{row}"], role=data[f"role_{row}"])
            found.append((services.invite(meeting, invited), data[f"came_{row}"]))
    return found


def _record_said(form: MinutesForm, data: dict[str, Any], asked: TopicContext) -> None:
    meeting, answers = asked.one.meeting, []
    for item in form.items:
        key = page_parts.key_of(item)
        if not form.changed(key):
            continue
        text, decided = data[f"text_{key}"], data.get(f"decided_{key}", "")
        if decided in (rules.YES, rules.NO):
            decisions.decide(meeting, page_parts.acts_of(item)[0], decided, text)
            continue
        is_considered = decided != rules.NOT_CONSIDERED and not data.get(f"not_{key}")
        is_missing = data.get(f"state_{key}") == rules.MISSING
        whose = data[f"whose_{key}"] if is_missing else ""
        answers.append(ItemAnswer(item, text, is_considered, is_missing, whose))
    if answers:
        services.answer(meeting, answers, late=data["late"])
    for act in form.own:
        if form.changed(act) and data[f"decided_{act}"]:
            decisions.decide(meeting, act, data[f"decided_{act}"], data[f"text_{act}"])


def _record_rows(form: MinutesForm, data: dict[str, Any], asked: TopicContext) -> None:
    meeting = asked.one.meeting
    for row in ROWS:
        if not data[f"what_{row}"]:
            continue
        owner = form.owners.get(data[f"colleague_{row}"])
        chosen = data[f"action_agency_{row}"]
        own = invitations.AGENCY_OF.get(owner.organisation.kind, Agency.OTHER) if owner else Agency.OTHER
        agency = Agency(chosen) if chosen else own
        item = data[f"item_{row}"] or form.page.action_items[0][0]
        todo = decisions.ToDo(data[f"what_{row}"], item, agency, day_of(data, row), owner, data[f"owner_{row}"])
        decisions.agree_action(meeting, todo)
    if data["against"]:
        decisions.dissent(meeting, data["against"], Agency(data["against_agency"]), data["against_text"])
