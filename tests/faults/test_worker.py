"""A worker killed in the middle: what it was at is found, done again, and done once."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from faults.conftest import ASHA, Place
from faults.working import kill_in_the_middle
from fingerpost.access.clock import today

BEN = "ben@example.org"  # an entry of the directory waits for him to confirm it

_ASK = """
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Concern, Membership
from fingerpost.documents import production
from fingerpost.documents.models import Format
from fingerpost.documents.production import DocumentRequest
with context.acting(actor_in(Membership.objects.get(user__email="{address}"))):
    concern = Concern.objects.visible().get(pk="{concern}")
    print(production.ask(concern, DocumentRequest("chronology", "", Format.PDF, "common", "own")).pk)
"""
_STANDS = """
import json
from collections import Counter
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Membership
from fingerpost.documents.models import Copy, Ended, Mark
from fingerpost.ledger.models import LedgerEntry
with context.acting(actor_in(Membership.objects.get(user__email="{address}"))):
    print(json.dumps({{
        "ended": list(Ended.objects.visible().filter(production="{production}").values_list("ending", flat=True)),
        "copies": Copy.objects.filter(pk="{production}").count(),
        "marks": Mark.objects.filter(pk="{production}").count(),
        "entries": LedgerEntry.objects.filter(action="produced", object_id="{production}").count(),
    }}))
"""
# What sets a page has threads, which a forked process would wait for in vain; what is set says nothing here.
_SET_AT_ONCE = """
from types import SimpleNamespace
from fingerpost.documents import production
production.pdf = lambda *_: SimpleNamespace(content=b"%PDF-", pages=1)
"""
# A quarter of an hour goes by, and a worker does what waits.
_LATER = """
import datetime
from django.core.management import call_command
from django.db.models import F
from django_tasks_db.models import DBTaskResult
DBTaskResult.objects.running().update(started_at=F("started_at") - datetime.timedelta(minutes=16))
call_command("work", "--once")
"""
NOTHING = {"ended": [], "copies": 0, "marks": 0, "entries": 0}
MADE = {"ended": ["made"], "copies": 1, "marks": 1, "entries": 1}


@pytest.mark.parametrize(
    ("holds", "before"),
    [
        ("from fingerpost.documents import production\nproduction.pdf = hold", NOTHING),
        ("from fingerpost.documents import production\nproduction.end = hold", NOTHING),
        ("from django_tasks_db.models import DBTaskResult\nDBTaskResult.set_successful = hold", MADE),
    ],
    ids=["while it is set", "when it is all but kept", "when it is kept and not yet said to be"],
)
def test_a_document_is_made_once_though_its_worker_is_killed(place: Place, holds: str, before: dict[str, Any]) -> None:
    place.service.python(_SET_AT_ONCE)
    place.service.python(_LATER)  # nothing else waits
    production = place.service.python(_ASK.format(address=ASHA, concern=place.concern)).strip()

    def stands() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(place.service.python(_STANDS.format(address=ASHA, production=production)))
        return found

    kill_in_the_middle(place.service, holds)
    assert stands() == before  # no half of it
    for _ in range(2):
        place.service.python(_LATER)
        assert stands() == MADE


@pytest.mark.parametrize(
    ("holds", "twice"),
    [
        ("from fingerpost.site import delivery\ndelivery.tell_now = hold", 0),
        ("from fingerpost.site.models import Reminder\nReminder.objects.get_or_create = hold", 1),
    ],
    ids=["before the mail server has the message", "when it has it"],
)
def test_nobody_is_left_out_though_the_worker_that_tells_them_is_killed(place: Place, holds: str, twice: int) -> None:
    place.service.python(_LATER)  # nothing else waits
    before = Counter(to for to, _ in place.service.mail())
    day = today() + timedelta(1 + twice)  # nobody has been told of yet
    place.service.python(f"from fingerpost.site.reminders import remind\nremind.enqueue('{day}')")
    kill_in_the_middle(place.service, holds)
    for _ in range(2):
        place.service.python(_LATER)
        told = Counter(to for to, _ in place.service.mail()) - before
        assert told[BEN] >= 1
        assert told.total() - len(told) == twice  # whoever was being told when it was killed, and nobody else
