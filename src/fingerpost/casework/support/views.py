"""Support, removals and safeguards of a concern: a page of all, and a page for each thing that is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import permissions
from fingerpost.access.clock import today
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import RemovalKind, SafeguardKind, SupportKind, SupportTie
from fingerpost.casework.support import overview, queries, recording_pages, sentences
from fingerpost.casework.support import services as service
from fingerpost.casework.support.forms import SupportForm
from fingerpost.casework.support.services import Related
from fingerpost.duties.presentation import names_in
from fingerpost.record.models import Appearance, PersonKind
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.statements import recorded
from fingerpost.web.field_spec import Choices
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@permissions.sees_concern
@require_GET
def support(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show the support for each person, the content that is to be removed, and the safeguards."""
    concern, _ = concern_of(request)
    day, names = today(), names_in(concern, Compartment.COMMON)
    safeguards = queries.safeguards(concern, day)
    shown = {
        "concern": concern,
        "today": day,
        "supported": [
            (sentences.supported(one.last, names), overview.SUPPORT_TAGS[one.last.kind], one)
            for one in queries.supported(concern)
        ],
        "removals": [
            (sentences.of_removal(one.removal, names), list(overview.tags_of(one, day)), one)
            for one in queries.removals(concern)
        ],
        "safeguards": [(sentences.of_whom(one.safeguard, names), overview.tag_of(one), one) for one in safeguards],
        "pack": pack_of(concern),
        "gap": queries.is_a_gap(concern, safeguards),
        "words": sentences,
        "may_act": may_add(request),
    }
    return render(request, "casework/support/support.html", shown)


@permissions.works_on_concern
@keeps_drafts("Support and safeguards")
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, concern_id: UUID, what: str) -> HttpResponse:
    """Record support, content that is to be removed, a safeguard, or what became of one of them."""
    concern, seen = concern_of(request)
    page = recording_pages.PAGES.get(what)
    if page is None or Compartment.COMMON not in seen:
        raise Http404
    asked = _Asked(concern)
    back = reverse("concern_support", args=[concern_id])
    draft = FormDraft(request)
    chosen = {"of": request.GET["of"]} if "of" in request.GET else {}
    form = draft.form(
        SupportForm,
        now=draft.now,
        page=page,
        choices=asked.choices(what),
        initial=SupportForm.at(draft.now) | chosen,
    )

    def record_it(sent: SupportForm) -> str:
        asked.record(what, sent)
        return back

    answer = handle_post(draft, form, record_it, page.said)
    if answer is not None:
        return answer
    rule = next(iter(pack_of(concern).carried_out_by(recording_pages.ACTS.get(what, ""))), None)
    shown = {"concern": concern, "form": form, "draft": draft, "page": page, "back": back, "rule": rule}
    return render(request, "casework/support/record.html", shown)


class _Asked:
    """What a page can offer to choose among, and what becomes of what was chosen."""

    def __init__(self, concern: Concern) -> None:
        self.concern = concern
        people = recorded(Appearance.objects.visible(), concern, {Compartment.COMMON}, None)
        self.people = {str(one.pk): one for one in people.order_by("recorded_at", "pk")}
        self.names = names_in(concern, Compartment.COMMON)
        self.removals = {str(one.removal.pk): one.removal for one in queries.removals(concern)}
        self.safeguards = {str(one.safeguard.pk): one.safeguard for one in queries.safeguards(concern, today())}

    def choices(self, what: str) -> Mapping[str, Choices]:
        """Return what can be chosen on a page, by the name of what is asked."""
        children, adults = self._of(PersonKind.CHILD), self._of(PersonKind.ADULT)
        return {
            "about": adults if what in (recording_pages.OTHERS, recording_pages.SAFEGUARD) else children,
            "adult": adults,
            "children": children,
            "of": [(key, sentences.of_removal(one, self.names)) for key, one in self.removals.items()]
            if what == recording_pages.REMOVAL
            else [(key, str(one.text)[:80]) for key, one in self.safeguards.items()],
        }

    def record(self, what: str, form: SupportForm) -> None:
        """Record what a page was told."""
        data = form.cleaned_data
        about = self.people.get(data.get("about", ""))
        match what:
            case recording_pages.CHILD | recording_pages.OTHERS:
                self._support(data, about)
            case recording_pages.CONTENT:
                self._content(data)
            case recording_pages.REMOVAL:
                said = {name: data[name] for name in ("asked", "reference", "text")}
                kind = RemovalKind(data["kind"])
                if kind != RemovalKind.ASKED:
                    said["asked"] = ""
                service.record_removal(self.removals[data["of"]], kind, at=data["moment"], **said)
            case recording_pages.SAFEGUARD:
                service.begin_safeguard(
                    self.concern,
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
            service.support_child(self.concern, self.people[data["about"]], kind, at=data["moment"], **said)
            return
        related = Related(self.people[data["adult"]], SupportTie(data["tie"]), about, data["somebody"])
        service.support_other(self.concern, related, kind, at=data["moment"], all_the_same=data["all_the_same"], **said)

    def _content(self, data: Mapping[str, Any]) -> None:
        child = self.people[data["about"]]
        removal = service.begin_removal(self.concern, child, data["platform"], address=data["address"])
        if data["asked"]:
            service.record_removal(
                removal, RemovalKind.ASKED, asked=data["asked"], reference=data["reference"], at=data["moment"]
            )

    def _of(self, kind: PersonKind) -> list[tuple[str, str]]:
        return [(key, self.names[one.pk]) for key, one in self.people.items() if one.kind == kind]
