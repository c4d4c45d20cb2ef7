"""The plan to take away: a tagged PDF (PDF/UA-1), and a calendar file that names no child and no concern."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

import icalendar

from fingerpost.access.models.people import Contact
from fingerpost.documents.pdf import in_numbers, tagged
from fingerpost.guide.planning import Duty, Pending, Plan, the_plan
from fingerpost.guide.visit import Visit
from fingerpost.procedure.calendar import moment_in_words

_TEMPLATE = Path(__file__).with_name("plan.typ")


def pdf(visit: Visit, contacts: Iterable[tuple[str, list[Contact]]]) -> bytes:
    """Return the plan as a tagged PDF (PDF/UA-1)."""
    document = json.dumps(_document(visit, the_plan(visit), contacts), ensure_ascii=False)
    return tagged(_TEMPLATE, "plan", lambda missing: document.translate(in_numbers(missing)), visit.now)


def calendar(visit: Visit) -> bytes:
    """Return the days on which duties are due, as iCalendar (RFC 5545).

    Colleagues may see a calendar: it says in which section of the manual duties stand, and nothing of what they are.
    """
    made = icalendar.Calendar()
    made.add("prodid", "-//Fingerpost//Guide//EN")
    made.add("version", "2.0")
    certain = [one for one in visit.decision.outcomes if one.status == "applies"]
    due = Counter((one.due, visit.pack.provisions[one.provision].section) for one in certain if one.due)
    for (day, section), number in sorted(due.items()):
        entry = icalendar.Event()
        entry.add("uid", f"{uuid4()}@fingerpost.invalid")
        entry.add("dtstamp", visit.now)
        entry.add("dtstart", day)
        entry.add("dtend", day + datetime.timedelta(days=1))
        entry.add("summary", f"{number} {'duty' if number == 1 else 'duties'} due today (section {section})")
        entry.add("description", f"Your plan says which. The manual: {visit.pack.title}, {visit.pack.version}.")
        entry.add("transp", "TRANSPARENT")
        made.add_component(entry)
    written: bytes = made.to_ical()
    return written


def _document(visit: Visit, plan: Plan, contacts: Iterable[tuple[str, list[Contact]]]) -> dict[str, object]:
    return {
        "title": "Your plan",
        "footer": f"{visit.pack.name}, {moment_in_words(visit.now)}",
        "emergency": visit.pack.emergency,
        "opening": plan.opening,
        "do_now": visit.do_now_block.lines(),
        "calm": plan.calm,
        "groups": [
            {
                "heading": group.heading,
                "hint": group.hint,
                "duties": [_duty(duty) for duty in group.duties],
            }
            for group in plan.groups
        ],
        "ask_now": [_pending(one) for one in plan.ask_now],
        "may_apply": [_pending(one) for one in plan.may_apply if one.grave],
        "contacts": [
            {"name": f"{entry.organisation.name}: {entry.purpose}", "ways": list(_ways(entry))}
            for _, entries in contacts
            for entry in entries
        ],
    }


def _duty(duty: Duty) -> dict[str, object]:
    said = {"text": duty.text, "whose": duty.whose, "waits": duty.waits, "why": duty.why, "rule": duty.clause.rule}
    return {**said, "services": [one.line for one in duty.services]}


def _pending(one: Pending) -> dict[str, object]:
    return {"text": one.text, "whose": one.whose, "waits": one.waits, "rule": one.clause.rule}


def _ways(entry: Contact) -> Iterable[str]:
    if entry.phone:
        yield f"{entry.phone}{f' ({entry.hours})' if entry.hours else ''}"
    if entry.out_of_hours_phone:
        yield f"Out of hours: {entry.out_of_hours_phone}{f' ({entry.out_of_hours})' if entry.out_of_hours else ''}"
    if entry.email:
        yield entry.email
