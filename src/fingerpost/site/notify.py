"""A mailer that sends messages with GOV.UK Notify, over its API: templates kept there, and what is in them.

    MAILERS["delivery"] = {
        "BACKEND": "fingerpost.site.notify.Notify",
        "OPTIONS": {"address": "https://…", "key": "…", "templates": {"something-waits": "…"}},
    }

It sends one of the messages of `site.mail` and nothing else: to which address, which template, and its two fields.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import jwt
import requests
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from fingerpost.site.mail import ALLOWED, Message

_PATH: Final = "/v2/notifications/email"
_ONE: Final = "/v2/notifications/"
_ID: Final = 36  # characters of a UUID
_LONGEST: Final = 10_000  # bytes of an answer
_KIND: Final = re.compile(r"[A-Za-z]{1,30}")
_STATUS: Final = re.compile(r"[a-z-]{1,30}")
_OK: Final = 200
_BAD: Final = 400
_BROKEN: Final = 500
NOT_KNOWN: Final = 404
"""What is answered about a message of which the API knows no longer, or that another key sent."""
_ACCEPTED: Final = 201
_MAY_MEND: Final = frozenset({401, 403, 408, 429})
"""Not the message's fault: a wrong key or clock that somebody mends, or too many at once."""
_OF_THE_SERVICE: Final = "BadRequestError"
"""With 400: a template is missing or lacks a field; the key or the service is still for trying. Somebody mends it."""


class NotifyError(Exception):
    """The API did not take a message: with its status and kind of error, and none of its words, which name people."""

    def __init__(self, status: int, kind: str = "") -> None:
        super().__init__(f"{status} {kind}".strip())
        self.status = status
        self.kind = kind

    @property
    def is_permanent(self) -> bool:
        """Whether sending the same once more can only fail again: the address is wrong."""
        if self.status in _MAY_MEND or (self.status == _BAD and self.kind == _OF_THE_SERVICE):
            return False
        return _BAD <= self.status < _BROKEN


class Notify(BaseEmailBackend):
    """Sends through the API at `address`, with an API `key`, and the `templates` that are kept there by their ids.

    `timeout`: seconds to wait for a connection, and for each part of the answer.
    """

    def __init__(
        self, address: str, key: str, templates: Mapping[str, str], timeout: float = 10, **options: Any
    ) -> None:
        super().__init__(**options)
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
            raise ImproperlyConfigured("The address of the messages’ API has to begin with https://.")
        self.address, self.templates, self.timeout = address.rstrip("/"), templates, timeout
        self.service, self.secret = parts_of_key(key)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send the messages; return how many. Raises `NotifyError` and `requests.RequestException`."""
        for message in email_messages:
            self._send(message)
        return len(email_messages)

    def _send(self, message: EmailMessage) -> None:
        if not isinstance(message, Message):
            raise TypeError("only the messages of this service have a template")
        said = {name: value for name, value in message.personalisation.items() if name in ALLOWED}
        body: dict[str, Any] = {
            "email_address": message.to[0],
            "template_id": self.templates[message.template],
            "personalisation": said,
        }
        message.receipt = _uuid(self._asked("POST", _PATH, _ACCEPTED, body))

    def status_of(self, receipt: UUID) -> str:
        """Return what became of a message, as `delivered` or `permanent-failure`. Raises as sending does."""
        said = self._asked("GET", f"{_ONE}{receipt}", _OK)
        status = said.get("status") if isinstance(said, dict) else None
        return status if isinstance(status, str) and _STATUS.fullmatch(status) else ""

    def _asked(self, method: str, path: str, expected: int, body: dict[str, Any] | None = None) -> Any:
        """Return what the API answered. Raises `NotifyError` for another status than the one expected."""
        answer = requests.request(
            method,
            self.address + path,
            json=body,
            headers={"Authorization": f"Bearer {self._token()}"},
            timeout=self.timeout,
            allow_redirects=False,
            stream=True,
        )
        with answer:
            said = _said(answer)
            if answer.status_code != expected:
                raise NotifyError(answer.status_code, _kind(said))
            return said

    def _token(self) -> str:
        """Return proof that it is this service, for the half minute that the API allows."""
        return jwt.encode({"iss": self.service, "iat": int(time.time())}, self.secret, algorithm="HS256")


def parts_of_key(key: str) -> tuple[str, str]:
    """Return the service's id and the secret, with which an API key ends. Raises `ImproperlyConfigured`."""
    service, secret = key[-2 * _ID - 1 : -_ID - 1], key[-_ID:]
    try:
        UUID(service), UUID(secret)
    except ValueError:
        raise ImproperlyConfigured(
            "The API key of GOV.UK Notify is not whole: it is NAME-SERVICE-SECRET, as it was shown when it was made."
        ) from None
    return service, secret


def _said(answer: requests.Response) -> Any:
    """Return what the API answered; None where that is no JSON."""
    try:
        return json.loads(answer.raw.read(_LONGEST, decode_content=True))
    except ValueError:
        return None


def _kind(said: Any) -> str:
    """Return the kind of error that the API names, as `RateLimitError`; empty where it names none."""
    try:
        kind = said["errors"][0]["error"]
    except (LookupError, TypeError):
        return ""
    return kind if isinstance(kind, str) and _KIND.fullmatch(kind) else ""


def _uuid(said: Any) -> UUID | None:
    """Return the number that the API gave a message."""
    try:
        return UUID(said["id"])
    except (LookupError, TypeError, ValueError, AttributeError):
        return None
