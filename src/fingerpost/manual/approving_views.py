"""The page on which a second policy officer reads what a draft changes in words, meaning and effect, and approves."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.access.clock import today
from fingerpost.manual import proofs, texts, withheld, words_changed
from fingerpost.manual.forms import ApproveForm, say
from fingerpost.manual.publishing_views import draft_of, officers
from fingerpost.manual.services import concern_counts, meaning, own_impact, publishing
from fingerpost.manual.tasks import count_impact
from fingerpost.manual.versions import holding, to_read_first
from fingerpost.procedure.pack.model import Pack


@officers
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show what a draft changes against the version in force; somebody who has written nothing of it approves it."""
    chosen = draft_of(draft_id)
    newest = publishing.newest_of(chosen)
    form = ApproveForm(request.POST if request.method == "POST" else None, initial={"digest": newest.digest})
    if form.is_valid():
        try:
            with transaction.atomic():
                made = publishing.approve(chosen, form.cleaned_data["digest"], today(), timezone.now())
        except publishing.PublishingError as refused:
            say(form, refused)
        else:
            messages.success(request, f"Version {made.name} is approved, in force from {made.in_force}.")
            return redirect("procedure_version", made.pk)
    pack = texts.read(newest.files).pack
    shown: dict[str, object] = {
        "draft": chosen,
        "newest": newest,
        "pack": pack,
        "forbidding": publishing.forbidding(chosen, today()),
        "is_author": publishing.is_author(chosen),
        "form": form,
    }
    if pack is not None:
        shown |= _changes(pack, newest.files)
    return render(request, "manual/publishing/approve.html", shown)


@officers
@require_POST
def count(request: HttpRequest, draft_id: UUID) -> HttpResponse:  # noqa: ARG001 - nothing is sent
    """Let the worker count what a draft would have meant for the partnership's own concerns of the last year."""
    newest = publishing.newest_of(draft_of(draft_id))
    pack = texts.read(newest.files).pack
    if pack is not None:
        key = own_impact.key(to_read_first(timezone.now()), pack)
        if not concern_counts.is_running(concern_counts.newest(own_impact.WHAT, key)):
            asked = concern_counts.begin(own_impact.WHAT, key)
            count_impact.enqueue(str(asked.pk), str(newest.pk))
    return redirect("approve_procedure", draft_id)


def _changes(pack: Pack, files: dict[str, str]) -> dict[str, object]:
    """Return the differences against the version in force: what was counted, what is meant, and the words."""
    holds = to_read_first(timezone.now())
    key = own_impact.key(holds, pack)
    last, done = concern_counts.newest(own_impact.WHAT, key), concern_counts.finished(own_impact.WHAT, key)
    return {
        "holds": holds,
        "is_in_force": holds.name == holding(timezone.now()),
        "compared": proofs.compared(holds, pack),
        "changes": meaning.changes(holds, pack),
        "words": words_changed.changed(publishing.files_of(holds.name), files),
        "counting": last if concern_counts.is_running(last) else None,
        "counted": own_impact.told(done, holds, pack) if done else None,
        "counted_at": done.at if done else None,
        "effects": own_impact.CHANGES,
        "in_words": withheld.in_words,
    }
