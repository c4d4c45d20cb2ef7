"""A concern is disposed of by two people, for good, and nothing of it is there any more; on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from access import scene, worlds
from access.anywhere import Anywhere
from access.database import Guarded
from access.test_walk import client_of
from duties import making
from fingerpost.access import context
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Compartment, Concern
from fingerpost.access.services import concerns
from fingerpost.disposal import tasks
from fingerpost.disposal.errors import DisposalError
from fingerpost.disposal.guard_additions import columns_of, destroyed
from fingerpost.disposal.models import DisposalAnswer, Hold, Proposal, ProposalAnswer
from fingerpost.disposal.rules import WAITING
from fingerpost.disposal.services import destruction, listing, recording, status, tombstones
from fingerpost.documents import production
from fingerpost.documents.models import Copy, Format
from fingerpost.documents.production import DocumentRequest
from fingerpost.duties.models import DutyState
from fingerpost.duties.services import recording as duties
from fingerpost.keys import services as keys
from fingerpost.keys.errors import DestroyedKeyError
from fingerpost.keys.models import DataKey
from fingerpost.ledger import recording as ledger
from fingerpost.ledger.verify import verify
from fingerpost.record.models import AbuseForm, ClosingOutcome, DetailKind, PersonKind, SearchToken
from fingerpost.record.services import closing
from fingerpost.record.services.concerns import ConcernInput, record_concern
from fingerpost.record.services.people import add_appearance
from fingerpost.record.services.search import Query, search
from fingerpost.web import drafts
from fingerpost.web.models import Draft

LONG_AGO = datetime(2018, 3, 6, 12, tzinfo=UTC)
NAME = "Tamsin Sample"
ON_SQLITE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
"""What is the same on either database."""
OFTEN = 5.0
"""Seconds that anything here waits for another thread at most."""


def _past(moment: datetime) -> Any:
    return lambda *_: moment


def old(monkeypatch: pytest.MonkeyPatch, born: str | None = "2000-06-01") -> Concern:
    """Record a concern that was told and closed years ago, with one child and nothing left to do."""
    about = ConcernInput(forms=[AbuseForm.BULLYING])
    concern = record_concern(became_aware_at=LONG_AGO, narrative="What was told at break.", told=about)
    details = [(DetailKind.NAME, NAME), *([(DetailKind.BORN, born)] if born else [])]
    add_appearance(concern, PersonKind.CHILD, details=details)
    for state in DutyState.objects.visible().filter(concern=concern, is_open=True).select_related("duty"):
        duties.record_done(state.duty, "Done.", "Somebody", date(2018, 3, 6))
    with monkeypatch.context() as then:
        then.setattr(closing, "now", _past(LONG_AGO + timedelta(days=30)))
        closing.close(concern, ClosingOutcome.DONE, why="All is done.", agreed_by="The lead")
    return concern


@contextmanager
def in_the_past(anywhere: Anywhere, who: str, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> Iterator[None]:
    """Act at a moment of the past, which on PostgreSQL only a superuser can pretend."""
    with anywhere.laying(), monkeypatch.context() as then, context.acting(scene.actor(who)):
        then.setattr(recording, "now", _past(moment))
        yield


def agree(anywhere: Anywhere, concern: Concern, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two people of the school have agreed on it, long enough ago."""
    then = timezone.now() - WAITING - timedelta(minutes=1)
    with in_the_past(anywhere, "lead", monkeypatch, then):
        recording.propose(concern, why="It is over.")
    with in_the_past(anywhere, "suspect", monkeypatch, then):
        recording.confirm(concern, why="I have read it.")


def rows_of(anywhere: Anywhere, concern: Concern) -> dict[str, int]:
    """Return how many rows there still are, of every kind that is destroyed."""
    with anywhere.laying():
        counted = {
            model._meta.label: sum(
                model._base_manager.filter(**{name: concern.pk}).count() for name in columns_of(model)
            )
            for model in destroyed()
        }
    return {label: number for label, number in counted.items() if number}


