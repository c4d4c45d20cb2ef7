"""Somebody who owns the database tampers with it: on both databases each attack is found, and what it was is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from fingerpost.ledger.checkpoint import open_checkpoint
from fingerpost.ledger.entry import CLEAR_COLUMNS, encode
from fingerpost.ledger.merkle import Tree, leaf_hash
from fingerpost.ledger.note import Signer
from fingerpost.ledger.verify import Known, Report
from ledger.databases import WORDS, Database, Postgresql, entry

SIGNER = Signer.generate("fingerpost.example/ledger")
SIZE = 60
PUBLISHED = (20, 40, 60)
TARGET = 33
COLUMNS = ", ".join(CLEAR_COLUMNS)

Told = tuple[str, int, int]


@pytest.fixture
def kept(database: Database) -> list[str]:
    """The ledger filled, and the checkpoints that a witness fetched on the way."""
    notes = list[str]()
    for size in PUBLISHED:
        database.append([entry(number) for number in range(size - 20, size)])
        with database.transaction() as cursor:
            notes.append(database.ledger.publish(cursor, SIGNER))
    return notes


def opened(notes: Sequence[str]) -> list[Known]:
    checkpoints = [open_checkpoint(note, [SIGNER.verifier]) for note in notes]
    return [Known(f"the checkpoint of size {checkpoint.size}", checkpoint) for checkpoint in checkpoints]


def told(report: Report) -> list[Told]:
    return [(str(finding.fault), finding.first, finding.last) for finding in report.findings]


# what may be done to the entries


def alter(database: Database) -> None:
    database.tamper("UPDATE ledger_entry SET leaf = ? WHERE leaf_index = ?", [encode(entry(1033), WORDS), TARGET])


def remove(database: Database) -> None:
    database.tamper("DELETE FROM ledger_entry WHERE leaf_index = ?", [TARGET])


def renumber(database: Database, start: int, by: int) -> None:
    # By way of numbers that nobody has, because an index may not be there twice for a moment.
    database.tamper("UPDATE ledger_entry SET leaf_index = leaf_index + 1000000 WHERE leaf_index >= ?", [start])
    database.tamper("UPDATE ledger_entry SET leaf_index = leaf_index - ? WHERE leaf_index >= 1000000", [1000000 - by])


def remove_and_close_the_gap(database: Database) -> None:
    remove(database)
    renumber(database, TARGET + 1, -1)


def insert(database: Database) -> None:
    renumber(database, TARGET, 1)
    database.tamper(
        f"INSERT INTO ledger_entry SELECT ?, ?, {COLUMNS} FROM ledger_entry WHERE leaf_index = 0",  # noqa: S608
        [TARGET, encode(entry(1033), WORDS)],
    )


def append_without_hash(database: Database) -> None:
    database.tamper(
        f"INSERT INTO ledger_entry SELECT ?, leaf, {COLUMNS} FROM ledger_entry WHERE leaf_index = 0",  # noqa: S608
        [SIZE],
    )


def exchange(database: Database) -> None:
    for old, new in [(TARGET, 1000000), (50, TARGET), (1000000, 50)]:
        database.tamper("UPDATE ledger_entry SET leaf_index = ? WHERE leaf_index = ?", [new, old])


def cut_the_end(database: Database) -> None:
    database.tamper("DELETE FROM ledger_entry WHERE leaf_index >= 50")


ATTACKS: dict[Callable[[Database], None], list[Told]] = {
    alter: [("altered", TARGET, TARGET)],
    remove: [("removed", TARGET, TARGET)],
    remove_and_close_the_gap: [("removed", TARGET, TARGET)],
    insert: [("inserted", TARGET, TARGET)],
    append_without_hash: [("inserted", SIZE, SIZE)],
    exchange: [("moved", TARGET, TARGET), ("moved", 50, 50)],
    cut_the_end: [("removed", 50, 59)],
}


def rehash(database: Database) -> None:
    """Make every hash, the nodes and the head anew from the entries as they are now, as their owner can."""
    leaves = [bytes(leaf) for (leaf,) in database.select("SELECT leaf FROM ledger_entry ORDER BY leaf_index")]
    tree, made = Tree().grow(map(leaf_hash, leaves))
    database.tamper("DELETE FROM ledger_node")
    for position, hashed in enumerate(made):
        database.tamper("INSERT INTO ledger_node VALUES (?, ?)", [position, hashed])
    database.tamper("UPDATE ledger_head SET size = ?, edge = ?", [tree.size, b"".join(tree.edge)])


def also_the_columns(database: Database) -> None:
    """Make an altered or inserted entry's columns fit it."""
    other = entry(1033)
    actor, organisation, object_id, within = (
        value if isinstance(database, Postgresql) or value is None else value.hex
        for value in (other.actor, other.organisation, other.object_id, other.within)
    )
    at = other.at if isinstance(database, Postgresql) else other.at.strftime("%Y-%m-%d %H:%M:%S.%f")
    database.tamper(
        "UPDATE ledger_entry SET at = ?, actor = ?, organisation = ?, action = ?, object_kind = ?, object_id = ?,"
        " within = ?, compartment = ? WHERE leaf = ?",
        [
            at,
            actor,
            organisation,
            other.action,
            other.object_kind,
            object_id,
            within,
            other.compartment,
            encode(other, WORDS),
        ],
    )


