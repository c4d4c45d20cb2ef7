"""Who looked at a concern; what one looked at oneself; everything, for an auditor; the newest checkpoint."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fingerpost.access import ledger_visibility, permissions
from fingerpost.access.middleware import concern_of
from fingerpost.access.models.people import Role
from fingerpost.ledger import recording
from fingerpost.ledger.words import word
from fingerpost.record import audit as search
from fingerpost.site.ledger_pages import sentences
from fingerpost.site.ledger_pages.filters import LedgerFilterForm
from fingerpost.site.ledger_pages.pages import LedgerPage, page
from fingerpost.site.people import signed_in_user

LEDGER = "ledger"


@permissions.sees_concern
@require_GET
def of_concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Show who had to do with the parts of a concern that the reader sees."""
    concern, seen = concern_of(request)
    for part in sorted(seen):
        recording.look("looked", LEDGER, within=concern_id, compartment=word(part))
    found = page(request.GET.get("before", ""), ledger_visibility.of_concern(concern_id))
    shown = sentences.of_rows(found.rows, about=concern_id)
    return render(
        request, "ledger/of-concern.html", {"concern": concern, "sentences": shown, **_further(request, found)}
    )


@permissions.signed_in
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Show somebody what they did themselves, and what happened to their account."""
    recording.look("looked", LEDGER)
    me = signed_in_user(request)
    found = page(request.GET.get("before", ""), *ledger_visibility.own())
    lines = [
        {"sentence": sentence, "sought": search.sought_in(row.entry) if row.actor == me.pk else ""}
        for sentence, row in zip(sentences.of_rows(found.rows), found.rows, strict=True)
    ]
    return render(request, "ledger/own.html", {"lines": lines, **_further(request, found)})


@permissions.roles(Role.AUDITOR)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Show an auditor who did what, when, to which reference. What they look for is in the ledger itself."""
    form = LedgerFilterForm(request.GET if set(request.GET) - {"before"} else None)
    if asked := form.asked_for() if form.is_bound else {}:
        search.searched(asked, LEDGER)
    else:
        recording.look("looked", LEDGER)
    if form.is_bound and not form.is_valid():
        return render(request, "ledger/audit.html", {"form": form, "sentences": [], "older": ""})
    entries = ledger_visibility.everything()
    found = page(request.GET.get("before", ""), form.narrowed(entries) if form.is_bound else entries)
    shown = sentences.of_rows(found.rows)
    return render(request, "ledger/audit.html", {"form": form, "sentences": shown, **_further(request, found)})


@permissions.public(because="a witness fetches the checkpoints, and they say nothing of anybody")
@require_GET
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Return the newest signed checkpoint, as it is kept: a C2SP note."""
    note = recording.newest_checkpoint()
    if note is None:
        raise Http404
    return HttpResponse(note, content_type="text/plain; charset=utf-8")


def _further(request: HttpRequest, found: LedgerPage) -> dict[str, Any]:
    """Return the query of the page that comes next, with what was asked for; empty when there is none."""
    if not found.older:
        return {"older": ""}
    kept = [(key, value) for key, values in request.GET.lists() for value in values if key != "before"]
    return {"older": urlencode([*kept, ("before", found.older)])}
