"""Messages that did not go: tried again ever more seldom, given up in the end, and shown to an administrator.

Nothing of a message is kept but which one it was and for which account. A link in it that works once is made anew each
time, so none lies about: the one that did not arrive stops working.
"""

from __future__ import annotations

import datetime
import logging
import smtplib
from collections.abc import Iterable
from typing import Final
from uuid import UUID

import requests
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import mailers
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from fingerpost.access.models.people import User
from fingerpost.site.mail import Message, Template, page_of
from fingerpost.site.models import Invitation, Sent, Undelivered
from fingerpost.site.notify import NOT_KNOWN, Notify, NotifyError
from fingerpost.site.signin import invitations

_log = logging.getLogger(__name__)

_MINUTE, _HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
WAITS: Final = (_MINUTE, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 6 * _HOUR, 12 * _HOUR)
"""How long after each failure it is tried again: for a day, nearly. After the last it is given up."""
_WORTH: Final = {
    Template.NEW_PASSWORD: _HOUR,
    Template.SOMETHING_WAITS: 12 * _HOUR,
    Template.SOMETHING_NEW: 12 * _HOUR,
    Template.DO_NOW: 12 * _HOUR,
}
"""So long a message is worth sending: somebody who asked for a link tries again, and a day has its own reminder."""
KEPT: Final = datetime.timedelta(days=30)
AT_ONCE: Final = 20
ASKED_AFTER: Final = 15 * _MINUTE
FOLLOWED: Final = datetime.timedelta(days=4)
"""A mail server that takes nothing is tried for three days; nothing is heard after that."""
_ARRIVED: Final = "delivered"
_CAME_BACK: Final = {"permanent-failure": True, "temporary-failure": False, "technical-failure": False}
"""What became of a message that came back, and whether that is final: there is no such mailbox."""


def next_try(
    template: Template, first: datetime.datetime, tries: int, now: datetime.datetime
) -> datetime.datetime | None:
    """Return when a message is tried again that failed `tries` times, the first time at `first`. None: given up."""
    if tries > len(WAITS):
        return None
    at = now + WAITS[tries - 1]
    worth = _WORTH.get(template)
    return None if worth is not None and at > first + worth else at


def answer_of(error: Exception) -> tuple[str, bool]:
    """Return what the server answered, as a code and a kind without its words, and whether that is final."""
    match error:
        case NotifyError():
            return str(error), error.is_permanent
        case smtplib.SMTPRecipientsRefused():
            codes = sorted({code for code, _ in error.recipients.values()})
            return f"{codes[0] if codes else ''} recipient refused".strip(), bool(codes) and codes[0] >= 500
        case smtplib.SMTPResponseException():
            code = error.smtp_code  # of the message itself only the last step speaks: the others are about this service
            return f"{code} {type(error).__name__}", isinstance(error, smtplib.SMTPDataError) and code >= 500
        case requests.Timeout() | TimeoutError():
            return "no answer in time", False
        case requests.ConnectionError() | OSError():
            return "no connection", False
        case _:
            return type(error).__name__[:60], False


def note(message: Message, error: Exception, now: datetime.datetime | None = None) -> None:
    """Note that a message did not go. One that had failed before counts on; of a kind somebody has one at a time."""
    _note(message.user_id, message.template, answer_of(error), now or timezone.now())


def _note(user_id: UUID, template: Template, failure: tuple[str, bool], now: datetime.datetime) -> None:
    answer, is_final = failure
    row, is_new = Undelivered.objects.get_or_create(
        user_id=user_id,
        template=template,
        defaults={"first_at": now, "tried_at": now, "tries": 0, "answer": answer},
    )
    if not is_new and row.next_at is None:
        row.first_at, row.tries = now, 0  # an earlier one was given up: this is another
    row.tries += 1
    row.tried_at, row.answer = now, answer
    row.next_at = None if is_final else next_try(template, row.first_at, row.tries, now)
    row.save()


