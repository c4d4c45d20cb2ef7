"""Sending messages, in a thread or at once; each that did not go is noted, and the worker tries it again.

Sending happens in a thread: a page answers as fast when nobody gets a message as when somebody does, so that nobody can
tell from the time which addresses have an account.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections, transaction

from fingerpost.access.models.people import User
from fingerpost.site import undelivered
from fingerpost.site.mail import Message, Template, page_of

_log = logging.getLogger(__name__)
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


class UndeliveredError(Exception):
    """A message did not go; says what kind of error it was. It is noted, and tried again."""


def tell_now(user: User, template: Template) -> None:
    """Send somebody a message, and return when the server has taken it, or when it is noted to be tried again.

    For the worker, which nobody waits for: what it tells may be kept as told only from then on.
    """
    through = "delivery" if "delivery" in settings.MAILERS else "default"
    with contextlib.suppress(UndeliveredError):
        deliver(through, [Message(user, template, page_of(template))])


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
