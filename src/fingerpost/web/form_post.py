"""The one way to handle a form that has a draft: shown, saved while it is typed, sent and recorded once.

    @permissions.works_on_concern
    @keeps_drafts("A note")                       # the form's name on the page of drafts
    @require_http_methods(["GET", "POST"])
    def new_note(request, concern_id):
        draft = FormDraft(request)
        form = draft.form(NoteForm, today=today())

        def record(sent):                         # may raise RefusedError: the form then says why
            notes.add_note(…)
            return address                        # of the page that follows

        return handle_post(draft, form, record, "The note is added.") or render(
            request, "…", {"form": form, "draft": draft}
        )

The page has `data-draft="{{ url('save_draft') }}"` on its form, includes `components/draft.html` inside it, and loads
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
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from fingerpost.access.errors import RefusedError
from fingerpost.keys import words
from fingerpost.keys.errors import NotWordsError
from fingerpost.web import drafts
from fingerpost.web.drafts import Showing
from fingerpost.web.fields import say
from fingerpost.web.models import Draft

type View = Callable[..., HttpResponse]

_TITLE: Final = "fingerpost_draft_title"
# What a form sends beside its answers.
_OWN: Final = frozenset(
    {"csrfmiddlewaretoken", "draft", "draft_page", "draft_opened", "draft_changes", "draft_path", "draft_later"}
)


def keeps_drafts(title: str) -> Callable[[View], View]:
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


class FormDraft:
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
        """Return the form with what was sent, or with what is in the draft, or empty.

        What comes out of a draft is not found fault with before it is sent.
        """
        form = form_class(self._data, **options) if self._data is not None else form_class(**options)
        if not self.is_sent:
            vars(form)["_errors"] = ErrorDict()  # what `errors` would otherwise look for
        return form

    def answer(self, name: str) -> str:
        """Return one answer that was sent, or is in the draft, where it decides which form this is."""
        return str(self._data.get(name, "")) if self._data is not None else ""

    @cached_property
    def _sending(self) -> Draft:
        return drafts.sending(self.showing, self.changes, self.text)

    def early_answer(self) -> HttpResponse | None:
        """Return the answer where the same was sent before, or is to be finished later; None otherwise."""
        if not self.is_sent:
            return None
        if self._sending.became:
            return redirect(self._sending.became)
        if self.is_to_wait:
            self.keep()
            messages.success(self.request, "Your draft is saved. You find it here, on this page.")
            return redirect("drafts")
        return None

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

    def keep(self) -> None:
        """Keep what was sent, for a page that shows it again; nothing is kept of a form that was only opened.

        What does not read as words is not kept: it stays on the page, where its form says what to do.
        """
        if self.is_sent and self.is_words:
            self._shows(drafts.save(self.showing, self.changes, self.text, now=self.now))

    def end(self, *, became: str) -> None:
        """End the draft: it was sent, and what came of it is at the address `became`."""
        drafts.end(self._sending, self.showing, self.changes, self.text, became=became, now=self.now)

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


def handle_post[Form: forms.Form](
    draft: FormDraft, form: Form, record: Callable[[Form], str | None], said: str = "", *, by_field: bool = False
) -> HttpResponse | None:
    """Record what was sent, once however often it comes, and lead to the address that `record` returns.

    None where the form is to be shown: it was opened, or there is something wrong with what was sent, which it then
    says. `record` may raise RefusedError, and nothing of it is kept (`by_field`: it is said at the field that it
    names); it returns None where it has itself said in the form what is wrong. `said` is shown on the next page, unless
    `record` has said it. It waits in the session, in clear, so that no word of a concern is in it.
    """
    answer = draft.early_answer()
    if answer is not None:
        return answer
    if draft.is_sent and form.is_valid():
        page = None
        try:
            with transaction.atomic():
                page = record(form)
                transaction.set_rollback(page is None)
        except RefusedError as refused:
            say(form, refused, by_field=by_field)
        if page is not None:
            draft.end(became=page)
            if said:
                messages.success(draft.request, said)
            return redirect(page)
    draft.keep()
    return None


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