def test_nothing_is_left_but_a_tombstone(anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch) -> None:
    with anywhere.acting("teacher"):
        concern = old(monkeypatch)
        other = making.concern()
        asked = DocumentRequest("chronology", "", Format.PDF, Compartment.COMMON, "own", "")
        production.produce(production.ask(concern, asked))
        path = reverse("new_note", args=[concern.pk])
        drafts.save(drafts.Showing(path, uuid4(), uuid4()), 1, "text=Half+a+note", now=timezone.now())
        assert [match.appearance.concern_id for match in search(Query(name=NAME)).matches] == [concern.pk]
    agree(anywhere, concern, monkeypatch)
    with anywhere.laying():
        wrapped = bytes(DataKey.objects.get(pk=concern.pk).wrapped or b"")
        token = bytes(SearchToken._base_manager.filter(concern=concern.pk).values_list("token", flat=True)[0])
        others = Concern._base_manager.exclude(pk=concern.pk).count()
    with anywhere.acting("suspect"):
        listed = dict(listing.counted(concern, "common"))
        assert listed["people"] == listed["tellings"] == 1
        assert destruction.dispose(concern.pk, timezone.now())
        assert not destruction.dispose(concern.pk, timezone.now())
    assert rows_of(anywhere, concern) == {}
    with anywhere.laying():
        assert Concern._base_manager.exclude(pk=concern.pk).count() == others
        assert not Copy.objects.exists()
        assert not Draft.objects.exists()
        assert keys.is_destroyed(concern.pk)
        with pytest.raises(DestroyedKeyError):
            keys.decrypt(concern.pk, "record_initialaccount:x:narrative", b"")
        with connection.cursor() as cursor:
            assert verify(*stored(cursor)).ok
            with pytest.raises(DatabaseError), transaction.atomic():  # whoever asks, and again after the destruction
                cursor.execute("DELETE FROM record_initialaccount")
        if connection.vendor == "sqlite":
            left = connection.connection.serialize()
            assert wrapped not in left
            assert token not in left
            assert concern.reference.encode() in left
    with anywhere.acting("teacher"):
        assert not Concern.objects.visible().filter(pk=concern.pk).exists()
        assert Concern.objects.visible().filter(pk=other.pk).exists()
        assert not search(Query(name=NAME)).matches
        (stone,) = tombstones.readable(concern.pk)
        assert (stone.reference, stone.rule, stone.year) == (concern.reference, "child-protection", 2025)
        people = (stone.proposed_by_id, stone.confirmed_by_id)
        assert people == (worlds.name("lead"), worlds.name("suspect"))
        assert dict(stone.listed)["people"] == 1
        with pytest.raises(AccessError), transaction.atomic():
            concerns.involve_member(concern.pk, worlds.name("teacher"))
    for who in ("lead", "suspect"):
        with anywhere.acting(who):
            assert [one.concern_id for one in tombstones.readable()] == [concern.pk]
    for who in ("other-teacher", "officer", "administrator"):
        with anywhere.acting(who):
            assert tombstones.readable() == []


def stored(cursor: Any) -> Any:
    head, entries, nodes = ledger.ledger().stored(cursor)
    return entries, nodes, head, []


