"""Somebody’s deadlines as a calendar that a program reads at a secret address (RFC 5545, RFC 7986).

The address is of one membership and lets nobody do anything but read what it shows. Of its secret a keyed hash is kept.
What it shows lies on telephones and on other companies' machines: a concern's reference, a day, and “Something is due”.
Whoever asks for it has the rule's own words too, which name abuse, where the duty is of the common record. What is of
another part, or was asked for by casework in its own words, has the same three words even then: so no name is there,
and nobody can tell that there is another part.
"""

from __future__ import annotations

import datetime
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.crypto import constant_time_compare, salted_hmac
from icalendar import Calendar as Written
from icalendar import Event, Timezone, TimezoneDaylight, TimezoneStandard

from fingerpost.access.models import Compartment, Membership
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.duties.models import DutyStep
from fingerpost.duties.services import worklist
from fingerpost.site.mail import SERVICE
from fingerpost.site.models import Calendar
from fingerpost.site.signin import events

_SALT: Final = "fingerpost.site.calendars"
_UNNAMED: Final = "Something is due"
_DAY: Final = datetime.timedelta(days=1)
_EVERY: Final = datetime.timedelta(hours=1)
MOST: Final = 500
"""Deadlines in one calendar: the earliest."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One duty with a day, as a calendar may have it. `changed`: when something became of it last, or it was met."""

    key: UUID
    reference: str
    what: str
    due: datetime.date
    changed: datetime.datetime


@transaction.atomic
def make(membership: Membership, now: datetime.datetime, *, says_what: bool = False) -> str:
    """Return the secret of a new address for a membership. The earlier one stops working."""
    secret = secrets.token_urlsafe(32)
    Calendar.objects.filter(membership=membership).delete()
    Calendar.objects.create(membership=membership, secret_hash=_hash(secret), made_at=now, says_what=says_what)
    events.note("calendar-made", membership.user_id)
    return secret


@transaction.atomic
def revoke(membership: Membership) -> None:
    """Let a membership's address work no longer."""
    if Calendar.objects.filter(membership=membership).delete()[0]:
        events.note("calendar-revoked", membership.user_id)


def find(secret: str, day: datetime.date) -> Calendar | None:
    """Return the calendar at an address; None where there is none, or its membership does not hold on that day."""
    hashed = _hash(secret)
    found = Calendar.objects.filter(secret_hash=hashed).first()
    if found is None or not constant_time_compare(bytes(found.secret_hash), hashed):
        return None
    held = Membership.objects.on(day).filter(pk=found.membership_id, role__in=WORKING_ROLES).select_related("user")
    membership = held.first()
    if membership is None:
        return None
    found.membership = membership
    return found


def limited_by(secret: str) -> str:
    """Return by what the reading of one address is counted: not the secret itself, which the count would keep."""
    return _hash(secret).hex()


def note_reading(calendar: Calendar, day: datetime.date) -> None:
    """Note in the ledger that it was read, once a day: a program asks every hour, and nobody looks then."""
    mine = Calendar.objects.filter(pk=calendar.pk).exclude(read_on=day)
    if mine.update(read_on=day):
        events.note("calendar-read", calendar.membership.user_id)


def deadlines(day: datetime.date, *, says_what: bool) -> list[Deadline]:
    """Return the deadlines in the own queue of whoever is acting, as they stand now. What is only offered has none.

    `says_what`: in the rules' own words, where these may leave the service.
    """
    rows = list(
        worklist.ones_own(day)
        .filter(due__isnull=False, is_offered=False)
        .select_related("duty", "concern")
        .order_by("due", "pk")[:MOST]
    )
    steps = DutyStep.objects.visible().filter(duty__in=[state.duty_id for state in rows])
    changed = dict(steps.order_by().values_list("duty").annotate(Max("at")))
    return [
        Deadline(
            state.duty_id,
            state.concern.reference,
            _what(state.asks if says_what and state.compartment == Compartment.COMMON and not state.duty.work else ""),
            state.due,
            changed.get(state.duty_id, state.duty.recorded_at),
        )
        for state in rows
    ]


def written(calendar_id: UUID, found: Iterable[Deadline]) -> bytes:
    """Return deadlines as an iCalendar file, the same bytes for the same deadlines.

    An event's UID stays while the duty does; it differs from calendar to calendar, so that two cannot be compared.
    """
    made = Written()
    made.add("prodid", f"-//{SERVICE}//Deadlines//EN")
    made.add("version", "2.0")
    made.add("uid", str(uuid5(calendar_id, "calendar")))
    made.add("name", f"{SERVICE}: what is due")
    made.add("x-wr-calname", f"{SERVICE}: what is due")
    made.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    for one in found:
        event = Event()
        event.add("uid", str(uuid5(calendar_id, str(one.key))))
        event.add("dtstamp", one.changed.astimezone(datetime.UTC).replace(microsecond=0))
        event.add("dtstart", one.due)
        event.add("dtend", one.due + _DAY)
        event.add("summary", _plain(f"{one.reference}: {one.what}"))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    if not made.subcomponents:
        made.add_component(_london())
    return bytes(made.to_ical())


def _london() -> Timezone:
    """Return the one part that a calendar without events can have: a calendar without any part is none (RFC 5545, 3.6).

    Nothing refers to it: deadlines are days.
    """
    made = Timezone()
    made.add("tzid", "Europe/London")
    rules = ((TimezoneDaylight, "BST", 0, 1, 3), (TimezoneStandard, "GMT", 1, 0, 10))
    for kind, name, before, after, month in rules:
        part = kind()
        part.add("dtstart", datetime.datetime(1996, month, 31 if month == 3 else 27, 1 + before))  # noqa: DTZ001
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        part.add("tzoffsetfrom", datetime.timedelta(hours=before))
        part.add("tzoffsetto", datetime.timedelta(hours=after))
        part.add("tzname", name)
        made.add_component(part)
    return made


def etag(content: bytes) -> str:
    """Return by what a program knows that nothing has changed: it cannot be told from a guess at the content."""
    return f'"{hmac.new(settings.SECRET_KEY.encode(), content, sha256).hexdigest()[:32]}"'


def _plain(text: str) -> str:
    """Return a text without what no line of a calendar can have (RFC 5545, 3.1: controls)."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")


def _what(rule: str) -> str:
    return " ".join(rule.split()) or _UNNAMED


def _hash(secret: str) -> bytes:
    return salted_hmac(_SALT, secret, algorithm="sha256").digest()
