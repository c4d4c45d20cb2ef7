"""What a request has read is forgotten as soon as a statement may have changed it, or a concern's turn is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from fingerpost.access import context, looking
from fingerpost.access.actor import Actor
from fingerpost.access.concern_rows import ConcernRows
from fingerpost.access.looking import Look
from fingerpost.access.models import Concern, Embargo, Involvement
from fingerpost.access.rows_asked import NotAnswered
from fingerpost.access.written import UNKNOWN, table_written

TEACHER = Actor(uuid4(), uuid4(), uuid4(), "practitioner", "", False, uuid4())
ANOTHER = replace(TEACHER, membership_id=uuid4())
NOTHING: dict[str, Any] = {}


def _rows() -> ConcernRows:
    """Return rows that were read: none, of two tables."""
    rows = ConcernRows(Concern(id=uuid4()), frozenset({"common"}), TEACHER)
    rows._rows = {Embargo: {}, Involvement: {}}
    return rows


def _see(look: Look, sql: str) -> None:
    look.see(lambda *_: None, sql, None, False, NOTHING)


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("SELECT 1", None),
        ("SAVEPOINT one", None),
        ("SELECT kind, row_columns FROM guard.rows_of(%s, %s)", None),
        ("SELECT 1 FROM t WHERE c = ANY (ARRAY(SELECT seen_concern FROM guard.mine))", None),
        ("WITH own (concerns) AS MATERIALIZED (SELECT 1) SELECT 2", None),
        ("WITH asked (concern, parts) AS (SELECT %s, %s) SELECT 2", None),
        ('INSERT INTO "cards" DEFAULT VALUES', "cards"),
        ('INSERT OR IGNORE INTO "cards" DEFAULT VALUES', "cards"),
        ('UPDATE "cards" SET id = 7', "cards"),
        ('DELETE FROM "cards"', "cards"),
        ("WITH one AS (SELECT 1) DELETE FROM cards", UNKNOWN),
        ("SELECT guard.mine_to_write()", UNKNOWN),
        ("SELECT guard.carry_exclusions()", UNKNOWN),
        ("ROLLBACK TO SAVEPOINT one", UNKNOWN),
        (b"SELECT 1", UNKNOWN),
    ],
)
def test_what_a_statement_writes_to_is_known_or_said_not_to_be(sql: Any, table: str | None) -> None:
    assert table_written(sql) == table


def test_a_table_that_is_written_is_asked_of_the_database_and_another_is_not() -> None:
    look = Look(changes=True, read={"a list": 1}, rows=(rows := _rows()))
    _see(look, "SELECT 1")
    assert look.read == {"a list": 1}
    _see(look, f'INSERT INTO "{Embargo._meta.db_table}" DEFAULT VALUES')
    assert look.read == {}
    with pytest.raises(NotAnswered):
        rows.of(Embargo)
    assert rows.of(Involvement) == {}


@pytest.mark.parametrize("sql", ['INSERT INTO "access_exclusion" DEFAULT VALUES', "ROLLBACK TO SAVEPOINT one"])
def test_nothing_is_left_where_who_sees_what_may_have_changed(sql: str) -> None:
    look = Look(changes=True, read={"a list": 1}, rows=_rows())
    _see(look, sql)
    assert (look.read, look.rows) == ({}, None)


def test_a_turn_that_is_taken_leaves_nothing_and_one_that_is_had_leaves_all(monkeypatch: pytest.MonkeyPatch) -> None:
    concern, other = uuid4(), uuid4()
    after: dict[UUID, ConcernRows] = {concern: _rows(), other: _rows()}
    look = Look(changes=True, read={"a list": 1}, rows=_rows())
    token = looking._look.set(look)
    monkeypatch.setattr(context, "current", lambda: TEACHER)
    try:
        looking.turn_taken(concern, lambda: after[concern])
        assert look.read == {}
        assert looking.rows() is after[concern]
        looking.turn_taken(concern, lambda: after[other])
        assert looking.rows() is after[concern]
        looking.turn_taken(other, lambda: after[other])
        assert looking.rows() is after[other]
        # And they are nobody's but whose they were read for
        monkeypatch.setattr(context, "current", lambda: ANOTHER)
        assert looking.rows() is None
    finally:
        looking._look.reset(token)
