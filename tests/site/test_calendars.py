"""Deadlines in a calendar program: a reference, a rule and a day, at an address that can be revoked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from icalendar import Calendar as Read

from access import worlds
from access.anywhere import Anywhere
from duties import making
from fingerpost.access.clock import today
from fingerpost.access.models import Concern, Membership
from fingerpost.access.services import concerns
from fingerpost.duties.models import Duty, DutyState
from fingerpost.ledger.models import LedgerEntry
from fingerpost.site import calendars
from fingerpost.site.calendars import Deadline
from fingerpost.site.logs import scrubbed
from fingerpost.site.mail import WORDS
from fingerpost.site.models import Calendar
from support.people import member, signed_in

DUE = date(2026, 3, 30)
ONE = Deadline(
    uuid4(), "ABC-123", "Refer it; to the council, at once.\nAlways", DUE, datetime(2026, 3, 24, 12, tzinfo=UTC)
)


def read(address: str, **headers: str) -> HttpResponse:
    return Client(headers=headers).get(address)


def test_an_event_is_a_day_with_a_reference_and_a_rule_and_keeps_its_name() -> None:
    mine, other = uuid4(), uuid4()
    content = calendars.written(mine, [ONE])
    assert content == calendars.written(mine, [ONE])
    assert b"\r\nDTSTART;VALUE=DATE:20260330\r\n" in content
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = Read.from_ical(content).walk("VEVENT")
    assert event["SUMMARY"] == "ABC-123: Refer it; to the council, at once.\nAlways"
    assert event.decoded("DTEND") == DUE + timedelta(days=1)
    assert event.decoded("DTSTAMP") == ONE.changed
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"}
    (theirs,) = Read.from_ical(calendars.written(other, [ONE])).walk("VEVENT")
    assert event["UID"] != theirs["UID"], "two calendars cannot be compared"
    assert str(ONE.key) not in content.decode()


def test_a_calendar_without_a_deadline_is_a_calendar_all_the_same() -> None:
    # RFC 5545, 3.6: at least one component
    content = calendars.written(uuid4(), [])
    (zone,) = Read.from_ical(content).subcomponents
    assert zone.name == "VTIMEZONE"
    assert b"VTIMEZONE" not in calendars.written(uuid4(), [ONE])
    london = zone.to_tz(lookup_tzid=False)
    for at, hours in ((datetime(2026, 3, 29, 3), 1), (datetime(2026, 10, 25, 3), 0)):  # noqa: DTZ001
        assert at.replace(tzinfo=london).utcoffset() == timedelta(hours=hours)


def test_it_keeps_to_the_form_whatever_a_rule_says() -> None:
    odd = Deadline(uuid4(), "ABC-123", "“Älä” " * 40 + "\\ , ; \x00\x07 END:VEVENT\r\nX-A:1", DUE, ONE.changed)
    content = calendars.written(uuid4(), [odd, ONE])
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    unfolded = content.replace(b"\r\n ", b"").decode().split("\r\n")
    for line in unfolded[:-1]:
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^:;,]+)*:[^\x00-\x08\x0a-\x1f\x7f]*", line), line
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded]
    assert names.count("X-A") == 0
    for name, times in (("UID", 3), ("DTSTAMP", 2), ("DTSTART", 2), ("DTEND", 2), ("PRODID", 1), ("VERSION", 1)):
        assert names.count(name) == times, name
    assert all(line.endswith("Z") for line in unfolded if line.startswith("DTSTAMP"))


def test_it_has_ones_own_queue_as_it_is_now_and_nothing_of_another_part(anywhere: Anywhere) -> None:
    with anywhere.laying():
        making.many(1, worlds.name("teacher"), DUE)
        making.many(1, worlds.name("other-teacher"), DUE)
        (state,) = DutyState._base_manager.filter(holder=worlds.name("teacher"), due=DUE)
        reference = Concern._base_manager.get(pk=state.concern_id).reference
    with anywhere.serving():
        secret = calendars.make(Membership.objects.get(pk=worlds.name("teacher")), timezone.now(), says_what=True)
        answer = read(f"/calendar/{secret}/")
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        (event,) = Read.from_ical(answer.content).walk("VEVENT")
        assert event.decoded("DTSTART") == DUE
        assert event["SUMMARY"].startswith(f"{reference}: ")
        assert not event["SUMMARY"].endswith("Something is due")
        again = read(f"/calendar/{secret}/", if_none_match=answer.headers["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        # Nothing that names abuse leaves the service unless somebody asked for it
        secret = calendars.make(Membership.objects.get(pk=worlds.name("teacher")), timezone.now())
        (event,) = Read.from_ical(read(f"/calendar/{secret}/").content).walk("VEVENT")
        assert event["SUMMARY"] == f"{reference}: Something is due"
    with anywhere.laying():
        DutyState._base_manager.filter(pk=state.pk).update(is_open=False)
    with anywhere.acting("teacher"):
        assert calendars.deadlines(today(), says_what=True) == [], "what is done is gone"


def test_of_another_part_nothing_is_said_but_that_something_is_due(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        for compartment in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=compartment)
    with anywhere.laying():
        officer = Membership.objects.get(pk=worlds.name("officer"))
        place = {"concern": concern, "compartment": "police", "source": "police"}
        duty = Duty(provision="0-refer", pack="e-safety@2017", **place)
        Duty._base_manager.bulk_create([duty])
        own = {"organisation": officer.organisation, "holder": officer, "is_open": True, "is_offered": False}
        DutyState._base_manager.bulk_create([DutyState(duty=duty, due=DUE, **place, **own)])
    with anywhere.acting("officer"):
        due = calendars.deadlines(today(), says_what=True)
        assert [one.what for one in due if one.key == duty.pk] == ["Something is due"]


@pytest.mark.django_db
def test_somebody_asks_for_the_words_of_rules_by_a_tick_and_without_it_has_none() -> None:
    client = signed_in(membership := member(), confirmed=True)
    for ticked in ({}, {"says_what": "yes"}, {}):
        client.post("/account/calendar/", {"membership": str(membership.pk), "what": "make", **ticked})
        assert Calendar.objects.get(membership=membership).says_what is bool(ticked)


@pytest.mark.parametrize("template", WORDS)
def test_no_message_names_abuse_or_that_it_is_about_a_child(template: str) -> None:
    words = " ".join([WORDS[template].title, *WORDS[template].lines]).lower()
    named = {
        "abuse",
        "sexual",
        "child",
        "harm",
        "safeguard",
        "police",
        "refer",
        "suspect",
        "concern",
        "imag",
        "exploit",
    }
    assert [word for word in named if word in words] == []


@pytest.mark.django_db
def test_a_wrong_address_one_that_was_revoked_and_one_of_who_left_are_the_same() -> None:
    membership = member()
    now = timezone.now()
    first, second = calendars.make(membership, now), calendars.make(membership, now)
    assert read(f"/calendar/{second}/").status_code == 200
    gone = [read("/calendar/no-such-secret/"), read(f"/calendar/{first}/")]
    Membership.objects.filter(pk=membership.pk).update(ends=today() - timedelta(days=1))
    gone.append(read(f"/calendar/{second}/"))
    Membership.objects.filter(pk=membership.pk).update(ends=None, role="administrator")
    gone.append(read(f"/calendar/{second}/"))
    Membership.objects.filter(pk=membership.pk).update(role="practitioner")
    membership.user.is_active = False
    membership.user.save()
    gone.append(read(f"/calendar/{second}/"))
    membership.user.is_active = True
    membership.user.save()
    assert read(f"/calendar/{second}/").status_code == 200
    calendars.revoke(membership)
    gone.append(read(f"/calendar/{second}/"))
    assert {one.status_code for one in gone} == {404}
    names = [name for name in gone[0].headers if name != "Content-Security-Policy"]  # which has chance in it
    assert len({(len(one.headers), *(one.headers[name] for name in names)) for one in gone}) == 1
    assert gone[0].headers["Referrer-Policy"] == "no-referrer", "a page that it leads to does not learn it"
    assert gone[0].headers["Cache-Control"] == "no-store"
    assert len({re.sub(rb'value="[^"]*"', b"", one.content) for one in gone}) == 1


@pytest.mark.django_db
def test_the_secret_is_in_no_log_no_row_and_no_entry_and_reading_is_noted_once_a_day() -> None:
    membership = member()
    client = signed_in(membership, confirmed=True)
    page = client.post("/account/calendar/", {"membership": str(membership.pk), "what": "make"}).content.decode()
    found = re.search(r"http://testserver(/calendar/([\w-]+)/)", page)
    assert found is not None
    address, secret = found.groups()
    assert address not in client.get("/account/calendar/").content.decode(), "it is shown once"
    for _ in range(2):
        assert read(address).status_code == 200
    assert scrubbed(f"Error handling request {address}") == "Error handling request [an address]"
    assert scrubbed(f"/concerns/{UUID(int=1)}/") == f"/concerns/{UUID(int=1)}/"
    (row,) = Calendar.objects.all()
    assert secret.encode() not in bytes(row.secret_hash)
    entries = LedgerEntry.objects.filter(action__startswith="calendar-").order_by("leaf_index")
    assert [one.action for one in entries] == ["calendar-made", "calendar-read"]
    assert not any(secret in bytes(one.leaf).decode() for one in LedgerEntry.objects.all())
    client.post("/account/calendar/", {"membership": str(membership.pk), "what": "revoke"})
    assert read(address).status_code == 404
    assert client.post("/account/calendar/", {"membership": str(uuid4()), "what": "make"}).status_code == 404


@pytest.mark.django_db
def test_one_address_is_read_so_often_and_no_more() -> None:
    secret = calendars.make(member(), timezone.now())
    answers = [read(f"/calendar/{secret}/").status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
