"""What the police do in a concern: a page of it, and a page for each thing that they record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import context, permissions
from fingerpost.access.clock import today
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.access.models import Compartment, Concern, Membership
from fingerpost.access.models.people import Role
from fingerpost.casework.models import BailContact, PoliceKind, PoliceStep
from fingerpost.casework.police import principles, queries, recording_pages, sentences
from fingerpost.casework.police import services as service
from fingerpost.casework.police.forms import PoliceForm
from fingerpost.casework.police.queries import PoliceWork
from fingerpost.duties.presentation import names_in
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.procedure.pack.model import Provision
from fingerpost.record.models import Appearance, PersonKind
from fingerpost.record.services.facts import FactAnswer, pack_of
from fingerpost.record.services.statements import recorded
from fingerpost.web.field_spec import Choices, FieldSpec
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@permissions.sees_concern
@require_GET
def police(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show what the police have done, as far as the person asking may know, and what can be recorded."""
    concern, seen = concern_of(request)
    is_theirs = Compartment.POLICE in seen
    listed = queries.of_concern(concern, seen, today())
    names = names_in(concern, Compartment.POLICE if is_theirs else Compartment.COMMON)
    shown = {
        "concern": concern,
        "listed": listed,
        "entries": [(one, sentences.sentence(one.row, names)) for one in reversed(listed.entries)],
        "bails": [(one, stands, sentences.contact_lines(one, names)) for one, stands in listed.standing.bails],
        "names": names,
        "principles": principles.of_concern(concern, seen),
        "is_theirs": is_theirs,
        "pages": _offered(listed) if is_theirs and may_add(request) else [],
    }
    return render(request, "casework/police/police.html", shown)


@permissions.works_on_concern
@keeps_drafts("An entry of the police")
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, concern_id: UUID, what: str) -> HttpResponse:
    """Record something of the police, or let others know of it. It is there for those who see the police’s part."""
    concern, seen = concern_of(request)
    page = recording_pages.PAGES.get(what)
    if page is None or Compartment.POLICE not in seen:
        raise Http404
    asked = _Asked(concern, seen)
    back = reverse("concern_police", args=[concern_id])
    draft = FormDraft(request)
    form = draft.form(
        PoliceForm,
        now=draft.now,
        concern=concern if what in recording_pages.KINDS else None,
        page=page,
        choices=asked.choices(what),
        more=asked.contacts() if what == "bail" else (),
        initial=PoliceForm.at(draft.now) | _chosen(request),
    )

    def record_it(sent: PoliceForm) -> str:
        asked.record(what, sent)
        return back

    answer = handle_post(draft, form, record_it, page.said)
    if answer is not None:
        return answer
    shown = {"page": page, "back": back, "rule": asked.rule() if what == recording_pages.ARREST else None}
    return render(request, "casework/police/record.html", {"concern": concern, "form": form, "draft": draft, **shown})


