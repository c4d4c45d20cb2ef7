"""The first page after signing in, by role: what waits, and with whom."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from fingerpost.access import kept_lists
from fingerpost.access.arrivals import Arrival
from fingerpost.access.clock import today
from fingerpost.access.embargo import releases
from fingerpost.access.embargo.releases import ReleaseSummary
from fingerpost.access.embargo.rules import AGREEING_ROLES, ReleaseState
from fingerpost.access.models.people import Membership, Role
from fingerpost.access.permissions import CASE_ROLES
from fingerpost.access.rules import MANAGING_ROLES
from fingerpost.access.services import emergencies
from fingerpost.casework.conflicts import queries as conflicts
from fingerpost.casework.managing.permissions import MANAGERS
from fingerpost.casework.referrals import queries as referrals
from fingerpost.duties.services import unseen_duties, worklist
from fingerpost.duties.services.whose import Whose
from fingerpost.duties.services.worklist import Pressing
from fingerpost.manual.versions import sources_due
from fingerpost.record.services import children, duplicate_people
from fingerpost.site import receiving
from fingerpost.site.administration import first_steps, services
from fingerpost.site.directory.due import due_contacts
from fingerpost.site.directory.views import kept_by
from fingerpost.site.people import membership_of
from fingerpost.subject.services import requests as subject_access

_SHOWN_FOR = datetime.timedelta(days=30)
_TABS = {
    Whose.MINE: "Mine",
    Whose.TEAM: "My team’s",
    Whose.UNASSIGNED: "Unassigned",
    Whose.OTHERS: "Waiting for others",
}
_NEW, _UNHELD, _OPEN = 4, 2, 8
"""So many are not folded of what nobody has read, of what nobody has, and of all: two screens of a telephone."""


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for whoever is signed in."""
    me = membership_of(request)
    now = timezone.now()
    context: dict[str, Any] = {"today": today()}
    if me.role in CASE_ROLES:
        chosen = next((one for one in Whose if one == request.GET.get("list")), Whose.MINE)
        start = _number(request.GET.get("from", ""))
        _read_ahead(me, now, chosen, start)
        arrived = receiving.waiting(me, now)
        context |= _duties(me, now, chosen, start, arrived)
        context["emergencies"] = emergencies.unreviewed()
        context["hits"] = duplicate_people.unanswered()
        context["releases"] = _releases(me, now)
        context["manages"] = me.role in MANAGERS
        context["subject_requests"] = subject_access.due_soon(today()) if me.role in MANAGERS else []
        context["to_answer"] = referrals.counted(referrals.to_answer(), today())
        context["conflicts"] = conflicts.waiting(now)
        context["unanswered"] = referrals.counted(referrals.unanswered(), today())
        context["answered"] = referrals.number_answered(now - referrals.LATELY)
    if me.role in (Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD):
        context["to_confirm"] = len(due_contacts(kept_by(me), today()))
    if me.role == Role.ADMINISTRATOR:
        context["left"] = services.left_behind(me, today())
        context["first_steps"] = sum(bool(step.lacking) for step in first_steps.of_administrator(me, today()))
        context["nobody_takes_in"] = services.nobody_takes_in(me, today())
    if me.role == Role.POLICY_OFFICER:
        context["sources_due"] = sources_due(today(), now)
    return render(request, "home.html", context)


def _read_ahead(me: Membership, now: datetime.datetime, chosen: Whose, start: int) -> None:
    """Read all that waits by one statement, and what is shown of it by another."""
    day, manages = today(), me.role in MANAGERS
    kept_lists.ahead(
        receiving.waiting_rows(me, now),
        worklist.first_of(chosen, day, start),
        worklist.counted(day),
        worklist.overdue_of_own(day),
        *([worklist.waiting_of_others(day)] if chosen is Whose.OTHERS else []),
        *([worklist.held_since(now - _SHOWN_FOR)] if _takes_in(me) else []),
        unseen_duties.waiting(day),
        emergencies.UNREVIEWED,
        duplicate_people.UNANSWERED,
        *(releases.lists_to_show(now - _SHOWN_FOR) if me.role in AGREEING_ROLES else ()),
        *((subject_access.REQUESTS, subject_access.STEPS) if manages else ()),
        *referrals.WAITING,
        referrals.number_answered_since(now - referrals.LATELY),
        *conflicts.lists(now),
    )
    concerns = worklist.concerns_of(chosen, day, start)[: worklist.MOST]
    arrived = [one.concern.pk for one in receiving.waiting(me, now)]
    kept_lists.ahead(
        worklist.states_of(chosen, day, concerns),
        *children.lists({*concerns, *arrived}),
        *unseen_duties.who_may_see(kept_lists.read(unseen_duties.waiting(day))),
        emergencies.acting_in(kept_lists.read(emergencies.UNREVIEWED)),
        *conflicts.owners(conflicts.open_concerns(now), now),
    )


def _takes_in(me: Membership) -> bool:
    return me.intake or me.role in MANAGING_ROLES


def _duties(
    me: Membership, now: datetime.datetime, chosen: Whose, start: int, arrived: list[Arrival]
) -> dict[str, Any]:
    day = today()
    waiting, more = worklist.page(chosen, day, start)
    called = children.children_of({*(one.concern.pk for one in waiting), *(one.concern.pk for one in arrived)})
    lines = [(one, children.in_short(called[one.concern.pk])) for one in waiting]
    to_do = [line for line in lines if line[0].pressing is not Pressing.OFFERED]
    counts = worklist.counts(day)
    takes_in = _takes_in(me)
    names = {one.concern.pk: children.in_short(called[one.concern.pk]) for one in arrived}
    unread = [(one, names[one.concern.pk]) for one in arrived if not one.is_read]
    unheld = [(one, names[one.concern.pk]) for one in arrived if one.is_read]
    left = _OPEN - len(unread[:_NEW]) - len(unheld[:_UNHELD])
    return {
        "unread": (unread[:_NEW], unread[_NEW:]),
        "unheld": (unheld[:_UNHELD], unheld[_UNHELD:]),
        "now": now,
        "takes_in": takes_in,
        "tabs": [(one, _TABS[one], counts[one], one == chosen) for one in Whose],
        "chosen": chosen,
        "counts": counts[chosen],
        "in_queue": counts[Whose.UNASSIGNED].pressing if takes_in and chosen is Whose.MINE else 0,
        "lines": to_do[:left],
        "further": to_do[left:],
        "offered": [line for line in lines if line[0].pressing is Pressing.OFFERED],
        "earlier": max(0, start - worklist.MOST) if start else None,
        "later": start + worklist.MOST if more else None,
        "with_whom": worklist.with_whom,
        "waiting_for": worklist.waiting_for(day) if chosen is Whose.OTHERS else [],
        "out_of_reach": unseen_duties.out_of_reach(day),
        "done_though_held": worklist.done_though_held(now - _SHOWN_FOR) if takes_in else [],
    }


def _releases(me: Membership, now: datetime.datetime) -> list[ReleaseSummary]:
    """Return what is let go although an embargo holds it, for whoever answers for what leaves."""
    if me.role not in AGREEING_ROLES:
        return []
    shown = (ReleaseState.WAITING, ReleaseState.AGREED, ReleaseState.USED)
    return [one for one in releases.to_show(now, now - _SHOWN_FOR) if one.standing.state in shown]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
