"""What is around every page of a concern: its sections, and as known on which day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from fingerpost.access.middleware import RequestState, concern_of
from fingerpost.access.models import Concern
from fingerpost.procedure.calendar import london_day
from fingerpost.record.as_of import PARAMETER, moment_in
from fingerpost.site.concern.as_of_form import AsOfForm
from fingerpost.subject.models import SubjectRequest

SECTIONS = (
    ("Summary", "concern"),
    ("People and household", "concern_people"),
    ("Chronology", "concern_chronology"),
    ("Duties", "duties"),
    ("Casework", "concern_casework"),
    ("Documents", "concern_documents"),
    ("Facts and unknowns", "facts"),
    ("Decisions", "concern_decisions"),
    ("Procedure", "concern_procedure"),
    ("Who is involved", "concern_access"),
    ("Who looked", "concern_looks"),
    ("Looks in an emergency", "emergency_looks"),
    ("Who looked for its people", "hits"),
    ("Keeping and disposal", "disposal"),
    ("Add to this concern", "add_to_concern"),
)
"""The sections of a concern, and the routes of their pages, of whichever room. One that is not there is left out."""
_OF_A_REQUEST = ("concern_documents", "concern_access", "concern_looks", "emergency_looks")
"""Those of them that there are of a request for what is held: it is about no one concern."""
_ASKED = "fingerpost_asked_in"


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody reads of which concern: within these compartments, as recorded by `at` (None: as it is now)."""

    concern: Concern
    seen: frozenset[str]
    now: datetime
    at: datetime | None = None

    @property
    def moment(self) -> datetime:
        """The moment as which it is read."""
        return self.at or self.now

    @property
    def day(self) -> date:
        """The day in London as which it is read."""
        return london_day(self.moment)


type _Page[**P] = Callable[Concatenate[Reading, HttpRequest, P], dict[str, Any]]


def page[**P](template: str) -> Callable[[_Page[P]], Callable[..., HttpResponse]]:
    """Make a view of a function that says what the template shows of a `Reading`; the reader may choose its day."""

    def made(shows: _Page[P]) -> Callable[..., HttpResponse]:
        @wraps(shows)
        def view(request: HttpRequest, concern_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            concern, seen = concern_of(request)
            now = timezone.now()
            asked = AsOfForm(request.GET if "day_0" in request.GET else None, now=now)
            if asked.is_valid():
                return redirect(f"{request.path}?{urlencode({PARAMETER: asked.written})}")
            reading = Reading(concern, seen, now, moment_in(request, now))
            shown = shows(reading, request, *args, **kwargs)
            return render(request, template, {"reading": reading, "concern": concern, "form": asked, **shown})

        return view

    return made


def asked_in(request: HttpRequest, concern_id: UUID) -> str:
    """Return the page of the request for what is held that is in a concern; empty where it is a concern's."""
    known: str | None = getattr(request, _ASKED, None)
    if known is None:
        pk = SubjectRequest.objects.visible().filter(concern=concern_id).values_list("pk", flat=True).first()
        known = "" if pk is None else reverse("subject_request", args=[concern_id, pk])
        setattr(request, _ASKED, known)
    return known


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections of the concern whose page is asked for, with the chosen day kept."""
    state = getattr(request, "fingerpost", None)
    if not isinstance(state, RequestState) or state.concern is None:
        return []
    known = request.GET.get(PARAMETER)
    query = f"?{urlencode({PARAMETER: known})}" if known else ""
    asked = asked_in(request, state.concern.pk)
    found = []
    if asked:
        found.append({"text": "The request", "href": asked, "current": request.path == asked, "of_request": True})
    for text, name in SECTIONS:
        if asked and name not in _OF_A_REQUEST:
            continue
        if name == "add_to_concern" and state.emergency_until and not state.adds:
            continue
        try:
            address = reverse(name, args=[state.concern.pk])
        except NoReverseMatch:
            continue
        current = request.path == address or (name != "concern" and request.path.startswith(address))
        found.append({"text": text, "href": address + query, "current": current})
    return found