class _Asked:
    """What a page can offer to choose among, and what becomes of what was chosen."""

    def __init__(self, concern: Concern, seen: frozenset[str]) -> None:
        self.concern, self.seen = concern, seen
        parts = seen & {Compartment.COMMON, Compartment.POLICE}
        self.people = {
            str(one.pk): one
            for one in recorded(Appearance.objects.visible(), concern, parts, None).order_by("recorded_at", "pk")
        }
        self.names = names_in(concern, Compartment.POLICE)
        self.listed = queries.of_concern(concern, seen, today())

    def choices(self, what: str) -> Mapping[str, Choices]:
        """Return what can be chosen on a page, by the name of what is asked."""
        stands = self.listed.standing
        adults = [one for one in self.people.values() if one.kind == PersonKind.ADULT]
        if what == recording_pages.OPEN:
            adults = [one for one in adults if one.compartment == Compartment.COMMON] if self._is_of_theirs() else []
        among = list(self.people.values()) if what in ("outcome", "investigation-opened") else adults
        of = [one for one, _ in stands.bails] if what.startswith("bail") else list(stands.searches)
        return {
            "about": [(str(one.pk), self.names[one.pk]) for one in among],
            "of": [(str(one.pk), self._named(one)) for one in of],
            "officer": [(str(one.pk), str(one.user)) for one in _officers()],
            "what": self._to_open() if what == recording_pages.OPEN else self._arrests(),
            "facts": [(key, label) for key, label, _ in self._facts()],
        }

    def contacts(self) -> list[FieldSpec]:
        """Return what is asked of each child where there is bail."""
        children = [one for one in self.people.values() if one.kind == PersonKind.CHILD]
        return [
            recording_pages.contact_with(str(one.pk), self.names[one.pk], tuple(BailContact.choices))
            for one in children
        ]

    def rule(self) -> Provision | None:
        """Return what the procedure says of an arrest that is not disclosed."""
        return next(iter(pack_of(self.concern).carried_out_by("undisclosed_arrest")), None)

    def record(self, what: str, form: PoliceForm) -> None:
        """Record what a page was told."""
        data = form.cleaned_data
        match what:
            case recording_pages.ARREST:
                service.record_arrest(
                    self.concern,
                    self.people[data["about"]],
                    data["moment"],
                    is_hidden=data["who_knows"] == "police",
                    reason=data["text"],
                )
            case recording_pages.OPEN:
                self._open(data)
            case recording_pages.TAKE_BACK:
                arrest = next(one.row for one in self.listed.arrests if str(one.row.pk) == data["what"])
                service.take_back_arrest(arrest, reason=data["why"])
            case recording_pages.STATE:
                wanted = [answer for key, _, answer in self._facts() if key in data["facts"]]
                service.state(self.concern, wanted, word=data["word"])
            case _:
                self._entry(recording_pages.KINDS[what], data)

    def _entry(self, kind: PoliceKind, data: Mapping[str, Any]) -> None:
        effects = {child: data.get(f"contact_{pk}") for pk, child in self.people.items()}
        steps = {str(one.row.pk): one.row for one in self.listed.entries}
        service.record_step(
            self.concern,
            kind,
            at=data["moment"],
            about=self.people.get(data.get("about", "")),
            of=steps.get(data.get("of", "")),
            until=data.get("until"),
            officer=next((one for one in _officers() if str(one.pk) == data.get("officer")), None),
            outcome=data.get("outcome", ""),
            contact_of={child: effect for child, effect in effects.items() if effect},
            text=data.get("text", ""),
            contact=data.get("contact", ""),
            held_by=data.get("held_by", ""),
            headings=data["headings"],
        )

    def _open(self, data: Mapping[str, Any]) -> None:
        for arrest in self.listed.arrests:
            if str(arrest.row.pk) == data["what"]:
                service.open_arrest(arrest.row, why=data["why"], as_=self.people.get(data.get("about", "")))
        for entry in self.listed.entries:
            if str(entry.row.pk) == data["what"]:
                service.open_step(entry.row, why=data["why"])

    def _to_open(self) -> Choices:
        hidden = [one.row for one in self.listed.entries if one.is_hidden]
        arrests = [one.row for one in self.listed.arrests if one.is_hidden]
        return [(str(one.pk), self._arrest(one)) for one in arrests] + [
            (str(one.pk), sentences.sentence(one, self.names)) for one in hidden
        ]

    def _is_of_theirs(self) -> bool:
        """Whether an arrest that can be opened is of somebody who is in the police’s part alone."""
        arrested = [one.row.about_id for one in self.listed.arrests if one.is_hidden]
        return any(str(pk) in self.people and self.people[str(pk)].compartment == Compartment.POLICE for pk in arrested)

    def _arrests(self) -> Choices:
        return [(str(one.row.pk), self._arrest(one.row)) for one in self.listed.arrests]

    def _arrest(self, row: Any) -> str:
        return f"Arrest of {self.names.get(row.about_id, 'somebody')}, {day_in_words(london_day(row.at))}"

    def _named(self, step: PoliceStep) -> str:
        whom = f", {self.names[step.about_id]}" if step.about_id in self.names else ""
        return f"{step.get_kind_display()}{whom}, {day_in_words(london_day(step.at))}"

    def _facts(self) -> list[tuple[str, str, FactAnswer]]:
        """Return what the police can state: a key, in words, and the answer. Of adults in the common record only."""
        known = pack_of(self.concern).facts
        adults = [
            one
            for one in self.people.values()
            if one.kind == PersonKind.ADULT and one.compartment == Compartment.COMMON
        ]
        found = [(fact, known[fact].short, FactAnswer(fact, True)) for fact in service.FACTS if fact in known]
        return found + [
            (f"{fact}:{one.pk}", f"{self.names[one.pk]}: {known[fact].short}", FactAnswer(fact, True, one))
            for fact in service.FACTS_OF_AN_ADULT
            if fact in known
            for one in adults
        ]


def _officers() -> list[Membership]:
    there = Membership.objects.on(today()).filter(
        organisation=context.required().organisation_id, role__in=[Role.POLICE_OFFICER, Role.TEAM_MANAGER]
    )
    return list(there.select_related("user", "organisation").order_by("user__name"))


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Return what the address of a form chooses beforehand: which entry, by its random id."""
    return {name: request.GET[name] for name in ("what", "of") if name in request.GET}


def _offered(listed: PoliceWork) -> list[tuple[str, str]]:
    """Return the pages on which something can be recorded now: the name in the address, and what it is called."""
    decide = service.may_open()
    hidden = any(one.is_hidden for one in listed.entries) or any(one.is_hidden for one in listed.arrests)
    left_out = set() if decide else {recording_pages.OPEN, recording_pages.STATE}
    left_out |= set() if hidden else {recording_pages.OPEN}
    left_out |= set() if listed.arrests else {recording_pages.TAKE_BACK}
    left_out |= set() if listed.standing.bails else {"bail-ended"}
    return [(name, page.title) for name, page in recording_pages.PAGES.items() if name not in left_out]
