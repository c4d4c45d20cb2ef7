"""Support, removals and safeguards of a concern: a page of all, and a page for each thing that is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import declare
from fingerpost.access.clock import today
from fingerpost.access.middleware import matter_of, may_add
from fingerpost.access.models import Compartment, Matter
from fingerpost.casework.asking import AskingForm, Choices
from fingerpost.casework.models import RemovalKind, SafeguardKind, SupportKind, SupportTie
from fingerpost.casework.support import lists, overview, pages, words
from fingerpost.casework.support import recording as service
from fingerpost.casework.support.forms import SupportForm
from fingerpost.casework.support.recording import Related
from fingerpost.duties.showing import names_in
from fingerpost.record import drafting
from fingerpost.record.models import Appearance, PersonKind
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.statements import recorded
from fingerpost.record.views.adding import Adding, add


@declare.sees_matter
@require_GET
def support(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show the support for each person, the content that is to be removed, and the safeguards."""
    matter, _ = matter_of(request)
    day, names = today(), names_in(matter, Compartment.COMMON)
    safeguards = lists.safeguards(matter, day)
    shown = {
        "matter": matter,
        "today": day,
        "supported": [
            (words.supported(one.last, names), overview.SUPPORT_TAGS[one.last.kind], one)
            for one in lists.supported(matter)
        ],
        "removals": [
            (words.of_removal(one.removal, names), list(overview.tags_of(one, day)), one)
            for one in lists.removals(matter)
        ],
        "safeguards": [(words.of_whom(one.safeguard, names), overview.tag_of(one), one) for one in safeguards],
        "pack": pack_of(matter),
        "gap": lists.is_a_gap(matter, safeguards),
        "words": words,
        "may_act": may_add(request),
    }
    return render(request, "casework/support/support.html", shown)


@declare.works_on_matter
@drafting.keeps("Support and safeguards")
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, matter_id: UUID, what: str) -> HttpResponse:
    """Record support, content that is to be removed, a safeguard, or what became of one of them."""
    matter, seen = matter_of(request)
    page = pages.PAGES.get(what)
    if page is None or Compartment.COMMON not in seen:
        raise Http404
    asked = _Asked(matter)
    now, back = timezone.now(), reverse("matter_support", args=[matter_id])
    chosen = {"of": request.GET["of"]} if "of" in request.GET else {}
    options = {"now": now, "page": page, "choices": asked.choices(what), "initial": AskingForm.at(now) | chosen}
    rule = next(iter(pack_of(matter).carried_out_by(pages.ACTS.get(what, ""))), None)
    shown = {"page": page, "back": back, "rule": rule}
    template = "casework/support/record.html"
    return add(
        request, Adding(SupportForm, template, lambda form: asked.record(what, form), page.said, options, shown, back)
    )


class _Asked:
    """What a page can offer to choose among, and what becomes of what was chosen."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        people = recorded(Appearance.objects.visible(), matter, {Compartment.COMMON}, None)
        self.people = {str(one.pk): one for one in people.order_by("recorded_at", "pk")}
        self.names = names_in(matter, Compartment.COMMON)
        self.removals = {str(one.removal.pk): one.removal for one in lists.removals(matter)}
        self.safeguards = {str(one.safeguard.pk): one.safeguard for one in lists.safeguards(matter, today())}

    def choices(self, what: str) -> Mapping[str, Choices]:
        """Return what can be chosen on a page, by the name of what is asked."""
        children, adults = self._of(PersonKind.CHILD), self._of(PersonKind.ADULT)
        return {
            "about": adults if what in (pages.OTHERS, pages.SAFEGUARD) else children,
            "adult": adults,
            "children": children,
            "of": [(key, words.of_removal(one, self.names)) for key, one in self.removals.items()]
            if what == pages.REMOVAL
            else [(key, str(one.text)[:80]) for key, one in self.safeguards.items()],
        }

    def record(self, what: str, form: SupportForm) -> None:
        """Record what a page was told."""
        data = form.cleaned_data
        about = self.people.get(data.get("about", ""))
        match what:
            case pages.CHILD | pages.OTHERS:
                self._support(data, about)
            case pages.CONTENT:
                self._content(data)
            case pages.REMOVAL:
                said = {name: data[name] for name in ("asked", "reference", "text")}
                kind = RemovalKind(data["kind"])
                if kind != RemovalKind.ASKED:
                    said["asked"] = ""
                service.record_removal(self.removals[data["of"]], kind, at=data["moment"], **said)
            case pages.SAFEGUARD:
                service.begin_safeguard(
                    self.matter,
                    text=data["text"],
                    checker=data["checker"],
                    about=about,
                    children=[self.people[key] for key in data.get("children", [])],
                    at=data["moment"],
                    until=data["until"],
                )
            case _:
                kind_ = SafeguardKind(data["kind"])
                service.record_safeguard(self.safeguards[data["of"]], kind_, text=data["text"], at=data["moment"])

    def _support(self, data: Mapping[str, Any], about: Appearance | None) -> None:
        kind, said = SupportKind(data["kind"]), {name: data[name] for name in ("giver", "text")}
        if "adult" not in data:
            service.support_child(self.matter, self.people[data["about"]], kind, at=data["moment"], **said)
            return
        related = Related(self.people[data["adult"]], SupportTie(data["tie"]), about, data["somebody"])
        service.support_other(self.matter, related, kind, at=data["moment"], all_the_same=data["all_the_same"], **said)

    def _content(self, data: Mapping[str, Any]) -> None:
        child = self.people[data["about"]]
        removal = service.begin_removal(self.matter, child, data["platform"], address=data["address"])
        if data["asked"]:
            service.record_removal(
                removal, RemovalKind.ASKED, asked=data["asked"], reference=data["reference"], at=data["moment"]
            )

    def _of(self, kind: PersonKind) -> list[tuple[str, str]]:
        return [(key, self.names[one.pk]) for key, one in self.people.items() if one.kind == kind]
