"""The report of unusual looking: what an auditor and a manager may know of it, and what came of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from fingerpost.access import context, ledger_visibility
from fingerpost.access.models import ExclusionGround
from fingerpost.access.services import exclusions
from fingerpost.ledger import recording
from fingerpost.ledger.models import LedgerEntry
from fingerpost.record import audit
from fingerpost.record.services.search import Query, search
from fingerpost.site.models import LookOutcome
from fingerpost.site.unusual.report import report
from fingerpost.site.unusual.thresholds import thresholds

PAGE = reverse("unusual_looks")


def knock(anywhere: Anywhere, who: str, times: int = 5) -> None:
    """Ask for so many concerns that are not there."""
    with anywhere.serving():
        client = client_of(who)
        for _ in range(times):
            client.get(reverse("concern", args=[uuid4()]))


def test_an_auditor_is_told_who_how_often_and_says_what_came_of_it(anywhere: Anywhere) -> None:
    knock(anywhere, "worker")
    with anywhere.serving():
        auditor = client_of("council-auditor")
        page = auditor.get(PAGE).content.decode()
        assert "Asked for many concerns that are not there for them" in page
        assert "5 concerns." in page
        assert "Unusual is not wrong" in page
        with_form = page.split("?days=7&amp;about=")[1].split('"')[0]
        address = f"{PAGE}?days=7&about={with_form}"
        assert "Choose what came of it" in auditor.post(address, {}).content.decode()
        assert auditor.post(address, {"outcome": "explained"}).status_code == 302
        assert "It is explained: it was their work. Said by" in auditor.get(PAGE).content.decode()
        assert auditor.post(f"{PAGE}?about=many.{uuid4()}.2026-01-01", {"outcome": "explained"}).status_code == 404
    with anywhere.acting("council-auditor"):
        actions = list(ledger_visibility.own()[0].values_list("action", "object_kind"))
        assert ("looked", "ledger") in actions
        assert ("created", "look-outcome") in actions
    with anywhere.laying():
        assert LookOutcome.objects.count() == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            LookOutcome.objects.update(outcome="mistake")


def test_a_manager_is_told_of_their_team_and_only_what_they_could_read_anyway(anywhere: Anywhere) -> None:
    knock(anywhere, "worker")  # of ids that are no concern of anybody’s: not the manager’s to know
    at, shared = timezone.now(), anywhere.scene.shared
    with anywhere.serving():
        client_of("worker").get(reverse("concern", args=[shared]))
    for who in ("manager-east", "manager-west", "worker", "lado"):
        with anywhere.acting(who):
            mine = set(ledger_visibility.of_team().values_list("leaf_index", flat=True))
            visible = set(ledger_visibility.of_concern(shared).values_list("leaf_index", flat=True))
            assert mine <= visible, who
            actors = set(LedgerEntry.objects.filter(pk__in=mine).values_list("actor", flat=True))
            assert context.required().user_id not in actors
            assert bool(mine) == (who == "manager-east"), who
    with anywhere.acting("manager-east"):
        assert report(7, at, thresholds()).found == []
    with anywhere.serving():
        assert "Taken from what people of your team did" in client_of("manager-east").get(PAGE).content.decode()


def test_who_searched_for_one_name_is_counted_without_the_name(anywhere: Anywhere) -> None:
    names = ["Mary Example", "example", "Dr John EXAMPLE", "Mary Other", ""]
    with anywhere.acting("worker"):
        for name in names:
            search(Query(name=name, phone="" if name else "01632 960999"))
    with anywhere.acting("council-auditor"):
        rows = LedgerEntry.objects.filter(action="searched").order_by("-leaf_index")[: len(names)]
        alike = [audit.alike_in(row.entry) for row in reversed(rows)]
    assert alike[0] == alike[1] == alike[2] != ""
    assert alike[3] not in ("", alike[0])
    assert alike[4] == ""
    assert len({len(it) for it in alike[:4]}) == 1
    december = SimpleNamespace(now=lambda: datetime(2030, 12, 1, 12, tzinfo=UTC))
    with patch("fingerpost.record.audit.timezone", december), anywhere.acting("worker"):
        search(Query(name="Mary Example"))
    with anywhere.acting("council-auditor"):
        newest = LedgerEntry.objects.filter(action="searched").order_by("-leaf_index")[0]
        assert audit.alike_in(newest.entry) not in alike, "what is alike is so within a month"


def test_of_which_organisation_somebody_is_in_a_concern_is_told_and_not_who(anywhere: Anywhere) -> None:
    place = {(anywhere.scene.shared, worlds.name("school"))}
    with anywhere.acting("worker"):  # found by an account, and where the adult works; not what somebody said of theirs
        found = {"ground": ExclusionGround.CONFLICT, "reason": "It is the same person."}
        exclusions.shut_out_user(anywhere.scene.shared, worlds.name("u-nurse"), **found)
        exclusions.shut_out_organisation(anywhere.scene.shared, worlds.name("other-school"), reason="There.")
        declared = {"ground": ExclusionGround.DECLARED, "reason": "A friend."}
        exclusions.shut_out_user(anywhere.scene.shared, worlds.name("u-lado"), **declared)
    place |= {(anywhere.scene.shared, worlds.name(there)) for there in ("trust", "other-school")}
    for who, told in (("council-auditor", place), ("manager-east", place), ("officer", set()), ("nurse", set())):
        with anywhere.acting(who):
            assert ledger_visibility.whose_people_are_in() == told, who


def test_it_is_bounded_and_says_since_when(anywhere: Anywhere) -> None:
    old = SimpleNamespace(now=lambda: timezone.now() - timedelta(days=3))
    with patch("fingerpost.ledger.recording.timezone", old), anywhere.acting("worker"):
        recording.look("looked", "concern", within=anywhere.scene.shared, compartment="common")
    knock(anywhere, "worker", 3)
    with patch("fingerpost.site.unusual.report.MOST", 3), anywhere.acting("council-auditor"):
        assert report(7, timezone.now(), thresholds()).since is not None
    with anywhere.acting("council-auditor"):
        assert report(7, timezone.now(), thresholds()).since is None
