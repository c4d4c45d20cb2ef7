"""One request to the guide: the answers that came with it, what they decide, and the cookie that takes them back."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from fingerpost.guide.answers import Answers
from fingerpost.guide.asking import Asking, asking_for
from fingerpost.guide.box import LostError, opened, sealed
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.services.procedures import in_force


class Visit:
    """What a page of the guide knows. `answers` is None before the first, and where the cookie was `lost`."""

    def __init__(self, request: HttpRequest) -> None:
        self.now: datetime = timezone.now()
        self.pack: Pack = in_force(self.now)
        self.answers: Answers | None = None
        self.lost = False
        value = request.COOKIES.get(cookie_name())
        if value:
            try:
                self.answers = opened(value, self.pack, settings.SECRET_KEY, self.now)
            except LostError:
                self.lost = True

    @cached_property
    def asking(self) -> Asking:
        """What the guide makes of the pack."""
        return asking_for(self.pack)

    @property
    def given(self) -> Answers:
        """The answers; those of somebody who has given none yet became aware just now."""
        return self.answers or Answers(self.now.replace(second=0, microsecond=0))

    @cached_property
    def case(self) -> Case:
        """What is known now."""
        return self.given.case(self.pack, self.now)

    @cached_property
    def decision(self) -> Decision:
        """What follows from it."""
        return decide(self.pack, self.case)

    def takes_along(self, answers: Answers, to: str, *arguments: object) -> HttpResponse:
        """Lead on to another page, with these answers in the cookie."""
        response = redirect(to, *arguments)
        response.set_cookie(
            cookie_name(),
            sealed(answers, self.pack, settings.SECRET_KEY, self.now),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


def forget(response: HttpResponse) -> None:
    """Take the answers out of the browser."""
    response.delete_cookie(cookie_name(), samesite="Lax")
    if settings.SESSION_COOKIE_SECURE:  # a browser takes no cookie of this name that is not said to be secure
        response.cookies[cookie_name()]["secure"] = True


def cookie_name() -> str:
    """Return the cookie's name: bound to this host and to TLS, outside the demonstration."""
    return "__Host-guide" if settings.SESSION_COOKIE_SECURE else "guide"
