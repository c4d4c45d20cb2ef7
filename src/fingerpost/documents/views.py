"""A concern's documents: asked for, made, downloaded; and checking one that somebody was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, permissions
from fingerpost.access.clock import today
from fingerpost.access.compartments import SOURCES
from fingerpost.access.errors import AccessError
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.access.models import Compartment, Concern
from fingerpost.documents import papers, production, recipients
from fingerpost.documents.forms import ChoiceForm, FingerprintForm, ProduceDocumentForm, part_in_words
from fingerpost.documents.models import Ended, Ending, Format, Production
from fingerpost.documents.outgoing import OutgoingPaper
from fingerpost.documents.paper import Block
from fingerpost.documents.papers import HeldError, NothingToShowError, referral
from fingerpost.documents.pdf_password import spoken
from fingerpost.intake import queries as taken_in

_LONGEST: Final = timedelta(hours=1)
"""What is not made by then will not be: the work was lost."""
_TYPES: Final = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@permissions.sees_concern
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001
    """List the documents of a concern, and ask for another."""
    concern, seen = concern_of(request)
    may_act = may_add(request)
    form = ProduceDocumentForm(
        request.POST if request.method == "POST" else None,
        concern=concern,
        seen=seen,
        recipients=recipients.of_concern(concern, seen),
        today=today(),
        initial={name: request.GET[name] for name in ("what", "part", "whom") if name in request.GET},
    )
    if request.method == "POST":
        if not may_act:
            raise PermissionDenied
        answer = _answered(request, concern, seen, form) if form.is_valid() else None
        if answer is not None:
            return answer
    found = production.of_concern(concern, seen)
    ended = production.ended_of(found)
    lines = [_shown(one, ended.get(one.pk)) for one in found]
    shown = {"concern": concern, "form": form, "lines": lines, "may_act": may_act}
    return render(request, "documents/documents.html", {**shown, "taken_in": taken_in.documents(concern, seen)})


@permissions.sees_concern
@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, concern_id: UUID, production_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Show how far a document is, and hand it to the person who asked for it."""
    concern, seen = concern_of(request)
    one = next((it for it in production.of_concern(concern, seen) if it.pk == production_id), None)
    if one is None:
        raise Http404
    problem = password = ""
    if request.method == "POST" and "password" in request.POST:
        try:
            password = production.reveal(one)
            problem = "" if password else "The password was shown already, or is no longer kept. Produce it anew."
        except AccessError as error:
            problem = " ".join(one.said for one in error.problems)
    elif request.method == "POST":
        try:
            content = production.fetch(one)
        except AccessError as error:
            problem = " ".join(one.said for one in error.problems)
        else:
            if content is not None:
                return _file(one, content)
            problem = "This document is no longer kept. Ask for it again."
    shown = _shown(one, production.ended_of([one]).get(one.pk))
    is_mine = one.by.user_id == context.required().user_id
    return render(
        request,
        "documents/document.html",
        {
            "concern": concern,
            "one": shown,
            "problem": problem,
            "is_mine": is_mine,
            "password": password,
            "spoken": spoken(password) if password else [],
            "is_protected": recipients.is_outside(one.recipient),
            "has_password": is_mine and production.has_password(one),
            "is_kept": is_mine and production.is_waiting(one),
        },
    )


@permissions.public(because="anybody who was given a document can check it; nothing of a concern is said")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Say whether a document with this number and fingerprint was made here. No file is taken."""
    form = FingerprintForm(request.POST if request.method == "POST" else None)
    checked, made_at = False, None
    if form.is_bound and form.is_valid():
        checked = True
        made_at = production.is_genuine(form.cleaned_data["number"], form.cleaned_data["digest"])
    return render(request, "documents/check.html", {"form": form, "checked": checked, "made_at": made_at})


def _answered(
    request: HttpRequest, concern: Concern, seen: frozenset[str], form: ProduceDocumentForm
) -> HttpResponse | None:
    """Ask for the document; for somebody outside the agencies, show first what goes. None: the form says why not."""
    asked = form.asked
    try:
        if recipients.is_outside(asked.recipient):
            going = production.preview(concern, asked)
            choice = ChoiceForm(
                request.POST if "choosing" in request.POST else None,
                going=going,
                initial={"headings": referral.SENT if recipients.only_for(asked.recipient) else ()},
            )
            if not choice.is_valid():
                return _preview(request, concern, seen, form, going, choice)
            asked = replace(asked, headings=tuple(choice.cleaned_data["headings"]))
        return redirect("document", concern.pk, production.ask(concern, asked).pk)
    except AccessError as error:
        for problem in error.problems:
            form.add_error("whom" if problem.where == "recipient" else None, problem.said)
    except (NothingToShowError, HeldError):
        form.add_error("what", "Nothing of this can go to somebody outside the agencies. Choose another document")
    return None


def _preview(
    request: HttpRequest,
    concern: Concern,
    seen: frozenset[str],
    form: ProduceDocumentForm,
    going: OutgoingPaper,
    choice: ChoiceForm,
) -> HttpResponse:
    """Show what may go and what is held back, and let their maker choose what the recipient needs."""
    asked = form.asked
    kind = papers.kind(asked.kind)
    listed = {one.word: one.text for one in recipients.of_concern(concern, seen)}
    others = [str(one.label) for one in Compartment if one in seen and one not in SOURCES[asked.compartment]]
    shown = {
        "concern": concern,
        "form": choice,
        "carried": _carried(request, form),
        "going": going,
        "sections": [{"heading": one.heading, "blocks": _blocks(one.blocks)} for one in going.paper.sections],
        "opening": _blocks(going.paper.opening),
        "title": kind.title if kind else "",
        "for_whom": asked.outside or listed[asked.recipient],
        "part": part_in_words(asked.compartment),
        "others": others,
    }
    return render(request, "documents/preview.html", shown)


def _blocks(blocks: Iterable[Block]) -> list[tuple[str, Block]]:
    """Return blocks for a template, each with its kind."""
    return [(type(one).__name__.lower(), one) for one in blocks]


def _carried(request: HttpRequest, form: ProduceDocumentForm) -> list[tuple[str, str]]:
    """Return what was asked for as it was sent, all of it: a part that was chosen stays chosen on the way."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in sent if name in form.fields or name.rpartition("_")[0] in form.fields]


def _shown(one: Production, ended: Ended | None) -> dict[str, Any]:
    waits = ended is None and timezone.now() - one.recorded_at < _LONGEST
    return {
        "production": one,
        "title": production.title_of(one),
        "part": part_in_words(one.compartment),
        "ended": ended,
        "is_made": ended is not None and ended.ending == Ending.MADE,
        "waits": waits,
        "failed": "" if waits else _failed(ended),
        "only": [line for line in str(one.only or "").split("\n") if line],
    }


def _failed(ended: Ended | None) -> str:
    if ended is None or ended.ending == Ending.FAILED:
        return "It could not be made. Ask for it again; if that fails too, tell the people who run this service."
    if ended.ending == Ending.HELD:
        return "It was not made: they must not be told yet, since an embargo is in force. Ask the police."
    if ended.ending == Ending.GONE:
        return "It was not made: what it would be made from is no longer yours to see."
    return ""


def _file(one: Production, content: bytes) -> HttpResponse:
    name = production.file_name(one)
    return HttpResponse(
        content,
        content_type=_TYPES[Format(one.format)],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