def went(message: Message) -> None:
    """Forget an earlier one of the kind that did not go: trying that again would end the link in this one.

    One that another service took is asked for later.
    """
    now = timezone.now()
    if message.receipt is not None:
        held = {"user_id": message.user_id, "template": message.template, "at": now, "ask_at": now + ASKED_AFTER}
        Sent.objects.update_or_create(id=message.receipt, defaults=held)
    earlier = Undelivered.objects.filter(user=message.user_id, template=message.template)
    if earlier.exists():
        earlier.delete()


def again(now: datetime.datetime) -> int:
    """Try again what is to be tried by now; return how many went. Two workers try each once."""
    due = Undelivered.objects.filter(next_at__lte=now).select_related("user").order_by("next_at")
    return sum(_tried(row, now) for row in due[:AT_ONCE])


def follow(now: datetime.datetime) -> None:
    """Ask the service that took messages what became of them. One that came back is noted as one that did not go."""
    due = list(Sent.objects.filter(ask_at__lte=now).order_by("ask_at")[:AT_ONCE])
    mailer = mailers.get("delivery") if due else None
    for sent in due:
        mine = Sent.objects.filter(pk=sent.pk, ask_at=sent.ask_at)
        if not isinstance(mailer, Notify) or sent.at < now - FOLLOWED:
            mine.delete()
        elif mine.update(ask_at=now + ASKED_AFTER):
            _follow(mailer, sent, now)


def _follow(mailer: Notify, sent: Sent, now: datetime.datetime) -> None:
    try:
        status = mailer.status_of(sent.pk)
    except (NotifyError, requests.RequestException) as error:
        _log.warning("what became of a message could not be asked: %s", type(error).__name__)
        if isinstance(error, NotifyError) and error.status == NOT_KNOWN:
            Sent.objects.filter(pk=sent.pk).delete()  # nothing will be heard of it
        return
    if status in _CAME_BACK:
        _note(sent.user_id, Template(sent.template), (status, _CAME_BACK[status]), now)
    if status in _CAME_BACK or status == _ARRIVED:
        Sent.objects.filter(pk=sent.pk).delete()


def drop(now: datetime.datetime) -> None:
    """Forget what was given up a month ago."""
    Undelivered.objects.filter(next_at=None, tried_at__lt=now - KEPT).delete()


def of_accounts(users: Iterable[UUID] | QuerySet[User]) -> list[Undelivered]:
    """Return what did not go to these accounts, the newest first."""
    return list(Undelivered.objects.filter(user__in=users).select_related("user").order_by("-tried_at"))


def _tried(row: Undelivered, now: datetime.datetime) -> bool:
    mine = Undelivered.objects.filter(pk=row.pk, next_at=row.next_at)
    if not mine.update(next_at=now + WAITS[-1]):
        return False
    template = Template(row.template)
    link = _link(template, row.user, now) if row.user.is_active else ""
    if not link:
        Undelivered.objects.filter(pk=row.pk).delete()  # nobody waits for it any more
        return False
    message = Message(row.user, template, link)
    try:
        mailers["delivery" if "delivery" in mailers else "default"].send_messages([message])
    except Exception as error:
        _log.warning("a message could not be sent again: %s", type(error).__name__)
        note(message, error, now)
        return False
    went(message)
    return True


def _link(template: Template, user: User, now: datetime.datetime) -> str:
    """Return the link for another try, made anew where it works once. Empty: it is of no use any more."""
    match template:
        case Template.INVITATION:
            held = Invitation.objects.filter(user=user, used_at=None, expires_at__gt=now).first()
            if held is None:
                return ""
            secret = invitations.new_link(user, held.invited_by, now)
            return f"{settings.FINGERPOST_ADDRESS}{reverse('invitation', args=[secret])}"
        case Template.NEW_PASSWORD:
            key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
            return f"{settings.FINGERPOST_ADDRESS}{reverse('account_reset_password_from_key', kwargs=key)}"
        case _:
            return page_of(template)
