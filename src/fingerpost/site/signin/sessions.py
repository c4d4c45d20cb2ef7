"""Sessions as Django keeps them, but for two things: whoever reads the table cannot go on with one, nor swap two.

A row has the hash of the session's key, which the browser alone has; and what is in it is signed for that key, so that
the content of somebody's session does not open in the row of another.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from fingerpost.access.models.people import User
from fingerpost.web.session_rows import hashed, row_of


class SessionStore(db.SessionStore):
    """A session. What the application hands round as its key is what the browser has; the table has `row_of` it."""

    @property
    def key_salt(self) -> str:
        """What the content is signed for."""
        return f"fingerpost session {self.session_key}"

    def exists(self, session_key: str) -> bool:
        """Whether there is a session of this key, or of this row."""
        return bool(super().exists(row_of(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        """End a session by its key or its row; this one when left out."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(row_of(key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the session's row."""
        key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]
        return Session(session_key=hashed(key), session_data=self.encode(data), expire_date=self.get_expiry_date())

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key
        found: Session | None = Session.objects.filter(
            session_key=hashed(key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found


def note_client(request: HttpRequest, user: User) -> None:
    """List where somebody is signed in: from which address, with which browser."""
    if not request.session.session_key:
        request.session.save()
    longest = UserSession._meta.get_field("user_agent").max_length
    UserSession.objects.update_or_create(
        session_key=row_of(request.session.session_key or ""),
        defaults={
            "user": user,
            "ip": get_adapter().get_client_ip(request),
            "user_agent": request.headers.get("User-Agent", "")[:longest],
            "last_seen_at": timezone.now(),
        },
    )


def places(user: User) -> list[UserSession]:
    """Return where somebody is signed in, latest first; forget where they are not any more."""
    listed = UserSession.objects.filter(user=user)
    there = Session.objects.filter(expire_date__gt=timezone.now())
    listed.exclude(session_key__in=there.values("session_key")).delete()
    return list(listed.order_by("-last_seen_at"))


def is_over(session: UserSession, now: datetime) -> bool:
    """Whether a session was idle too long or began too long ago, by when it was listed: what is in it does not open."""
    idle, whole = settings.FINGERPOST_SESSION_IDLE, settings.FINGERPOST_SESSION_ABSOLUTE
    return bool(
        now - session.last_seen_at > timedelta(seconds=idle) or now - session.created_at > timedelta(seconds=whole)
    )


def is_here(session: UserSession, request: HttpRequest) -> bool:
    """Whether this is the session of the request."""
    return bool(session.session_key == row_of(request.session.session_key or ""))
