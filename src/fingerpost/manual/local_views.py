"""The page on which a policy officer puts their partnership's own words beside a section or a rule."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions
from fingerpost.access.models.people import Role
from fingerpost.manual.forms import LocalTextForm, say
from fingerpost.manual.pages import Manual
from fingerpost.manual.services import local_text as manual_local_text
from fingerpost.manual.services.publishing import PublishingError
from fingerpost.manual.versions import to_read_first, versions
from fingerpost.procedure.explaining.rules import section_names
from fingerpost.procedure.pack.model import Pack


@permissions.roles(Role.POLICY_OFFICER)
@require_http_methods(["GET", "POST"])
def local_text(request: HttpRequest, procedure: str, place: str) -> HttpResponse:
    """Write the words at a place of the version that holds, or of the newest that has it where that one has not."""
    found = [one for one in (to_read_first(timezone.now()), *versions()) if one.id == procedure and _has(one, place)]
    if not found:
        raise Http404
    pack = found[0]
    made = Manual(pack, lambda name: reverse("manual_section", args=[pack.id, pack.version, name]))
    where = made.addresses.get(place) or reverse("manual_section", args=[pack.id, pack.version, place])
    written = manual_local_text.written(procedure, place)
    initial = {"text": written[0].text, "after": written[0].number} if written else {"after": 0}
    form = LocalTextForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            manual_local_text.write(procedure, place, data["text"], after=data["after"], now=timezone.now())
        except PublishingError as refused:
            say(form, refused, "text")
        else:
            messages.success(request, "The local words are saved." if data["text"].strip() else "They are taken away.")
            return redirect(where)
    rule = pack.provisions.get(place)
    shown = {
        "place": place,
        "beside": rule.text if rule else made.sections[place].title,
        "where": where,
        "form": form,
        "written": written,
    }
    return render(request, "manual/publishing/local.html", shown)


def _has(pack: Pack, place: str) -> bool:
    return place in pack.provisions or place in section_names(pack)
