"""What is noted is appended last, in its own transaction, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from fingerpost.ledger import recording as ledger
from fingerpost.ledger.entry import Entry, Sealed
from fingerpost.ledger.errors import LedgerError
from fingerpost.ledger.hooks import LedgerHooks
from fingerpost.ledger.models import LedgerEntry
from fingerpost.ledger.recording import Acting, note
from ledger.databases import KEY, WORDS, Database
from support.rooms import one_more

ACTOR = Acting(UUID(int=1), "practitioner", UUID(int=2), UUID(int=3))
CONCERN = UUID(int=4)


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    """Another room, which has words that no other has."""
    with one_more(LedgerHooks(name="here", words=WORDS)):
        yield


def recording() -> AbstractContextManager[None]:
    """Record what somebody does."""
    return ledger.recording(ACTOR)


@pytest.fixture
def changes(django: Database) -> str:
    """The statement that makes a change."""
    django.tamper("CREATE TABLE change (number bigint PRIMARY KEY)")
    if connection.vendor == "postgresql":
        django.tamper(f"GRANT SELECT, INSERT ON change TO {django.role}")  # type: ignore[attr-defined]
    return "INSERT INTO change (number) VALUES (%s)"


def entries() -> list[Entry]:
    return [kept.entry for kept in LedgerEntry.objects.all()]


def make(statement: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [number])


def changed(django: Database) -> list[int]:
    return [number for (number,) in django.select("SELECT number FROM change ORDER BY number")]


def test_an_entry_says_who_did_what_as_what_for_whom_on_what_and_why(django: Database) -> None:
    why = Sealed(KEY, b"box")
    with recording():
        note("changed", "concern", CONCERN, within=CONCERN, compartment="police", why=why, payload={"text": why})
        note("searched")
        note("refused", "concern", CONCERN, attempted="exported")
    changed, searched, refused = entries()
    assert (changed.actor, changed.role, changed.organisation, changed.request) == (
        ACTOR.user,
        ACTOR.role,
        ACTOR.organisation,
        ACTOR.request,
    )
    assert (changed.action, changed.object_kind, changed.object_id, changed.within) == (
        "changed",
        "concern",
        CONCERN,
        CONCERN,
    )
    assert (changed.compartment, changed.why, changed.payload) == ("police", why, {"text": why})
    assert (searched.action, searched.object_id, refused.attempted) == ("searched", None, "exported")
    assert changed.at <= searched.at <= refused.at
    assert django.verify().ok


def test_nobody_may_act_too(django: Database) -> None:
    with ledger.recording(None):
        note("refused", attempted="looked")
    [entry] = entries()
    assert (entry.actor, entry.role, entry.organisation, entry.request) == (None, None, None, None)
    assert django.verify().ok


def test_it_is_appended_last(django: Database, changes: str) -> None:
    with CaptureQueriesContext(connection) as captured, recording():
        note("changed", "concern", CONCERN)
        make(changes, 1)
    statements = [query["sql"] for query in captured.captured_queries]
    change = next(place for place, sql in enumerate(statements) if sql.startswith("INSERT INTO change"))
    first = next(place for place, sql in enumerate(statements) if "ledger_" in sql)
    assert change < first
    assert all("ledger_" in sql or sql == "COMMIT" for sql in statements[first:])
    assert (changed(django), len(entries())) == ([1], 1)


def test_a_change_that_fails_leaves_neither_change_nor_entry(django: Database, changes: str) -> None:
    with suppress(ZeroDivisionError), recording():
        make(changes, 1)
        note("changed", "concern", CONCERN)
        raise ZeroDivisionError
    assert (changed(django), entries()) == ([], [])


def test_what_a_savepoint_undoes_leaves_no_entry(django: Database, changes: str) -> None:
    with recording():
        note("looked", "concern", CONCERN)
        with suppress(ZeroDivisionError), transaction.atomic():
            make(changes, 1)
            note("changed", "concern", CONCERN)
            raise ZeroDivisionError
        with transaction.atomic():
            make(changes, 2)
            note("created", "concern", CONCERN)
    assert (changed(django), [entry.action for entry in entries()]) == ([2], ["looked", "created"])


def test_what_is_given_up_without_an_error_leaves_no_entry(django: Database, changes: str) -> None:
    with recording():
        make(changes, 1)
        note("changed", "concern", CONCERN)
        transaction.set_rollback(True)
    assert (changed(django), entries()) == ([], [])


def test_a_caught_failure_inside_another_transaction_takes_that_with_it(django: Database, changes: str) -> None:
    with suppress(transaction.TransactionManagementError), transaction.atomic():
        with suppress(ZeroDivisionError), recording():
            make(changes, 1)
            note("changed", "concern", CONCERN)
            raise ZeroDivisionError
        make(changes, 2)
    assert (changed(django), entries()) == ([], [])


def test_several_recordings_in_one_transaction_are_appended_once_each(django: Database) -> None:
    with transaction.atomic():
        with recording():
            note("looked", "concern", CONCERN)
            with recording():
                note("changed", "concern", CONCERN)
        with recording():
            note("printed", "concern", CONCERN)
    assert sorted(entry.action for entry in entries()) == ["changed", "looked", "printed"]
    assert django.verify().ok


@pytest.mark.usefixtures("django")
def test_nothing_is_noted_where_nothing_would_append_it() -> None:
    with pytest.raises(LedgerError, match="nothing would append it"):
        note("looked", "concern", CONCERN)
    with transaction.atomic(), pytest.raises(LedgerError, match="nothing would append it"):
        note("looked", "concern", CONCERN)


@pytest.mark.usefixtures("django")
def test_a_wrong_word_is_told_where_it_is_noted() -> None:
    with recording():
        with pytest.raises(LedgerError, match="Did you mean “looked”"):
            note("loked", "concern", CONCERN)
        with pytest.raises(LedgerError, match="“person” is not a registered word"):
            note("looked", "person", CONCERN)
    assert entries() == []


@pytest.mark.usefixtures("django")
def test_each_writes_in_the_name_of_whoever_acts_in_it() -> None:
    with recording():
        note("looked", "concern", CONCERN)
        with ledger.recording(None):
            note("changed", "concern", CONCERN)
        note("searched")
    assert {entry.action: entry.actor for entry in entries()} == {
        "looked": ACTOR.user,
        "changed": None,
        "searched": ACTOR.user,
    }


@pytest.mark.usefixtures("django")
def test_entries_are_found_by_what_they_say_and_are_not_changed_through_django() -> None:
    with recording():
        note("looked", "concern", CONCERN, within=CONCERN)
        note("searched")
    assert LedgerEntry.objects.filter(within=CONCERN, actor=ACTOR.user).get().action == "looked"
    first = LedgerEntry.objects.get(leaf_index=0)
    assert abs((first.at - first.entry.at).total_seconds()) == 0
    assert str(first) == "entry 0"
    with pytest.raises(LedgerError, match="appended"):
        first.save()
    with pytest.raises(LedgerError, match="never deleted"):
        first.delete()
