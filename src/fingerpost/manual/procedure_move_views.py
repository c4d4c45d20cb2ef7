"""Pages of a manager: what another version would mean for the team's concerns, and moving one of them to it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import audit, compartments, context, permissions
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Concern
from fingerpost.access.models.people import Role
from fingerpost.access.rules import MANAGING_ROLES
from fingerpost.duties.presentation import caller, names_in
from fingerpost.manual import texts
from fingerpost.manual.forms import MoveForm, say
from fingerpost.manual.models import ProcedureDraft
from fingerpost.manual.services import publishing, trial_runs
from fingerpost.manual.versions import versions
from fingerpost.procedure.explaining.rules import citation
from fingerpost.procedure.explaining.words import Called
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.errors import NothingToldError, RecordError
from fingerpost.record.services import procedure_moves
from fingerpost.record.services.decisions import Difference
from fingerpost.record.services.procedures import Version

HEADINGS = {
    "new": "Would be new",
    "gone": "Would no longer follow",
    "moved": "Would get another date",
    "held": "Would newly wait, or wait no longer, for an embargo",
}


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """One rule that would apply otherwise to somebody: what it says, where it is, and its dates."""

    rule: str
    text: str
    whom: str
    is_duty: bool
    was_due: date | None
    due: date | None
    sources: tuple[str, ...]


@permissions.sees_concern
@require_http_methods(["GET", "POST"])
def concern_procedure(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Show under which version a concern is decided; a manager moves it to a later one, seeing first what changes."""
    concern, seen = concern_of(request)
    now = timezone.now()
    shown: dict[str, object] = {
        "concern": concern,
        "moves": procedure_moves.moves_of(concern, seen),
        "manages": context.required().role in MANAGING_ROLES,
    }
    try:
        compartment = next(iter(compartments.decisions_for(seen)), None)
        present = procedure_moves.version_of(concern, compartment) if compartment else None
    except NothingToldError:
        compartment = present = None
    if compartment is None or present is None:
        return render(request, "manual/moving/concern.html", shown)
    shown |= {"present": present.load(), "later": [one.load() for one in _later(concern, compartment, now)]}
    asked = request.POST.get("to") or request.GET.get("to")
    to = next((one for one in _later(concern, compartment, now) if one.name == asked), None)
    if not shown["manages"] or to is None:
        return render(request, "manual/moving/concern.html", shown)
    groups = _groups(concern, compartment, to)
    fingerprint = hashlib.sha256(repr(groups).encode()).hexdigest()
    form = MoveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["seen"] != fingerprint:
            form.add_error(None, "What would change is not what you have read: the concern has changed. Read it again")
        else:
            try:
                procedure_moves.move(concern, compartment, to.name, why=form.cleaned_data["why"])
            except RecordError as refused:
                say(form, refused)
            else:
                messages.success(request, f"The concern is decided under {to.name} from now on.")
                return redirect("concern_procedure", concern.pk)
    shown |= {"to": to.load(), "groups": groups, "headings": HEADINGS, "fingerprint": fingerprint, "form": form}
    return render(request, "manual/moving/move.html", shown)


@permissions.roles(Role.TEAM_MANAGER)
@require_GET
def impact_on_concerns(request: HttpRequest) -> HttpResponse:
    """Show what another version would change for the concerns that a manager may see, with their references."""
    choices = _choices()
    chosen = choices.get(request.GET.get("to", ""))
    shown: dict[str, object] = {"choices": choices, "chosen": chosen, "most": trial_runs.MOST}
    if chosen:
        audit.note_looked_at_a_page()
        shown["found"] = trial_runs.of_concerns(chosen)
    return render(request, "manual/moving/impact.html", shown)


def _later(concern: Concern, compartment: str, now: datetime) -> list[Version]:
    return procedure_moves.later_versions(concern, compartment, now)


def _choices() -> Mapping[str, Pack]:
    """Return what can be tried: every version, and the drafts that can be read."""
    found = {pack.name: pack for pack in versions()}
    for draft in ProcedureDraft.objects.all():
        newest = publishing.newest_of(draft)
        pack = texts.read(newest.files).pack if newest.digest else None
        if pack and not hasattr(newest, "version"):
            found[str(draft.pk)] = pack
    return found


def _groups(concern: Concern, compartment: str, to: Version) -> dict[str, list[tuple[str, list[ChangedRule]]]]:
    """Return what would change in each decision that the person acting may read, under the headings.

    A decision that is made from the common record too says again what that says; it is shown once.
    """
    found: dict[str, list[tuple[str, list[ChangedRule]]]] = {}
    shown: set[tuple[str, str, UUID | None]] = set()
    for one in procedure_moves.compared(concern, compartment, to):
        names = one.preview.after.names
        called = caller(names, names_in(concern, one.compartment))
        packs = one.preview.after.pack, one.preview.before.pack
        found[one.compartment] = []
        for name in HEADINGS:
            new = [
                each
                for each in getattr(one.preview, name)
                if (name, each.provision, names.get(each.about)) not in shown
            ]
            shown |= {(name, each.provision, names.get(each.about)) for each in new}
            if new:
                found[one.compartment].append((name, [_line(each, packs, called) for each in new]))
    return found


def _line(one: Difference, packs: Sequence[Pack], called: Called) -> ChangedRule:
    pack = packs[0] if one.after else packs[1]
    rule = pack.provisions[one.provision]
    return ChangedRule(
        rule=rule.id,
        text=rule.text.strip(),
        whom="" if one.about == "concern" else called(one.about),
        is_duty=rule.is_to_be_done,
        was_due=one.before.due if one.before else None,
        due=one.after.due if one.after else None,
        sources=tuple(citation(pack, cited) for cited in rule.cites),
    )
