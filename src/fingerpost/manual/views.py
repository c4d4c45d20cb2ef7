"""Pages of the manual."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.access import permissions
from fingerpost.access.clock import today
from fingerpost.manual import prose
from fingerpost.manual.pages import Manual
from fingerpost.manual.reviews import in_editions
from fingerpost.manual.search import index_of
from fingerpost.manual.services import local_text, looks
from fingerpost.manual.versions import holding, shipped, to_read_first, version, versions
from fingerpost.procedure.explaining.rules import section_names
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.procedure.pack.vignettes import vignettes

LONGEST_QUERY = 200

anybody = permissions.public(because="everybody may read the manual, and it holds nothing about anybody")


@anybody
@require_safe
def manual(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view has a request
    """Lead to the version that holds now."""
    pack = to_read_first(timezone.now())
    return redirect("manual_contents", pack.id, pack.version)


@anybody
@require_safe
def contents(request: HttpRequest, procedure: str, named: str) -> HttpResponse:
    """List the sections."""
    pack = _pack(procedure, named)
    sections = [(name, section.title.removeprefix(f"{name} ")) for name, section in section_names(pack).items()]
    return render(request, "manual/contents.html", {**_every_page(pack), "sections": sections})


@anybody
@require_safe
def section(request: HttpRequest, procedure: str, named: str, name: str) -> HttpResponse:
    """Show a section with its rules."""
    pack = _pack(procedure, named)
    known = looks.sources(pack)
    made = Manual(pack, lambda other: reverse("manual_section", args=[pack.id, pack.version, other]), known)
    shown = made.sections.get(name)
    if shown is None:
        raise Http404
    names = list(made.sections)
    place = names.index(name)
    return render(
        request,
        "manual/section.html",
        {
            **_every_page(pack),
            "section": shown,
            "name": name,
            "parts": made.parts(shown),
            "headings": made.headings(shown),
            "addresses": made.addresses,
            "local": local_text.in_force(pack.id),
            "beside": prose.beside,
            "before": (names[place - 1], made.sections[names[place - 1]].title) if place else None,
            "after": (names[place + 1], made.sections[names[place + 1]].title) if place + 1 < len(names) else None,
        },
    )


@anybody
@require_safe
def search(request: HttpRequest, procedure: str, named: str) -> HttpResponse:
    """Show the places that a search finds."""
    pack = _pack(procedure, named)
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    titles = {name: section.title for name, section in section_names(pack).items()}
    found = index_of(pack).search(query) if query else []
    return render(
        request, "manual/search.html", {**_every_page(pack), "query": query, "found": found, "titles": titles}
    )


@anybody
@require_safe
def sources(request: HttpRequest, procedure: str, named: str) -> HttpResponse:
    """Show every source: which text of it, who looked at it when, and how sure one can be."""
    pack = _pack(procedure, named)
    found = looks.sources(pack)
    shown = [(key, title, found.by_key.get(key)) for key, title in pack.sources.items()]
    return render(request, "manual/sources.html", {**_every_page(pack), "sources": shown, "today": today()})


@anybody
@require_safe
def reviews(request: HttpRequest, procedure: str, named: str) -> HttpResponse:
    """List the failures that published reviews told of."""
    pack = _pack(procedure, named)
    return render(request, "manual/reviews.html", {**_every_page(pack), "vignettes": vignettes()})


@anybody
@require_safe
def review(request: HttpRequest, procedure: str, named: str, name: str) -> HttpResponse:
    """Show what each edition would have asked for, and by which day, where a review told of a failure."""
    pack = _pack(procedure, named)
    told = next((one for one in vignettes() if one.name == name), None)
    if told is None:
        raise Http404
    editions = sorted({one.name: one for one in (*shipped(), pack)}.values(), key=lambda one: (one.in_force, one.name))
    duties = in_editions(told, editions)
    shown = {
        **_every_page(pack),
        "told": told,
        "reported": datetime.fromisoformat(str(told.case["reported_at"])),
        "editions": editions,
        "duties": [(duty, _address(duty.edition, duty.rule)) for duty in duties],
    }
    return render(request, "manual/review.html", shown)


def _pack(procedure: str, named: str) -> Pack:
    pack = version(procedure, named)
    if pack is None:
        raise Http404
    return pack


def _address(pack: Pack, rule: Provision) -> str:
    name = next(name for name, section in section_names(pack).items() if section.file == rule.place.file)
    return f"{reverse('manual_section', args=[pack.id, pack.version, name])}#{rule.id}"


def _every_page(pack: Pack) -> dict[str, object]:
    return {"pack": pack, "versions": versions(), "holds": holding(timezone.now()) == pack.name}
