"""Adding a note to a concern."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions
from fingerpost.access.middleware import concern_of
from fingerpost.record.forms.notes import NOTE_PAGES, NoteForm
from fingerpost.record.models import NoteKind
from fingerpost.record.services import notes
from fingerpost.record.services.facts import pack_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts
from fingerpost.web.routes import Route


@permissions.works_on_concern
@keeps_drafts("A note")
@require_http_methods(["GET", "POST"])
def new_note(request: HttpRequest, concern_id: UUID, kind: str) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Add a note of one kind, and show those of that kind that are there."""
    concern, seen = concern_of(request)
    page = NOTE_PAGES[kind]
    draft = FormDraft(request)
    form = draft.form(page.form, concern=concern, compartments=seen, now=draft.now)

    def record(sent: NoteForm) -> str:
        notes.add_note(concern, **sent.answers())
        return reverse(Route.CONCERN, args=[concern.pk])

    answer = handle_post(draft, form, record, "The note is added.")
    if answer is not None:
        return answer
    there = [note for note in notes.notes_of(concern, seen) if kind in (note.kind, "learned")]
    shown = {"there": there, "provisions": notes.rules_for(concern, page.form.kind)}
    if page.form.kind == NoteKind.PARENTS:
        shown |= {"held": notes.parents_held(concern, seen), "embargo": pack_of(concern).embargo}
    return render(request, page.template, {"concern": concern, "form": form, "draft": draft, **shown})
