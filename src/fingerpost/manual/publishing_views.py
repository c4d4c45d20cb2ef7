"""Pages on which policy officers write a procedure, see what is proved of it, and approve it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import permissions
from fingerpost.access.models.people import Role
from fingerpost.manual import proofs, texts
from fingerpost.manual.forms import BeginDraftForm, CasesForm, SectionForm, say
from fingerpost.manual.models import ProcedureDraft, ProcedureVersion
from fingerpost.manual.pages import Manual
from fingerpost.manual.services import publishing, sentences
from fingerpost.manual.services.published import unaltered
from fingerpost.manual.services.trial_runs import tried
from fingerpost.manual.versions import holding, shipped, to_read_first, versions
from fingerpost.procedure.errors import FingerpostError, PackError, Problem
from fingerpost.procedure.explaining.rules import section_names
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.impact import EFFECTS

officers = permissions.roles(Role.POLICY_OFFICER)


@officers
@require_GET
def procedures(request: HttpRequest) -> HttpResponse:
    """List the versions that hold or will, and the drafts."""
    published = ProcedureVersion.objects.select_related("approved_by__user")
    drafts = [(one, publishing.newest_of(one)) for one in ProcedureDraft.objects.select_related("begun_by__user")]
    shown = {
        "holds": to_read_first(timezone.now()),
        "holding": holding(timezone.now()),
        "shipped": shipped(),
        "published": published.order_by("-approved_at"),
        "drafts": [(one, newest) for one, newest in drafts if not hasattr(newest, "version")],
    }
    return render(request, "manual/publishing/procedures.html", shown)


@officers
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    choices = [(pack.name, f"{pack.version}{' (a draft of ours)' if pack.draft else ''}") for pack in versions()]
    initial = {"base": to_read_first(timezone.now()).name}
    form = BeginDraftForm(request.POST if request.method == "POST" else None, versions=choices, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            draft = publishing.begin(data["base"], data["version"].strip(), data["in_force"], timezone.now())
        except publishing.PublishingError as refused:
            say(form, refused)
        else:
            return redirect("procedure_draft", draft.pk)
    return render(request, "manual/publishing/begin.html", {"form": form})


@officers
@require_GET
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft: whether it can be read, its sections, and what was done with it."""
    chosen = draft_of(draft_id)
    newest = publishing.newest_of(chosen)
    found = texts.read(newest.files)
    shown = {
        "draft": chosen,
        "newest": newest,
        "pack": found.pack,
        "wrong": found.problems,
        "files": _in_order(newest.files, found.pack),
        "told": sentences.of_draft(chosen),
        "is_author": publishing.is_author(chosen),
    }
    return render(request, "manual/publishing/draft.html", shown)


@officers
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, draft_id: UUID, file: str) -> HttpResponse:
    """Edit one file of a draft, with its page and what is wrong beside it."""
    chosen = draft_of(draft_id)
    newest = publishing.newest_of(chosen)
    if file not in newest.files:
        raise Http404
    initial = {"text": newest.files[file], "after": newest.number}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and (answer := saved(request, form, chosen, file, form.cleaned_data["text"], "text")):
        return answer
    found = texts.read({**newest.files, file: texts.written(form["text"].value() or "")})
    shown = {"draft": chosen, "newest": newest, "file": file, "form": form, "wrong": found.problems}
    return render(request, "manual/publishing/section.html", {**shown, **_page_of(chosen, file, found.pack)})


def saved(
    request: HttpRequest, form: forms.Form, draft: ProcedureDraft, file: str, text: str, field: str | None = None
) -> HttpResponse | None:
    """Save a file of a draft after the revision that the form was opened with, and lead to its page; None: refused."""
    try:
        made = publishing.save(draft, file, text, after=form.cleaned_data["after"], now=timezone.now())
    except publishing.PublishingError as refused:
        say(form, refused, field)
        return None
    said = "it can be read" if made.digest else "it cannot be read yet: see what is wrong below"
    messages.success(request, f"Saved as revision {made.number}; {said}.")
    return redirect("procedure_section", draft.pk, file)


def manual_of(draft: ProcedureDraft, pack: Pack) -> Manual:
    """Return the manual of a draft's text, whose sections lead to where they are edited."""
    sections = section_names(pack)
    return Manual(pack, lambda name: reverse("procedure_section", args=[draft.pk, sections[name].file]))


@officers
@require_GET
def checks(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show what is proved of a draft."""
    chosen = draft_of(draft_id)
    newest = publishing.newest_of(chosen)
    found = texts.read(newest.files)
    shown: dict[str, object] = {"draft": chosen, "newest": newest, "pack": found.pack, "wrong": found.problems}
    if found.pack:
        checks = newest.files.get(texts.CHECKS, "")
        shown |= {
            "verified": proofs.verified(found.pack, checks),
            "findings": sentences.findings(found.pack, checks),
            "acknowledged": sentences.acknowledged(found.pack, checks),
        }
    return render(request, "manual/publishing/checks.html", shown)


@officers
@require_http_methods(["GET", "POST"])
def impact(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show what a draft would change for cases that somebody pastes. They are not kept."""
    chosen = draft_of(draft_id)
    pack = texts.read(publishing.newest_of(chosen).files).pack
    form = CasesForm(request.POST if request.method == "POST" else None)
    shown: dict[str, object] = {"draft": chosen, "pack": pack, "form": form, "effects": EFFECTS}
    if pack and form.is_valid():
        try:
            shown["found"] = tried(to_read_first(timezone.now()), pack, form.cleaned_data["cases"])
        except FingerpostError as refused:
            say(form, refused, "cases")
    return render(request, "manual/publishing/impact.html", shown)


@officers
@require_GET
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show an approved version: whether it is as it was approved, and every step to it as a sentence."""
    chosen = get_object_or_404(ProcedureVersion.objects.select_related("revision__draft"), pk=version_id)
    problems: tuple[Problem, ...] = ()
    try:
        unaltered(chosen.name, chosen.digest, chosen.revision)
    except PackError as error:
        problems = error.problems
    shown = {"version": chosen, "wrong": problems, "told": sentences.of_draft(chosen.revision.draft)}
    return render(request, "manual/publishing/version.html", shown)


def draft_of(draft_id: UUID) -> ProcedureDraft:
    """Return a draft. Raises Http404."""
    return get_object_or_404(ProcedureDraft.objects.select_related("begun_by__user"), pk=draft_id)


def _in_order(files: dict[str, str], pack: Pack | None) -> list[str]:
    """Return the names of the files as the manual has them; those that it does not name last."""
    first = [one.file for one in pack.sections] if pack else []
    return [*first, *(name for name in sorted(files) if name not in first)]


def _page_of(draft: ProcedureDraft, file: str, pack: Pack | None) -> dict[str, object]:
    """Return what the page of a section shows, if the text can be read and the file is a section."""
    if pack is None:
        return {}
    made = manual_of(draft, pack)
    shown = next((one for one in made.sections.values() if one.file == file), None)
    if shown is None:
        return {}
    return {"page": shown, "pack": pack, "parts": made.parts(shown), "addresses": made.addresses}
