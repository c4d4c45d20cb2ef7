"""The meetings in the invented concerns of the demonstration: called, held, and what was settled in them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fingerpost.access import compartments, context
from fingerpost.access.embargo import Person, Relation
from fingerpost.casework.meetings import decisions, meeting_duties, queries, services
from fingerpost.casework.models import Agency, Meeting, MeetingForm, MeetingKind, MeetingStepKind
from fingerpost.procedure.calendar import london_day

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Telling


def meet(telling: Telling, step: Mapping[str, Any]) -> None:
    """Call a meeting and hold it: for the open rules that ask for it, or (`why`) for another reason.

    `came` has who was there, by agency; `answers` what was said to which item; `everything`, to all others;
    `decide`, what was decided; `tell`, who may be told about whom from then on; `actions` and `dissent` likewise. `end`
    concludes it.
    """
    concern, at = telling.concern, telling.at(step)
    kind = MeetingKind(step["meet"])
    seen = compartments.view_of(context.required(), concern.pk)
    duties = [
        one.duty
        for one in meeting_duties.open_duties(concern, seen, london_day(telling.now))
        if one.provision.id in step.get("rules", ())
    ]
    called = services.MeetingInput(
        kind, at, step["chair"], duties=duties, why=step.get("why", ""), place=step.get("place", ""), called_at=at
    )
    meeting = services.call(concern, called)
    services.hold(meeting, at, MeetingForm.MEETING, duties=duties)
    _came(meeting, step)
    _told(telling, meeting, step)
    _settled(telling, meeting, step)
    for item, what, owner, agency, days in step.get("actions", ()):
        due = london_day(telling.now) + datetime.timedelta(days=days)
        decisions.agree_action(meeting, decisions.ToDo(what, item, Agency(agency), due, owner=owner))
    for who, agency, what in step.get("dissent", ()):
        decisions.dissent(meeting, who, Agency(agency), what)
    if step.get("end"):
        services.conclude(meeting, queries.of_id(concern, meeting.pk).items)  # type: ignore[union-attr]


def urgent(telling: Telling, step: Mapping[str, Any]) -> None:
    """Record what was done before any meeting."""
    services.act_urgently(telling.concern, services.Urgent(step["urgent"], step["why"], step["who"], telling.at(step)))


def _came(meeting: Meeting, step: Mapping[str, Any]) -> None:
    found = []
    for agency, name, role in step.get("came", ()):
        person = services.invite(meeting, services.Invited(Agency(agency), name=name, role=role))
        found.append((person, MeetingStepKind.ATTENDED))
    services.attend(meeting, found, step.get("explained", ""))


def _told(telling: Telling, meeting: Meeting, step: Mapping[str, Any]) -> None:
    for told in step.get("tell", ()):
        relation, whom = told["to"]
        to = Person(Relation(relation), telling.people[whom].pk)
        words = {name: told[name] for name in ("teller", "reasons", "risk", "beside") if name in told}
        agreed = decisions.TellingInput(telling.people[told["about"]], str(to), telling.at(step), **words)
        decisions.agree_telling(meeting, agreed)


def _settled(telling: Telling, meeting: Meeting, step: Mapping[str, Any]) -> None:
    for item, (outcome, reasons) in step.get("decide", {}).items():
        decisions.decide(meeting, item, outcome, reasons)
    one = queries.of_id(meeting.concern, meeting.pk)
    said, safe = step.get("answers", {}), step.get("safe", {})
    answers = []
    for item in one.items if one else ():
        text = next((said[name] for name in item.ids if name in said), step.get("everything", ""))
        child = next((words for name, words in safe.items() if telling.people[name].pk == item.about), "")
        if item.each_child and child:
            is_missing, whose = not isinstance(child, str), "" if isinstance(child, str) else child[1]
            answers.append(services.ItemAnswer(item, child[0] if is_missing else child, True, is_missing, whose))
        elif text and one and not one.now.is_answered(item):
            answers.append(services.ItemAnswer(item, text))
    services.answer(meeting, answers)
