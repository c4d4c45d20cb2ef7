"""Messages that say that something waits, and nothing of whom or what it is about.

Which messages there are is fixed here, each with its words. Two things may stand in one: a link, and the service's
name. So any mailer can carry them: a mail server, or one that has templates of its own (`site.notify`).

`site.delivery` sends them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from fingerpost.access.models.people import User

SERVICE: Final = "Fingerpost"
ALLOWED: Final = frozenset({"link", "service"})
"""What may stand in a message beside its own words."""


class Template(StrEnum):
    """The messages that there are."""

    INVITATION = "invitation"
    NEW_ROLE = "new-role"
    SOMETHING_WAITS = "something-waits"
    SOMETHING_NEW = "something-new"
    DO_NOW = "do-now"
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
    Template.SOMETHING_NEW: Words(
        "Something new to read",
        ("Sign in to {service}: something new is there, and nobody has opened it yet.", "{link}"),
        "home",
    ),
    Template.DO_NOW: Words(
        "There is something to do now",
        ("Sign in to {service} now: something new is there that cannot wait, and nobody has opened it yet.", "{link}"),
        "home",
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


def page_of(template: Template) -> str:
    """Return the address that a message leads to which has no link of its own."""
    return f"{settings.FINGERPOST_ADDRESS}{reverse(WORDS[template].page or 'home')}"
