"""Messages that say that something waits, and nothing of whom or what it is about.

Which messages there are is fixed here, each with its words. Two things may stand in one: a link, and the service's
name. So any mailer can carry them: a mail server, or one that has templates of its own (`site.notify`).

Sending happens in a thread: a page answers as fast when nobody gets a message as when somebody does, so that nobody can
tell from the time which addresses have an account. One that did not go is noted by the thread, and the worker tries it
again (`site.undelivered`).
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections, transaction
from django.urls import reverse

from fingerpost.access.models.people import User

_log = logging.getLogger(__name__)
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")

SERVICE: Final = "Fingerpost"
ALLOWED: Final = frozenset({"link", "service"})
"""What may stand in a message beside its own words."""


class UndeliveredError(Exception):
    """A message did not go; says what kind of error it was. It is noted, and tried again."""


class Template(StrEnum):
    """The messages that there are."""

    INVITATION = "invitation"
    NEW_ROLE = "new-role"
    SOMETHING_WAITS = "something-waits"
    ACCOUNT_CHANGED = "account-changed"
    FACTORS_REMOVED = "factors-removed"
    NEW_PASSWORD = "new-password"  # noqa: S105 - a name


@dataclass(frozen=True, slots=True)
class Words:
    """A message's title and its lines. `page`: the route that it links to, where it has no link of its own."""

    title: str
    lines: tuple[str, ...]
    page: str = ""


WORDS: Final[Mapping[Template, Words]] = {
    Template.INVITATION: Words(
        "You are invited to {service}",
        (
            "An administrator made an account for you. Set your password with this link:",
            "{link}",
            "It works once, and for some days. If you did not expect it, do nothing.",
        ),
    ),
    Template.NEW_ROLE: Words(
        "You have a new role",
        ("An administrator gave you another role in {service}. Sign in to see it:", "{link}"),
        "account",
    ),
    Template.SOMETHING_WAITS: Words(
        "Something waits for you", ("Sign in to {service}: something waits for you there.", "{link}"), "home"
    ),
    Template.ACCOUNT_CHANGED: Words(
        "Your account was changed",
        (
            "How you sign in to {service} was changed. Sign in to see what was done:",
            "{link}",
            "If this was not you, tell your administrator at once.",
        ),
        "my_looks",
    ),
    Template.FACTORS_REMOVED: Words(
        "Your account was changed",
        (
            "An administrator removed your second factors in {service}. You set up a new one when you sign in:",
            "{link}",
            "If you did not ask for this, tell your administrator at once.",
        ),
        "mfa_index",
    ),
    Template.NEW_PASSWORD: Words(
        "Set a new password",
        (
            "Somebody, probably you, asked for a new password in {service}. This link works once, for one hour:",
            "{link}",
            "If it was not you, do nothing: your password stays as it is.",
        ),
    ),
}


class Message(EmailMessage):
    """One of the messages that there are, to an account's own address."""

    def __init__(self, user: User, template: Template, link: str) -> None:
        self.user_id: UUID = user.pk
        self.template = template
        self.receipt: UUID | None = None  # the number that another service gave it, which can be asked for
        self.personalisation = {"link": link, "service": SERVICE}
        words = WORDS[template]
        super().__init__(
            subject=words.title.format(**self.personalisation),
            body="\n\n".join(line.format(**self.personalisation) for line in words.lines) + "\n",
            to=[user.email],
        )


def tell(user: User, template: Template, link: str = "") -> None:
    """Send somebody a message. `link`: where the message has one of its own, as an invitation."""
    Message(user, template, link or page_of(template)).send()


def tell_now(user: User, template: Template) -> None:
    """Send somebody a message, and return when the server has taken it, or when it is noted to be tried again.

    For the worker, which nobody waits for: what it tells may be kept as told only from then on.
    """
    through = "delivery" if "delivery" in settings.MAILERS else "default"
    with contextlib.suppress(UndeliveredError):
        deliver(through, [Message(user, template, page_of(template))])


def page_of(template: Template) -> str:
    """Return the address that a message leads to which has no link of its own."""
    return f"{settings.FINGERPOST_ADDRESS}{reverse(WORDS[template].page or 'home')}"


class InBackground(BaseEmailBackend):
    """Hands messages to a thread, which sends them through the mailer named `through`."""

    def __init__(self, through: str, **options: Any) -> None:
        super().__init__(**options)
        self.through = through

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages, for after the transaction that they tell of; return how many."""
        messages = list(email_messages)
        transaction.on_commit(lambda: _queue(self.through, messages))
        return len(messages)


def _queue(through: str, messages: list[EmailMessage]) -> None:
    _sender.submit(_in_thread, through, messages).add_done_callback(_report)


def _in_thread(through: str, messages: list[EmailMessage]) -> None:
    try:
        deliver(through, messages)
    finally:
        connections.close_all()


def deliver(through: str, messages: Sequence[EmailMessage]) -> None:
    """Send each message; note which went and which did not. Raises `UndeliveredError`, by the last that did not."""
    from fingerpost.site import undelivered

    failed: Exception | None = None
    for message in messages:
        try:
            mailers[through].send_messages([message])
        except Exception as error:  # whatever a mailer raises: the next message still goes
            failed = error
            if isinstance(message, Message):
                undelivered.note(message, error)
        else:
            if isinstance(message, Message):
                undelivered.went(message)
    if failed is not None:
        raise UndeliveredError(type(failed).__name__)


def _report(delivery: Future[None]) -> None:
    """Log that a message did not go out: not to whom, and not what the mail server said, which names them."""
    if error := delivery.exception():
        _log.error(
            "a message could not be sent: %s", error if isinstance(error, UndeliveredError) else type(error).__name__
        )
