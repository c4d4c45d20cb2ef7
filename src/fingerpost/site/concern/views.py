"""A concern's pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from fingerpost.access import arrivals, contents, kept_lists, permissions
from fingerpost.access import chronology as entries
from fingerpost.access.clock import today
from fingerpost.access.intake import takes_in
from fingerpost.access.models import Compartment, Involvement
from fingerpost.access.queries import current
from fingerpost.duties.rules import REFERRAL
from fingerpost.duties.services import unseen_duties, worklist
from fingerpost.record.services import duplicate_people, notes
from fingerpost.site import receiving
from fingerpost.site.concern import chronology as shown
from fingerpost.site.concern import concern_list, decisions_shown, shell, summary
from fingerpost.site.concern.people import drawing, line, names_of, people_of
from fingerpost.site.concern.shell import Reading
from fingerpost.site.people import membership_of


@permissions.works_with_cases
@require_GET
def concerns(request: HttpRequest) -> HttpResponse:
    """List the concerns that may be seen, the newest first. Nothing tells how many others there are."""
    form = concern_list.ConcernFilterForm(request.GET if {"state", "overdue"} & set(request.GET) else None)
    page = concern_list.page_of(form, request.GET.get("page"), today(), membership_of(request))
    query = urlencode([(key, value) for key, value in request.GET.items() if key != "page"])
    shows = {"page": page, "lines": page.lines, "form": form, "query": f"{query}&" if query else ""}
    return render(request, "concerns/list.html", shows)


@permissions.sees_concern
@require_GET
def concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Show a concern in short, and what was told of it. Of a request for what is held there is another page."""
    asked = shell.asked_in(request, concern_id)
    return redirect(asked) if asked else _summary(request, concern_id)


@shell.page("concern/summary.html")
def _summary(reading: Reading, request: HttpRequest) -> dict[str, Any]:
    if reading.at is None:
        kept_lists.ahead(
            worklist.overdue_of_own(today()),
            unseen_duties.waiting_in(reading.day, reading.concern),
            notes.links_of(reading.concern),
            duplicate_people.open_in(reading.concern),
            arrivals.listed(reading.concern, reading.now),
        )
    people = people_of(reading)
    decided = summary.decisions(reading)
    open_ = summary.due(reading, decided)
    held = contents.of_concern(reading.concern, reading.seen, reading.at)
    me = membership_of(request)
    receipts = receiving.of_concern(reading.concern, me, reading.now) if reading.at is None else []
    kept = not receipts and reading.at is None and not takes_in(me) and reading.concern.created_by_id == me.pk
    is_new = kept or any(not one.arrival.is_read for one in receipts)
    read = arrivals.read_in([one.arrival for one in receipts], me)
    return {
        "receipts": receipts,
        "is_kept": kept,
        "is_new": is_new,
        "takes_in": takes_in(me),
        "people": [line(person, reading.day) for person in people],
        "what": summary.what(reading),
        "block": summary.at_once(reading, decided, people, open_, me, is_new=is_new, read=read),
        "due": summary.acts(one for one in open_ if not one.is_offered),
        "offered": summary.acts(one for one in open_ if one.is_offered),
        "to_refer": any(one.is_carried_out_by(REFERRAL) and not one.works_on_it for one in open_),
        "to_ask": summary.to_ask(reading, decided.values(), people),
        "not_to_do": summary.not_to_do(decided.values(), people),
        "not_to_tell": summary.whom_not_to_tell(reading, people),
        "waiting": summary.waiting(reading, open_),
        "out_of_reach": unseen_duties.out_of_reach(reading.day, reading.concern) if reading.at is None else [],
        "parts_unseen": unseen_duties.parts_unseen(reading.concern) if reading.at is None else [],
        "releases": summary.releases(reading),
        "parts": [
            {"name": part.label, "contents": [content for content in held if content.compartment == part]}
            for part in Compartment
            if any(content.compartment == part for content in held)
        ],
    }


@permissions.sees_concern
@require_GET
@shell.page("concern/people.html")
def people(reading: Reading, _request: HttpRequest) -> dict[str, Any]:
    """Show the household and the relationships as a picture, and as a table."""
    everybody = people_of(reading)
    return {
        "people": [(person, line(person, reading.day)) for person in everybody],
        "picture": drawing(reading, everybody),
    }


@permissions.sees_concern
@require_GET
@shell.page("concern/chronology.html")
def chronology(reading: Reading, request: HttpRequest) -> dict[str, Any]:
    """Show what happened, a sentence an entry: all of it, or what the reader asks for."""
    asked = {"kind", "person", "first_0", "last_0"} & set(request.GET)
    form = shown.ChronologyFilterForm(request.GET if asked else None, people=people_of(reading))
    kept = form.kept(entries.of_concern(reading.concern, reading.seen, reading.at))
    query = urlencode([(key, value) for key, value in request.GET.items() if key not in ("page", "all")])
    return {
        "other_form": form,
        "filtered": bool(asked),
        "page": shown.page_of(request, shown.in_order(kept)),
        "query": f"{query}&" if query else "",
    }


@permissions.sees_concern
@require_GET
@shell.page("concern/decisions.html")
def decisions(reading: Reading, _request: HttpRequest) -> dict[str, Any]:
    """Show the decision of each compartment of which the reader may know it, as people read it."""
    decided = summary.decisions(reading)
    return {"decisions": list(decisions_shown.shown(decided, names_of(people_of(reading)))) if decided else []}


@permissions.sees_concern
@require_GET
@shell.page("concern/access.html")
def access(reading: Reading, _request: HttpRequest) -> dict[str, Any]:
    """Show who is involved in the parts that the reader sees, on what ground and since when."""
    rows = Involvement.objects.visible().filter(current(reading.moment), concern=reading.concern)
    involved = list(rows.select_related("organisation", "membership__user").order_by("starts", "pk"))
    return {
        "parts": [
            {"name": part.label, "involved": [it for it in involved if it.compartment == part]}
            for part in Compartment
            if part in reading.seen
        ],
    }