@ON_SQLITE
def test_pages_of_a_disposed_concern_say_so_to_whoever_saw_it(
    anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    with anywhere.acting("teacher"):
        concern = old(monkeypatch)
    agree(anywhere, concern, monkeypatch)
    with anywhere.acting("suspect"):
        assert destruction.dispose(concern.pk, timezone.now())
    with anywhere.serving():
        for name in ("concern", "concern_chronology", "duties", "concern_looks", "disposal", "new_note"):
            answer = client_of("teacher").get(reverse(name, args=[concern.pk]))
            assert answer.status_code == 410, name
            assert f"{concern.reference} was disposed of" in answer.content.decode()
            assert NAME not in answer.content.decode()
            never = client_of("other-teacher").get(reverse(name, args=[uuid4()]))
            gone = client_of("other-teacher").get(reverse(name, args=[concern.pk]))
            assert (gone.status_code, _plain(gone)) == (404, _plain(never))
        for name in ("home", "concerns", "managing", "due_for_disposal", "hits", "my_looks"):
            where = reverse(name, args=[concern.pk] if name == "hits" else [])
            assert client_of("lead").get(where).status_code == (410 if name == "hits" else 200), name


@ON_SQLITE
def test_whoever_confirms_who_they_are_comes_back_to_the_step_that_they_chose(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        page = f"{reverse('disposal', args=[making.concern().pk])}?do=propose"
    client = client_of("lead")
    for asks in (client.get(page), client.post(page, headers={"referer": f"http://testserver{page}"})):
        assert parse_qs(urlsplit(asks["Location"]).query)["next"] == [page]
    elsewhere = client.post(page, headers={"referer": "http://example.org/?do=propose"})
    assert parse_qs(urlsplit(elsewhere["Location"]).query)["next"] == [page]


@ON_SQLITE
def test_a_page_says_so_where_a_backup_has_brought_back_all_but_the_key(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
    keys.destroy(concern.pk)
    answer = client_of("teacher").get(reverse("concern", args=[concern.pk]))
    assert answer.status_code == 410
    assert "Something here was disposed of" in answer.content.decode()


def _plain(answer: Any) -> str:
    return str(answer.content.decode().split("<main")[1])


def test_one_person_cannot_be_both_in_whichever_membership(anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch) -> None:
    with anywhere.laying():
        second = making.once_more("lead", team="another")
    with anywhere.acting("teacher"):
        concern = old(monkeypatch)
    with anywhere.acting("lead"):
        recording.propose(concern, why="It is over.")
        with pytest.raises(DisposalError, match="proposed this yourself"):
            recording.confirm(concern, why="I say so.")
    then = timezone.now() - WAITING - timedelta(days=1)
    with in_the_past(anywhere, "lead", monkeypatch, then):
        row = Proposal._base_manager.get(concern=concern)
        forged = {
            "concern": concern,
            "proposal": row,
            "why": "So.",
            "recorded_at": then,
            "answer": DisposalAnswer.CONFIRMED,
        }
        ProposalAnswer(recorded_by=second, **forged).save()
    with anywhere.acting("suspect"):
        assert not destruction.dispose(concern.pk, timezone.now())
    with anywhere.acting("teacher"), pytest.raises(DisposalError, match="only team managers"):
        recording.confirm(concern, why="I am no manager.")


@pytest.mark.usefixtures("db")
def test_on_postgresql_nobody_dates_back_or_deletes_or_forges(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    with guarded.superuser():
        scene.make()
        with context.acting(scene.actor("teacher")):
            concern = old(monkeypatch)
        lead = scene.actor("lead")
    row = {"concern": concern, "why": "So.", "rule": "claims", "year": 2025}
    early = timezone.now() - timedelta(days=15)
    with guarded.application(lead), pytest.raises(DatabaseError), transaction.atomic():
        Proposal(**row, recorded_by_id=lead.membership_id, recorded_at=early).save()
    with guarded.application(lead), pytest.raises(DatabaseError), transaction.atomic():
        Proposal(**row, recorded_by_id=worlds.name("suspect")).save()
    for statement in (
        "DELETE FROM record_initialaccount",
        "INSERT INTO disposal_tombstone DEFAULT VALUES",
        "SELECT guard.destroy(gen_random_uuid(), now())",
        "SELECT guard.dispose_again(NULL, '', '', now(), '', 2025, NULL, now(), NULL, now(), '[]')",
    ):
        with guarded.application(lead), pytest.raises(DatabaseError, match="denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_hold_keeps_it_until_somebody_releases_it(anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch) -> None:
    with anywhere.acting("teacher"):
        concern = old(monkeypatch)
    agree(anywhere, concern, monkeypatch)
    with anywhere.acting("teacher"):
        hold = recording.hold(concern, why="A claim.", asked_by="The insurer", since=timezone.localdate())
        with pytest.raises(DisposalError, match="only team managers"):
            recording.release(hold, why="Enough.")
    with anywhere.acting("lead"):
        assert not destruction.dispose(concern.pk, timezone.now())
        assert "a legal hold is in force" in status.of_concern(concern, timezone.localdate()).obstacles
        assert [one.concern.pk for one in listing.lists(timezone.localdate()).proposed] == [concern.pk]
        recording.release(Hold.objects.visible().get(pk=hold.pk), why="The claim is over.")
        with pytest.raises(DisposalError, match="already"):
            recording.release(hold, why="Again.")
        assert destruction.dispose(concern.pk, timezone.now())


def test_what_was_taken_back_or_reopened_stays(anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch) -> None:
    with anywhere.acting("teacher"):
        concern, again_open = old(monkeypatch), old(monkeypatch)
    for one in (concern, again_open):
        agree(anywhere, one, monkeypatch)
    with anywhere.acting("lead"):
        recording.withdraw(concern, why="The family asks for it.")
        closing.reopen(again_open, why="Somebody has told more.")
        for one in (concern, again_open):
            assert not destruction.dispose(one.pk, timezone.now())
            assert status.of_concern(one, timezone.localdate()).standing == []
        with pytest.raises(DisposalError, match="it is not closed"):
            recording.propose(again_open, why="It is over.")


def test_every_part_is_agreed_on_by_its_own_people(anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch) -> None:
    with anywhere.acting("teacher"):
        concern = old(monkeypatch)
        concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=Compartment.POLICE)
    agree(anywhere, concern, monkeypatch)
    with anywhere.acting("lead"):
        assert not destruction.dispose(concern.pk, timezone.now())
        assert status.of_concern(concern, timezone.localdate()).obstacles == ()


@ON_SQLITE
def test_the_worker_carries_it_out_once_the_time_is_over(anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch) -> None:
    with anywhere.acting("teacher"):
        concern, young, unknown = old(monkeypatch), old(monkeypatch, "2017-01-01"), old(monkeypatch, None)
    with anywhere.acting("lead"):
        found = listing.lists(timezone.localdate())
        assert [one.concern.pk for one in found.due] == [concern.pk]
        assert [one.concern.pk for one in found.later] == [young.pk]
        assert [one.concern.pk for one in found.unknown] == [unknown.pk]
        for one in (young, unknown):
            with pytest.raises(DisposalError, match="cannot be disposed of"):
                recording.propose(one, why="It is over.")
        recording.propose(concern, why="It is over.")
    with anywhere.acting("suspect"):
        recording.confirm(concern, why="I have read it.")
    later: list[UUID] = []
    monkeypatch.setattr(tasks, "when_ripe", lambda concern_id, *_: later.append(concern_id))
    with anywhere.serving():
        tasks.carry_out.call(str(concern.pk), str(worlds.name("suspect")))
    assert later == [concern.pk]
    assert rows_of(anywhere, concern) != {}
    with anywhere.acting("teacher"):
        ripe = old(monkeypatch)
    agree(anywhere, ripe, monkeypatch)
    with anywhere.serving():
        tasks.carry_out.call(str(ripe.pk), str(worlds.name("suspect")))
    assert later == [concern.pk, ripe.pk]  # when it was confirmed
    assert rows_of(anywhere, ripe) == {}


@pytest.mark.usefixtures("db")
def test_confirming_and_holding_at_once_never_destroys_what_is_held(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    with guarded.superuser():
        scene.make()
        with context.acting(scene.actor("teacher")):
            concern = old(monkeypatch)
        moment = timezone.now() - WAITING - timedelta(minutes=1)
        monkeypatch.setattr(recording, "now", _past(moment))
        for who, step in (("lead", recording.propose), ("suspect", recording.confirm)):
            with context.acting(scene.actor(who)):
                step(concern, why="It is over.")  # type: ignore[operator]
    answers: list[Any] = []

    def dispose() -> None:
        with guarded.connect() as own:
            own.execute("SET statement_timeout = '5s'")
            answers.append(own.execute("SELECT guard.dispose(%s)", [concern.pk]).fetchone())

    destroyer = threading.Thread(target=dispose, daemon=True)
    with guarded.application(scene_actor(guarded, "lead")):
        monkeypatch.setattr(recording, "now", lambda *_: timezone.now())
        recording.hold(concern, why="A claim.", asked_by="A court", since=timezone.localdate())
        destroyer.start()
        destroyer.join(0.3)
        assert answers == []
    destroyer.join(OFTEN)
    assert answers == [(False,)]


def scene_actor(guarded: Guarded, who: str) -> Any:
    with guarded.superuser():
        return scene.actor(who)
