"""Appending, reading, proving and publishing on both databases, and what they refuse."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from itertools import pairwise
from uuid import UUID

import psycopg
import pytest

from fingerpost.ledger import schema
from fingerpost.ledger.checkpoint import open_checkpoint
from fingerpost.ledger.entry import Entry, decode, encode
from fingerpost.ledger.errors import LedgerError
from fingerpost.ledger.merkle import (
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_count,
    tree_at,
    verify_consistency,
    verify_inclusion,
)
from fingerpost.ledger.note import Signer
from ledger.databases import MORNING, WORDS, Database, Postgresql, Sqlite, entry, run
from ledger.support import Kept

SIGNER = Signer.generate("fingerpost.example/ledger")
REFUSED = (sqlite3.IntegrityError, psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege)


# appending


def test_an_empty_ledger(database: Database) -> None:
    with database.transaction() as cursor:
        assert database.ledger.head(cursor) == Tree()
        assert database.ledger.last_checkpoint(cursor) is None
        assert database.ledger.append(cursor, [], WORDS) == range(0)
    assert database.verify().ok


def test_what_is_appended_is_there_and_in_order(database: Database) -> None:
    entries = [entry(number) for number in range(23)]
    assert database.append(entries[:1]) == range(1)
    assert database.append(entries[1:10]) == range(1, 10)
    with database.transaction() as cursor:
        assert database.ledger.append(cursor, entries[10:15], WORDS) == range(10, 15)
        assert database.ledger.append(cursor, entries[15:], WORDS) == range(15, 23)
    with database.transaction() as cursor:
        assert [decode(database.ledger.leaf(cursor, index)) for index in range(23)] == entries
        assert database.ledger.head(cursor) == Kept(map(encode, entries)).tree
        with pytest.raises(LedgerError, match="entry 23: there is no such entry"):
            database.ledger.leaf(cursor, 23)
    assert database.verify().ok


def test_many_at_once_are_as_one_after_another(database: Database) -> None:
    entries = [entry(number) for number in range(1300)]
    assert database.append(entries) == range(1300)
    kept = Kept(map(encode, entries))
    assert database.select("SELECT position, hash FROM ledger_node ORDER BY position") == list(enumerate(kept.nodes))
    report = database.verify()
    assert (report.ok, report.size, report.root) == (True, 1300, kept.tree.root())


def test_what_can_be_searched_by_is_what_the_entry_says(database: Database) -> None:
    database.append([Entry(at=MORNING, action="searched"), entry(1), entry(5)])
    found = database.select(
        "SELECT leaf_index, action, object_kind, compartment FROM ledger_entry WHERE actor = ?",
        [entry(5).actor if isinstance(database, Postgresql) else UUID(int=1005).hex],
    )
    assert found == [(2, "looked", "concern", "police")]
    [bare] = database.select("SELECT at, actor, organisation, object_id FROM ledger_entry WHERE action = 'searched'")
    assert bare[1:] == (None, None, None)
    assert bare[0] == (MORNING if isinstance(database, Postgresql) else "2026-11-24 09:30:00.000000")


def test_a_change_that_is_rolled_back_leaves_no_entry(database: Database) -> None:
    database.append([entry(0)])
    with suppress(ZeroDivisionError), database.transaction() as cursor:
        database.ledger.append(cursor, [entry(1), entry(2)], WORDS)
        raise ZeroDivisionError
    assert database.append([entry(3)]) == range(1, 2)
    assert [row[0] for row in database.select("SELECT leaf_index FROM ledger_entry ORDER BY 1")] == [0, 1]
    assert database.verify().ok


def test_an_entry_that_cannot_be_encoded_keeps_the_whole_batch_out(database: Database) -> None:
    with database.transaction() as cursor, pytest.raises(LedgerError):
        database.ledger.append(cursor, [entry(0), Entry(at=MORNING, action="peeked")], WORDS)
    assert database.select("SELECT count(*) FROM ledger_entry") == [(0,)]


def test_a_head_that_cannot_be_right_stops_appending(database: Database) -> None:
    database.append([entry(0), entry(1), entry(2)])
    database.tamper("UPDATE ledger_head SET size = 5, edge = ?", [b"\x00" * 96])
    with pytest.raises(LedgerError, match="cannot be right"):
        database.append([entry(3)])
    database.tamper("DELETE FROM ledger_head")
    with pytest.raises(LedgerError, match="missing"):
        database.append([entry(3)])
    assert not database.verify().ok


# proving


def test_proofs_are_read_from_the_database(database: Database) -> None:
    entries = [entry(number) for number in range(70)]
    database.append(entries)
    hashes = [leaf_hash(encode(one, WORDS)) for one in entries]
    with database.transaction() as cursor:
        nodes = database.ledger.nodes(cursor)
        assert list(nodes.read([])) == []
        for size in (1, 2, 64, 69, 70):
            root = tree_at(nodes, size).root()
            for index in range(0, size, 7):
                assert verify_inclusion(hashes[index], index, size, inclusion_proof(nodes, index, size), root)
        for old, new in pairwise([1, 2, 64, 69, 70]):
            proof = consistency_proof(nodes, old, new)
            assert verify_consistency(old, tree_at(nodes, old).root(), new, tree_at(nodes, new).root(), proof)


def test_a_proof_that_needs_a_missing_node_is_refused(database: Database) -> None:
    database.append([entry(number) for number in range(8)])
    database.tamper("DELETE FROM ledger_node WHERE position = 0")
    with database.transaction() as cursor, pytest.raises(LedgerError, match=r"level=0, index=0\) is missing"):
        inclusion_proof(database.ledger.nodes(cursor), 1, 8)


# publishing


def publish(database: Database, signer: Signer = SIGNER, former: Signer | None = None) -> str:
    with database.transaction() as cursor:
        return database.ledger.publish(cursor, signer, [former.verifier] if former else [])


def test_a_checkpoint_is_signed_once_for_each_size(database: Database) -> None:
    empty = publish(database)
    database.append([entry(0), entry(1)])
    first = publish(database)
    assert publish(database) == first
    database.append([entry(2)])
    second = publish(database)
    checkpoint = open_checkpoint(second, [SIGNER.verifier])
    assert (checkpoint.size, checkpoint.root) == (3, Kept(encode(entry(n), WORDS) for n in range(3)).tree.root())
    with database.transaction() as cursor:
        assert database.ledger.checkpoints(cursor) == [empty, first, second]
        assert database.ledger.last_checkpoint(cursor) == second


def test_a_new_key_goes_on_where_the_former_stopped(database: Database) -> None:
    database.append([entry(0)])
    publish(database)
    database.append([entry(1)])
    new = Signer.generate(SIGNER.name)
    with pytest.raises(LedgerError, match="none of the given keys"):
        publish(database, new)
    assert open_checkpoint(publish(database, new, former=SIGNER), [new.verifier]).size == 2


def test_nothing_is_signed_that_contradicts_what_was_published(database: Database) -> None:
    database.append([entry(number) for number in range(9)])
    publish(database)
    database.append([entry(9)])
    database.tamper("UPDATE ledger_node SET hash = ? WHERE position = ?", [b"\x00" * 32, node_count(8) - 1])
    with pytest.raises(LedgerError, match="no longer a continuation"):
        publish(database)
    database.tamper("DELETE FROM ledger_node WHERE position >= ?", [node_count(8)])
    database.tamper("UPDATE ledger_head SET size = 8, edge = ?", [b"\x00" * 32])
    with pytest.raises(LedgerError, match="no longer a continuation"):
        publish(database)


def test_a_head_that_its_nodes_do_not_bear_out_is_not_signed(database: Database) -> None:
    database.append([entry(0), entry(1)])
    database.tamper("UPDATE ledger_head SET edge = ?", [b"\x00" * 32])
    with pytest.raises(LedgerError, match="not what the nodes say"):
        publish(database)
    assert database.select("SELECT count(*) FROM ledger_checkpoint") == [(0,)]


# reading everything while others write


def test_what_is_appended_during_a_verification_does_not_disturb_it(database: Database) -> None:
    database.append([entry(number) for number in range(10)])
    if isinstance(database, Sqlite):
        with database.connection() as connection:
            head, entries, nodes = database.ledger.stored(connection.cursor())
            database.append([entry(10)])
            assert [row[0] for row in entries] == list(range(10))
    else:
        with database.transaction() as cursor:
            head, entries, nodes = database.ledger.stored(cursor)
            database.append([entry(10)])
            assert [row[0] for row in entries] == list(range(10))
            assert len(list(nodes)) == node_count(10)
    assert head.size == 10


# what the tables refuse

TAMPERINGS = [
    "UPDATE ledger_entry SET action = 'changed'",
    "UPDATE ledger_entry SET leaf_index = 7 WHERE leaf_index = 1",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_entry WHERE leaf_index = 1",
    "UPDATE ledger_node SET position = position + 100",
    "DELETE FROM ledger_node",
    "UPDATE ledger_checkpoint SET note = ''",
    "DELETE FROM ledger_checkpoint",
    "DELETE FROM ledger_head",
    "UPDATE ledger_head SET size = size",
    "UPDATE ledger_head SET size = size - 1",
    "UPDATE ledger_head SET id = 2",
]
REPLACINGS = [
    "INSERT OR REPLACE INTO ledger_entry SELECT leaf_index, x'00', at, actor, organisation, action, object_kind,"
    " object_id, within, compartment FROM ledger_entry WHERE leaf_index = 1",
    "INSERT OR REPLACE INTO ledger_node SELECT position, zeroblob(32) FROM ledger_node",
    "INSERT OR REPLACE INTO ledger_checkpoint SELECT size, '' FROM ledger_checkpoint",
    "INSERT OR REPLACE INTO ledger_head VALUES (1, 0, x'')",
    "UPDATE OR REPLACE ledger_entry SET leaf_index = 0 WHERE leaf_index = 1",
    "UPDATE OR REPLACE ledger_head SET size = 0",
]
TRUNCATIONS = [f"TRUNCATE {table}" for table in schema.TABLES]


def filled(database: Database) -> Database:
    database.append([entry(0), entry(1), entry(2)])
    publish(database)
    return database


@pytest.mark.parametrize("statement", TAMPERINGS)
def test_the_application_can_change_and_remove_nothing(database: Database, statement: str) -> None:
    filled(database)
    with pytest.raises(REFUSED), database.transaction() as cursor:
        cursor.execute(statement, ())
    assert database.verify().ok


@pytest.mark.parametrize("statement", REPLACINGS)
def test_sqlite_s_replacing_is_no_way_round(sqlite: Sqlite, statement: str) -> None:
    filled(sqlite)
    with pytest.raises(sqlite3.IntegrityError, match="The ledger only grows"), sqlite.transaction() as cursor:
        cursor.execute(statement, ())
    assert sqlite.verify().ok


@pytest.mark.parametrize("statement", [*TAMPERINGS, *TRUNCATIONS])
def test_on_postgresql_even_the_owner_is_refused_by_the_triggers(postgresql: Postgresql, statement: str) -> None:
    filled(postgresql)
    refused = (psycopg.errors.RestrictViolation, psycopg.errors.CheckViolation)
    with pytest.raises(refused), postgresql.cluster.connect(postgresql.name) as connection:
        run(connection, [statement])
    assert postgresql.verify().ok


# Moving the head on is what the application must be able to do: that it can only grow is for the trigger to see to.
@pytest.mark.parametrize(
    "statement", [one for one in [*TAMPERINGS, *TRUNCATIONS] if not one.startswith("UPDATE ledger_head SET size")]
)
def test_on_postgresql_the_application_lacks_the_privilege_too(postgresql: Postgresql, statement: str) -> None:
    filled(postgresql)
    with postgresql.cluster.connect(postgresql.name) as connection:
        run(connection, [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in schema.TABLES])
    with pytest.raises(psycopg.errors.InsufficientPrivilege), postgresql.transaction() as cursor:
        cursor.execute(statement, ())


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "ALTER TABLE ledger_entry DISABLE TRIGGER USER",
        "DROP TRIGGER ledger_entry_only_grows ON ledger_entry",
        "DROP TABLE ledger_entry",
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE sql AS ''",
    ],
)
def test_on_postgresql_the_application_cannot_switch_the_triggers_off(postgresql: Postgresql, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), postgresql.transaction() as cursor:
        cursor.execute(statement, ())


def test_the_tables_can_be_taken_away_and_made_again(postgresql: Postgresql, sqlite: Sqlite) -> None:
    filled(postgresql)
    postgresql.drop()
    assert postgresql.select("SELECT count(*) FROM pg_class WHERE left(relname, 6) = 'ledger'") == [(0,)]
    postgresql.create()
    filled(sqlite)
    with sqlite.connection() as connection:
        for statement in [*schema.drop("sqlite"), "VACUUM"]:
            connection.execute(statement)
        assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
        for statement in schema.create("sqlite"):
            connection.execute(statement)
