"""One request to the guide: the answers that came with it, what they decide, and the cookie that takes them back."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from fingerpost.access.do_now import Block, setting_of, with_numbers
from fingerpost.access.models.people import Membership
from fingerpost.guide.answers import Answers, called
from fingerpost.guide.asking import Asking, Row, asking_for
from fingerpost.guide.box import LostError, opened, sealed
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.explaining.do_now import DoNow, do_now_of, open_grounds
from fingerpost.procedure.explaining.requirements import Requirement, requirements_of
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.services.procedures import in_force


class Visit:
    """What a page of the guide knows. `answers` is None before the first, and where the cookie was `lost`."""

    def __init__(self, request: HttpRequest) -> None:
        self.now: datetime = timezone.now()
        self.pack: Pack = in_force(self.now)
        self.answers: Answers | None = None
        self.lost = False
        self.membership: Membership | None = getattr(request, "membership", None)
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

    @cached_property
    def requirements(self) -> list[Requirement]:
        """What is asked for, or may be."""
        return requirements_of(self.pack, self.case, self.decision, called)

    @cached_property
    def do_now(self) -> DoNow:
        """What to do this minute."""
        organisation = self.membership.organisation if self.membership else None
        return do_now_of(self.pack, self.case, self.requirements, setting_of(organisation))

    @cached_property
    def do_now_block(self) -> Block:
        """The same, with the numbers that answer now."""
        return with_numbers(self.do_now, self.pack, self.now, self.membership)

    @property
    def grounds(self) -> list[Requirement]:
        """What may still turn out to be due today, or forbidden."""
        return open_grounds(self.pack, self.case, self.requirements)

    @property
    def first_rows(self) -> list[Row]:
        """The questions of the next page before the first plan."""
        rows = self.asking.first_rows(self.given, self.decision, self.grounds)
        return self.asking.with_setting(rows, self.given) if rows and self.membership is None else rows

    def with_answers(self, answers: Answers) -> Visit:
        """Return the same visit with other answers."""
        other = copy(self)
        for name in ("case", "decision", "requirements", "do_now", "do_now_block"):
            other.__dict__.pop(name, None)
        other.answers = answers
        return other

    def takes_along(self, answers: Answers, to: str, *arguments: object, query: str = "") -> HttpResponse:
        """Lead on to another page, with these answers in the cookie."""
        response = redirect(resolve_url(to, *arguments) + query)
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