# the tests


def test_the_ledger_is_in_order_before_anything_is_done_to_it(database: Database, kept: list[str]) -> None:
    report = database.verify(opened(kept))
    assert (told(report), report.size) == ([], SIZE)
    assert [known.checkpoint.size for known in report.agreeing] == list(PUBLISHED)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
@pytest.mark.parametrize("with_checkpoints", [True, False])
def test_an_attack_on_the_entries_is_named(
    database: Database, kept: list[str], attack: Callable[[Database], None], with_checkpoints: bool
) -> None:
    attack(database)
    if attack is alter:
        also_the_columns(database)
    report = database.verify(opened(kept) if with_checkpoints else [])
    assert told(report) == ATTACKS[attack]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_making_every_hash_anew_does_not_help(
    database: Database, kept: list[str], attack: Callable[[Database], None]
) -> None:
    attack(database)
    if attack is remove:
        renumber(database, TARGET + 1, -1)
    also_the_columns(database)
    rehash(database)
    told_now = told(database.verify(opened(kept)))
    if attack is append_without_hash:
        # An entry after the last checkpoint is for the next checkpoint to vouch for; nothing published is contradicted.
        assert told_now == []
    elif attack is cut_the_end:
        assert told_now == [("removed", 50, 59)]
    else:
        # Between the checkpoint at 20, which still holds, and that at 40, which does not.
        lost = [("removed", 59, 59)] if attack in (remove, remove_and_close_the_gap) else []
        assert told_now == [("rewritten", 20, 39), *lost]


def test_the_key_s_holder_cannot_sign_it_away_from_whoever_kept_an_old_checkpoint(
    database: Database, kept: list[str]
) -> None:
    alter(database)
    also_the_columns(database)
    rehash(database)
    database.tamper("DELETE FROM ledger_checkpoint")
    with database.transaction() as cursor:
        database.ledger.publish(cursor, SIGNER)
        own = database.ledger.checkpoints(cursor)
    assert told(database.verify(opened(own))) == [], "by itself the rewritten ledger is in order"
    report = database.verify([*opened(own), *opened(kept[1:2])])
    assert [fault for fault, _, _ in told(report)] == ["contradiction"]
    assert "two histories" in report.findings[0].text


def test_a_column_beside_the_entry_cannot_be_changed_alone(database: Database, kept: list[str]) -> None:
    database.tamper("UPDATE ledger_entry SET actor = NULL WHERE leaf_index = ?", [TARGET])
    assert told(database.verify(opened(kept))) == [("columns", TARGET, TARGET)]
    assert "“actor”" in database.verify().findings[0].text


@pytest.mark.parametrize("column", [name for name in CLEAR_COLUMNS if name != "actor"])
def test_each_column_is_looked_at(database: Database, column: str) -> None:
    database.append([entry(number) for number in range(4)])
    database.tamper(
        f"UPDATE ledger_entry SET {column} = (SELECT {column} FROM ledger_entry WHERE leaf_index = 0)"  # noqa: S608
        " WHERE leaf_index = 1"
    )
    if column == "object_kind":
        database.tamper("UPDATE ledger_entry SET object_kind = NULL WHERE leaf_index = 1")
    assert told(database.verify()) == [("columns", 1, 1)]


def test_hashes_changed_while_the_entries_stand(database: Database, kept: list[str]) -> None:
    database.tamper("UPDATE ledger_node SET hash = ? WHERE position = 10", [b"\x00" * 32])
    [finding] = database.verify(opened(kept)).findings
    assert finding.fault == "record"


def test_a_deleted_head_is_told(database: Database, kept: list[str]) -> None:
    database.tamper("DELETE FROM ledger_head")
    assert told(database.verify(opened(kept))) == [("head", 0, SIZE)]
