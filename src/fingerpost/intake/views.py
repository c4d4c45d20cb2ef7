"""Taking in a document: sent, judged, read, confirmed; what was taken in; who holds what; links to be reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import permissions
from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.access.models import Concern, Contact
from fingerpost.access.models.people import OrganisationKind
from fingerpost.gate import FORMATS, Block, Kind, Refused, Words, why
from fingerpost.intake import audit, chronology, pending_text, queries, rules
from fingerpost.intake import services as service
from fingerpost.intake.block_text import decoded, shown_levels
from fingerpost.intake.document_upload import FIELD, NotNow, received, takes_a_document
from fingerpost.intake.forms import ConfirmForm, HeldElsewhereForm, LinkForm, ReportForm, TakeInForm
from fingerpost.intake.models import DocumentKind, HeldKind, LinkKind, ReportedTo
from fingerpost.intake.pending_text import PendingText
from fingerpost.intake.services import DocumentInput
from fingerpost.keys.errors import NotWordsError
from fingerpost.web import drafts
from fingerpost.web.fields import say
from fingerpost.web.form_post import FormDraft, handle_post, id_in, keeps_drafts
from fingerpost.web.routes import Route
from fingerpost.wording import PROMISE

_NOTHING_KEPT: Final = {NotNow.NONE: 200, NotNow.BUSY: 503, NotNow.TOO_MANY: 429}


@permissions.works_on_concern
@keeps_drafts("A document to take in")
@takes_a_document
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Ask for a document; show the words of one that was judged; keep them once they are confirmed."""
    if "draft" in (request.POST if request.method == "POST" else request.GET):
        return _confirm(request)
    concern, seen = concern_of(request)
    if request.method != "POST":
        return _ask(request, concern)
    match received(request):
        case Refused(kind, line):
            return _refused(request, concern, seen, kind, line)
        case Words() as words:
            try:
                draft = pending_text.put(request.path, words, timezone.now())
            except NotWordsError:
                return _refused(request, concern, seen, Kind.NOT_WORDS)
            return redirect(f"{request.path}?draft={draft.pk}")
        case NotNow() as problem:
            return _ask(request, concern, problem)


