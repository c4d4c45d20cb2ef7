"""The page on which a policy officer records that they looked at a source again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions
from fingerpost.access.clock import today
from fingerpost.access.models.people import Role
from fingerpost.manual.forms import LookForm
from fingerpost.manual.services import looks
from fingerpost.manual.versions import version


@permissions.roles(Role.POLICY_OFFICER)
@require_http_methods(["GET", "POST"])
def look_at_source(request: HttpRequest, procedure: str, named: str, source: str) -> HttpResponse:
    """Record a look at a source of a version, or at one passage of it."""
    pack = version(procedure, named)
    if pack is None or source not in pack.sources:
        raise Http404
    before = looks.sources(pack).by_key.get(source)
    whole = before.whole if before else None
    initial = {"looked": today(), "text_of": whole.text_of if whole else ""}
    passages = looks.passages(pack, source) if before else []
    posted = request.POST if request.method == "POST" else None
    form = LookForm(posted, initial=initial, passages=passages, today=today())
    if form.is_valid():
        looks.record(pack, source, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "It is recorded that you looked.")
        return redirect("manual_sources", pack.id, pack.version)
    shown = {"pack": pack, "title": pack.sources[source], "before": before, "form": form, "today": today()}
    return render(request, "manual/look.html", shown)
