"""Whoever runs SQL as the service's role adds the next right entry to the ledger, or nothing: and it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from access.anywhere import Anywhere
from fingerpost.ledger import recording
from fingerpost.ledger.entry import Entry, encode
from fingerpost.ledger.merkle import Tree, leaf_hash, node_count
from fingerpost.ledger.verify import verify

type Attack = Callable[[Tree], tuple[str, Sequence[Any]]]

_COLUMNS = "leaf_index, leaf, at, action, object_kind"


def _entry(tree: Tree, *, after: int = 0, leaf: bytes | None = None, action: str = "looked") -> tuple[str, list[Any]]:
    at = timezone.now()
    right = encode(Entry(at=at, action="looked", object_kind="ledger"))
    given = connection.ops.adapt_datetimefield_value(at) if connection.vendor == "postgresql" else _as_text(at)
    values = [tree.size + after, right if leaf is None else leaf, given, action, "ledger"]
    return f"INSERT INTO ledger_entry ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s)", values  # noqa: S608


def _as_text(at: Any) -> str:
    return at.replace(tzinfo=None).isoformat(" ", "microseconds")


ATTACKS: dict[str, Attack] = {
    "one further on": lambda tree: _entry(tree, after=7),
    "one that there is": lambda tree: _entry(tree, after=-1),
    "one that is no entry": lambda tree: _entry(tree, leaf=b"nonsense"),
    "one that says something else": lambda tree: _entry(tree, leaf=b'{"action":"changed"}'),
    "one whose column says something else": lambda tree: _entry(tree, action="changed"),
    "a node": lambda tree: (
        "INSERT INTO ledger_node (position, hash) VALUES (%s, %s)",
        [node_count(tree.size), leaf_hash(b"")],
    ),
    "a node far on": lambda tree: (
        "INSERT INTO ledger_node (position, hash) VALUES (%s, %s)",
        [node_count(tree.size) + 100, leaf_hash(b"")],
    ),
    "a larger size": lambda tree: ("UPDATE ledger_head SET size = %s", [tree.size + 1]),
    "another edge": lambda _: ("UPDATE ledger_head SET edge = %s", [b"x"]),
    "a larger size with an edge": lambda tree: (
        "UPDATE ledger_head SET size = %s, edge = %s",
        [tree.size + 8, b"".join(tree.edge)],
    ),
    "another head": lambda _: ("UPDATE ledger_head SET id = 1", []),
    "a checkpoint far on": lambda tree: (
        "INSERT INTO ledger_checkpoint (size, note) VALUES (%s, 'nonsense')",
        [tree.size + 1000],
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_does_not_continue_the_ledger_is_refused_and_it_goes_on(anywhere: Anywhere, attack: str) -> None:
    def tree() -> Tree:
        with connection.cursor() as cursor:
            return recording.ledger().head(cursor)

    with anywhere.serving():
        with recording.recording(None):
            recording.note("looked", "ledger")
        before = tree()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(*ATTACKS[attack](before))
        assert tree() == before
        with recording.recording(None):
            for _ in range(3):
                recording.note("looked", "ledger")
        assert tree().size == before.size + 3
    with anywhere.laying(), transaction.atomic(), connection.cursor() as cursor:
        head, rows, nodes = recording.ledger().stored(cursor)
        assert verify(rows, nodes, head).ok


def test_the_next_right_entry_is_taken(anywhere: Anywhere) -> None:
    """And so each refusal above is of what is wrong in it. On SQLite the application says what nodes there are."""
    with anywhere.serving(), transaction.atomic(), connection.cursor() as cursor:
        tree = recording.ledger().head(cursor)
        cursor.execute(*_entry(tree))
        if connection.vendor == "sqlite":
            return
        cursor.execute("SELECT size FROM ledger_head")
        assert cursor.fetchone() == (tree.size + 1,)
        transaction.set_rollback(True)


def test_an_hour_of_entries_in_one_statement_is_what_python_makes_of_them(anywhere: Anywhere) -> None:
    with anywhere.laying(), transaction.atomic(), connection.cursor() as cursor:
        before = recording.ledger().head(cursor)
        at = timezone.now()
        moments = [at + timedelta(seconds=number) for number in range(700)]
        entries = [Entry(at=moment, action="looked", object_kind="ledger") for moment in moments]
        recording.ledger().append(cursor, entries)
        grown, _ = before.grow(leaf_hash(encode(entry)) for entry in entries)
        assert recording.ledger().head(cursor) == grown
        transaction.set_rollback(True)
