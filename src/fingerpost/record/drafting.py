"""The draft of a form, for the view that shows the form and takes its answers.

    @declare.sees_matter
    @drafting.keeps("A note")                     # the form's name on the page of drafts
    @require_http_methods(["GET", "POST"])
    def new_note(request, matter_id):
        draft = Drafting(request)
        form = draft.form(NoteForm, today=today())
        if draft.was_sent:                        # the same was sent before: twice pressed, or an answer got lost
            return redirect(draft.was_sent)
        if draft.is_to_wait:                      # “Save and finish later”
            return draft.put_by()
        if draft.is_sent and form.is_valid():
            … record it …
            draft.end(became=address)
            return redirect(address)
        return render(request, "…", {"form": form, "draft": draft.kept()})

The page has `data-draft="{{ url('save_draft') }}"` on its form, includes `record/draft.html` inside it, and loads
`draft.js` in its block `scripts`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from fingerpost.keys import words
from fingerpost.keys.errors import NotWordsError
from fingerpost.record.models import Draft
from fingerpost.record.services import drafts
from fingerpost.record.services.drafts import Showing

type View = Callable[..., HttpResponse]

_TITLE: Final = "fingerpost_draft_title"
# What a form sends beside its answers.
_OWN: Final = frozenset(
    {"csrfmiddlewaretoken", "draft", "draft_page", "draft_opened", "draft_changes", "draft_path", "draft_later"}
)


def keeps(title: str) -> Callable[[View], View]:
    """Let a view's form have drafts. `title` says on the page of drafts what they are of."""

    def marked(view: View) -> View:
        setattr(view, _TITLE, title)
        return view

    return marked


def title_of(path: str) -> str:
    """Return what a draft of the form at this address is of; an empty text when no form there has drafts."""
    try:
        return str(getattr(resolve(path).func, _TITLE, ""))
    except Resolver404:
        return ""


class Drafting:
    """The draft of the form that a request shows or sends."""

    def __init__(self, request: HttpRequest, now: datetime | None = None) -> None:
        self.request = request
        self.now = now or timezone.now()
        self.is_sent = request.method == "POST"
        self.saved_at: datetime | None = None
        self.showing, self.changes, self.text = read(request.POST, request.path)
        self._data: QueryDict | None = None
        if self.is_sent:
            self._data = request.POST
        elif (draft := self._resumed()) is not None:
            self._data = QueryDict(draft.text)
            self._shows(draft)

    def form[Form: forms.Form](self, form_class: type[Form], **options: Any) -> Form:
        """Return the form with what was sent, or with what stands in the draft, or empty.

        What comes out of a draft is not found fault with before it is sent.
        """
        form = form_class(self._data, **options) if self._data is not None else form_class(**options)
        if not self.is_sent:
            vars(form)["_errors"] = ErrorDict()  # what `errors` would otherwise look for
        return form

    def answer(self, name: str) -> str:
        """Return one answer that was sent, or stands in the draft, where it decides which form this is."""
        return str(self._data.get(name, "")) if self._data is not None else ""

    @property
    def was_sent(self) -> str:
        """The address that the same text became when it was sent before; an empty text when it was not."""
        return drafts.sent_before(self.showing, self.changes, self.text) if self.is_sent else ""

    @cached_property
    def is_words(self) -> bool:
        """Whether everything that was sent reads as words. Nothing else is kept, not even in a draft."""
        try:
            words.check_all(words.answers_of(self.text))
        except NotWordsError:
            return False
        return True

    @property
    def is_to_wait(self) -> bool:
        """Whether the form is to be finished later. Not if it has what does not read as words: the form says so."""
        return self.is_sent and "draft_later" in self.request.POST and self.is_words

    def put_by(self) -> HttpResponse:
        """Keep the draft and show all of them."""
        self.kept()
        messages.success(self.request, "Your draft is saved. You find it here, on this page.")
        return redirect("drafts")

    def kept(self) -> Drafting:
        """Keep what was sent, for a page that shows it again; nothing is kept of a form that was only opened.

        What does not read as words is not kept: it stays on the page, where its form says what to do.
        """
        if self.is_sent and self.is_words:
            self._shows(drafts.save(self.showing, self.changes, self.text, now=self.now))
        return self

    def end(self, *, became: str) -> None:
        """End the draft: it was sent, and what came of it is at the address `became`."""
        drafts.end(self.showing, self.changes, self.text, became=became, now=self.now)

    @property
    def others(self) -> list[Draft]:
        """Further drafts of this form, for somebody who opens it and has forgotten them."""
        return [] if self._data is not None else list(drafts.mine().filter(path=self.showing.path))

    def _resumed(self) -> Draft | None:
        draft_id = _uuid(self.request.GET.get("draft"))
        return drafts.mine().filter(pk=draft_id, path=self.showing.path).first() if draft_id else None

    def _shows(self, draft: Draft) -> None:
        """Begin another showing, of this draft."""
        self.saved_at = draft.saved_at
        self.showing, self.changes = Showing(draft.path, draft.pk, uuid.uuid4(), draft.revision), 0


def read(sent: QueryDict, path: str) -> tuple[Showing, int, str]:
    """Return which showing of the form at `path` has sent this, after how many changes, and the answers in it."""
    answers = sent.copy()
    for name in _OWN:
        answers.pop(name, None)
    showing = Showing(
        path,
        _uuid(sent.get("draft")) or uuid.uuid4(),
        _uuid(sent.get("draft_page")) or uuid.uuid4(),
        _number(sent.get("draft_opened")),
    )
    return showing, _number(sent.get("draft_changes")), answers.urlencode()


def path_of(sent: QueryDict) -> str:
    """Return the address of the form that a draft is sent for. Raises Http404 when no form there has drafts."""
    path = str(sent.get("draft_path", ""))
    if not title_of(path):
        raise Http404
    return path


def id_in(sent: QueryDict) -> UUID:
    """Return the id of the draft that an address or a form names. Raises Http404 when it names none."""
    draft_id = _uuid(sent.get("draft"))
    if draft_id is None:
        raise Http404
    return draft_id


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _number(text: Any) -> int:
    return int(text) if str(text).isascii() and str(text).isdecimal() and len(str(text)) < 10 else 0