@permissions.sees_concern
@require_GET
def document(request: HttpRequest, concern_id: UUID, document_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up
    """Show the words of a document that was taken in."""
    concern, seen = concern_of(request)
    one = next((it for it in queries.documents(concern, seen) if it.pk == document_id), None)
    if one is None:
        raise Http404
    shown = {"concern": concern, "one": one, "said": chronology.said_of(one), "parts": _parts(decoded(one.words))}
    return render(request, "intake/document.html", shown)


@permissions.works_on_concern
@keeps_drafts("Who holds something that is not sent")
@require_http_methods(["GET", "POST"])
def held(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Record who holds what must not be sent; show what is to be done with it, and who to tell."""
    concern, seen = concern_of(request)
    draft = FormDraft(request)
    form = draft.form(HeldElsewhereForm, compartments=seen)

    def record(sent: HeldElsewhereForm) -> str:
        _hold(concern, sent)
        return reverse(Route.DOCUMENTS, args=[concern.pk])

    answer = handle_post(draft, form, record, "It is recorded who holds it.")
    if answer is not None:
        return answer
    there = [(row, chronology.said_of_held(row)) for row in queries.held(concern, seen)]
    shown = {"there": there, "contacts": _police()}
    return render(request, "intake/held.html", {"concern": concern, "form": form, "draft": draft, **shown})


@permissions.sees_concern
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show the links that are suspected, and where they were reported; record one, or that one was reported."""
    concern, seen = concern_of(request)
    if request.method == "POST" and not may_add(request):
        raise PermissionDenied
    found = queries.links(concern, seen)
    now = timezone.now()
    sent = request.POST if request.method == "POST" else None
    is_report = sent is not None and sent.get("do") == "report"
    form = LinkForm(None if is_report else sent, compartments=seen, auto_id="id_new_%s")
    report = ReportForm(sent if is_report else None, links=found, now=now, initial=ReportForm.at(now))
    if is_report and report.is_valid() and _report(report):
        messages.success(request, "It is recorded where the link was reported.")
        return redirect(request.path)
    if sent is not None and not is_report and form.is_valid() and _link(concern, form):
        messages.success(request, "The link is recorded, so that nobody can follow it by mistake.")
        return redirect(request.path)
    shown = {"concern": concern, "form": report if is_report else form, "new": form, "report": report, "links": found}
    return render(
        request, "intake/links.html", {**shown, "rules": queries.rules_for(concern), "may_act": may_add(request)}
    )


# ---- a document ------------------------------------------------------------------------------------------------------


def _ask(request: HttpRequest, concern: Concern, problem: NotNow | None = None) -> HttpResponse:
    form = TakeInForm({} if problem else None)
    if problem is not None:
        form.add_error(FIELD, problem.value)
    answer = render(
        request, "intake/take-in.html", {"concern": concern, "formats": FORMATS, "form": form, "promise": PROMISE}
    )
    if problem is not None:
        answer.status_code = _NOTHING_KEPT[problem]
    if problem is NotNow.BUSY:
        answer["Retry-After"] = "60"
    return answer


def _refused(request: HttpRequest, concern: Concern, seen: frozenset[str], kind: Kind, line: str = "") -> HttpResponse:
    """Say why a document was refused, with the line that is no words, and what to do. The ledger has nothing of it."""
    audit.refused(concern, seen, kind)
    shown: dict[str, Any] = {
        "concern": concern,
        "why": why(kind),
        "line": line,
        "contacts": _police(),
        "is_for_police": kind in rules.FOR_THE_POLICE,
        "form": HeldElsewhereForm(compartments=seen, initial={"kind": HeldKind.IMAGERY}),
    }
    return render(request, "intake/refused.html", shown)


def _confirm(request: HttpRequest) -> HttpResponse:
    """Show the words of a document that waits, and keep those that are confirmed, once."""
    concern, seen = concern_of(request)
    is_sent = request.method == "POST"
    draft_id = id_in(request.POST if is_sent else request.GET)
    waits = (pending_text.hold if is_sent else pending_text.find)(draft_id, request.path)
    if waits is None:
        return redirect(drafts.became(draft_id) or request.path)
    form = ConfirmForm(request.POST if is_sent else None, compartments=seen, blocks=waits.blocks, today=today())
    if is_sent and form.is_valid():
        page = _take(concern, form, waits)
        if page:
            drafts.finish(waits.draft, became=page, now=timezone.now())
            messages.success(request, "The words of the document are part of the record now.")
            return redirect(page)
    chosen = {str(number) for number in (request.POST.getlist("leave") if is_sent else ())}
    shown = {"concern": concern, "form": form, "waits": waits, "parts": _parts(waits.blocks), "chosen": chosen}
    return render(request, "intake/confirm.html", shown)


def _take(concern: Concern, form: ConfirmForm, waits: PendingText) -> str:
    """Keep a document and return the address of its page; nothing where that is refused, which the form then says."""
    data = form.cleaned_data
    leave = set(data["leave"])
    blocks = [block for number, block in enumerate(waits.blocks) if number not in leave]
    said = DocumentInput(
        kind=DocumentKind(data["kind"]),
        format=waits.format,
        sender=data["sender"],
        dated=data["dated"],
        blocks=blocks,
        left_out=waits.left_out,
        omitted=len(waits.blocks) - len(blocks),
        note=data["note"],
    )
    try:
        row = service.take_in(concern, data["compartment"], said)
    except AccessError as error:
        say(form, error)
        return ""
    return reverse("taken_in", args=[concern.pk, row.pk])


def _parts(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return blocks for a template: of which kind, at which level, and how somebody who hears the page tells it."""
    return [
        {"kind": type(block).__name__.lower(), "level": level, "block": block, "number": number}
        for number, (block, level) in enumerate(zip(blocks, shown_levels(blocks), strict=True))
    ]


# ---- who holds something, and links ----------------------------------------------------------------------------------


def _police() -> list[Contact]:
    return list(Contact.objects.filter(organisation__kind=OrganisationKind.POLICE).select_related("organisation"))


def _hold(concern: Concern, form: HeldElsewhereForm) -> None:
    data = dict(form.cleaned_data)
    kind, holder, compartment = HeldKind(data.pop("kind")), data.pop("holder"), data.pop("compartment")
    service.record_holder(concern, compartment, kind, holder, **data)


def _link(concern: Concern, form: LinkForm) -> bool:
    data = form.cleaned_data
    kind = LinkKind(data["kind"])
    try:
        service.record_link(concern, data["compartment"], kind, data["address"], text=data["text"])
    except AccessError as error:
        say(form, error)
        return False
    return True


def _report(form: ReportForm) -> bool:
    data = form.cleaned_data
    words = {name: data[name] for name in ("reference", "text")}
    try:
        service.report_link(form.links[data["link"]], ReportedTo(data["to"]), data["who"], at=data["moment"], **words)
    except AccessError as error:
        say(form, error)
        return False
    return True
