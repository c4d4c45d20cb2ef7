"""What is read once while a concern is changed: kept for whoever reads it, until one of its tables is written."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from access import worlds
from access.anywhere import Anywhere
from access.scene import actor
from fingerpost.access import compartments, context, embargo, presence, queries, read_once
from fingerpost.access.models import Embargo, Involvement

CARDS = frozenset({"cards"})


@pytest.fixture
def reads() -> list[int]:
    """How often cards were counted."""
    return [0]


def _count(reads: list[int]) -> int:
    def read() -> int:
        reads[0] += 1
        return reads[0]

    return read_once.once("how many", CARDS, read)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "again"),
    [
        ("SELECT 1", False),
        ('INSERT INTO "others" DEFAULT VALUES', False),
        ('INSERT INTO "cards" DEFAULT VALUES', True),
        ('INSERT OR IGNORE INTO "cards" DEFAULT VALUES', True),
        ('UPDATE "cards" SET id = 7', True),
        ('DELETE FROM "cards"', True),
        ("WITH one AS (SELECT 1) DELETE FROM cards", True),  # nobody knows what it writes
        ('DELETE FROM "access_absence"', True),  # from which it follows who sees what
        ("SELECT 1 -- guard.carry_exclusions()", True),
    ],
)
def test_it_is_read_again_when_its_table_may_have_been_written(reads: list[int], statement: str, again: bool) -> None:
    with connection.cursor() as cursor:
        for table in ("cards", "others"):
            cursor.execute(f"CREATE TABLE {table} (id integer)")
    with read_once.reading():
        assert (_count(reads), _count(reads)) == (1, 1)
        with connection.cursor() as cursor:
            cursor.execute(statement)
        assert _count(reads) == (2 if again else 1)
    # Outside a change, and in the next one, nothing is kept.
    before = reads[0]
    assert _count(reads) == before + 1
    with read_once.reading():
        assert _count(reads) == before + 2
        with read_once.reading():  # another concern's turn was taken, which somebody else may have had
            assert _count(reads) == before + 3


@pytest.mark.django_db
def test_it_is_read_again_after_a_savepoint_was_taken_back(reads: list[int]) -> None:
    with read_once.reading():
        before = transaction.savepoint_create()
        _count(reads)
        transaction.savepoint_rollback(before)
        assert _count(reads) == 2


def test_each_reader_reads_for_themselves(anywhere: Anywhere) -> None:
    shared = anywhere.scene.shared
    with anywhere.acting("teacher"), read_once.reading():
        assert "common" in compartments.view_of(context.required(), shared)
        with context.acting(actor("suspect")):
            assert compartments.view_of(context.required(), shared) == frozenset()
            assert presence.places(shared, [Embargo]) == frozenset()
        assert presence.places(shared, [Embargo]) == {(Embargo, "common")}


def test_whoever_is_shut_out_in_a_change_sees_nothing_from_then_on(anywhere: Anywhere) -> None:
    shared = anywhere.scene.shared
    with anywhere.acting("teacher"), read_once.reading():
        assert presence.places(shared, [Embargo, Involvement]) >= {(Embargo, "common"), (Involvement, "common")}
        assert queries.may_write(context.required(), (shared, "common"))
        embargo.place(shared, worlds.name("another"), accounts=[context.required().user_id], provision="2.2-x")
        assert not queries.may_write(context.required(), (shared, "common"))
        assert compartments.view_of(context.required(), shared) == frozenset()
        assert presence.places(shared, [Embargo, Involvement]) == frozenset()


def test_only_compartments_that_are_seen_are_said_to_have_rows(anywhere: Anywhere) -> None:
    shared = anywhere.scene.shared
    seen = {}
    for who in ("teacher", "front-door", "officer"):
        with anywhere.acting(who):
            seen[who] = {part for _, part in presence.places(shared, [Involvement])}
            assert presence.places(anywhere.scene.others, [Involvement]) == frozenset()
            assert presence.places(shared, []) == frozenset()
    assert seen == {"teacher": {"common"}, "front-door": {"common"}, "officer": {"police"}}
