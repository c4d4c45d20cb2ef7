"""Adding a note to a concern."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.access import declare
from fingerpost.access.middleware import matter_of
from fingerpost.record import drafting
from fingerpost.record.forms.notes import BullyingForm, ExtremismForm, HarmfulSiteForm, LearnedForm, NoteForm
from fingerpost.record.services import notes
from fingerpost.record.views.adding import Adding, add

FORMS: Final[dict[str, tuple[type[NoteForm], str]]] = {
    "learned": (LearnedForm, "record/note.html"),
    "bullying": (BullyingForm, "record/note-bullying.html"),
    "extremism": (ExtremismForm, "record/note-extremism.html"),
    "harmful_site": (HarmfulSiteForm, "record/note-harmful-site.html"),
}


@declare.works_on_matter
@drafting.keeps("A note")
@require_http_methods(["GET", "POST"])
def new_note(request: HttpRequest, matter_id: UUID, kind: str) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Add a note of one kind, and show those of that kind that are there."""
    matter, seen = matter_of(request)
    form, template = FORMS[kind]
    there = [note for note in notes.notes_of(matter, seen) if kind in (note.kind, "learned")]
    page = Adding(
        form,
        template,
        lambda sent: notes.add_note(matter, **sent.answers()),
        "The note is added.",
        options={"matter": matter, "compartments": seen, "now": timezone.now()},
        shown={"there": there, "provisions": notes.rules_for(matter, form.kind)},
    )
    return add(request, page)
