"""Mail that says that something waits, and nothing of whom or what it is about.

Sending happens in a thread: a page answers as fast when nobody gets a message as when somebody does, so that nobody can
tell from the time which addresses have an account.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

WAITS = "Something waits for you"
WAITS_HERE = "Sign in to Fingerpost: something waits for you there."
"""All that a message ever says of a concern."""

_log = logging.getLogger(__name__)
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


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
    _sender.submit(_deliver, through, messages).add_done_callback(_report)


def _deliver(through: str, messages: list[EmailMessage]) -> None:
    mailers[through].send_messages(messages)


def _report(delivery: Future[None]) -> None:
    """Log that a message did not go out: not to whom, and not what the mail server said, which names them."""
    if error := delivery.exception():
        _log.error("a message could not be sent: %s", type(error).__name__)


def tell_now(address: str, subject: str, *lines: str) -> None:
    """Send a short plain message, and return when the mail server has taken it. Raises `OSError` where it did not.

    For the worker, which nobody waits for: what it tells may be kept as told only from then on.
    """
    through = "delivery" if "delivery" in settings.MAILERS else "default"
    mailers[through].send_messages([_message(address, subject, lines)])


def _message(address: str, subject: str, lines: Sequence[str]) -> EmailMessage:
    return EmailMessage(subject=subject, body="\n\n".join(lines) + "\n", to=[address])


def tell(address: str, subject: str, *lines: str) -> None:
    """Send a short plain message to one address."""
    _message(address, subject, lines).send()
