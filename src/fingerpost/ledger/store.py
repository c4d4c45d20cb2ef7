"""The ledger in a database: appending, reading, proving, publishing, through a cursor that the caller hands in.

Nothing here opens, commits or rolls back: the entries of a change belong to the change's own transaction. Append them
as the last thing before the commit, because from there to the commit nobody else can append. On SQLite the transaction
must have begun with BEGIN IMMEDIATE: one begun otherwise can fail as locked where it would have had to wait.

Statements are put together from names in this file; every value is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from typing import Any, Protocol
from uuid import UUID

from fingerpost.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from fingerpost.ledger.entry import Entry, encode
from fingerpost.ledger.errors import refuse
from fingerpost.ledger.merkle import HASH_SIZE, Node, Tree, leaf_hash, node_count, tree_at
from fingerpost.ledger.note import Signer, Verifier
from fingerpost.ledger.schema import Vendor
from fingerpost.ledger.verify import StoredEntry, StoredNode
from fingerpost.ledger.words import Words

_ENTRIES_A_STATEMENT = 500
_ROWS_A_READING = 5000
_FIRST = -(2**63)

_ENTRY_COLUMNS = "leaf_index, leaf, at, actor, organisation, action, object_kind, object_id, within, compartment"
_SQLITE_ID = "substr({0},1,8)||'-'||substr({0},9,4)||'-'||substr({0},13,4)||'-'||substr({0},17,4)||'-'||substr({0},21)"
# The columns beside the leaf in the very form that the leaf has them in, so that the two can be compared.
_AS_IN_LEAF = {
    "sqlite": (
        "replace(at, ' ', 'T')||'Z'",
        _SQLITE_ID.format("actor"),
        _SQLITE_ID.format("organisation"),
        "action, object_kind",
        _SQLITE_ID.format("object_id"),
        _SQLITE_ID.format("within"),
        "compartment",
    ),
    "postgresql": (
        """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
        "actor::text, organisation::text, action, object_kind, object_id::text, within::text, compartment",
    ),
}


class Cursor(Protocol):
    """The part of a DB-API cursor that is used."""

    def execute(self, sql: str, params: Sequence[Any], /) -> Any: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Ledger:
    """One database's ledger. `placeholder` is how its driver marks a parameter: “%s”, or “?” for bare sqlite3."""

    vendor: Vendor
    placeholder: str = "%s"

    def append(self, cursor: Cursor, entries: Sequence[Entry], words: Words | None = None) -> range:
        """Append entries in their order and return their indices. The caller's transaction then holds the log's lock.

        Raises `LedgerError` before anything is written if an entry cannot be encoded.
        """
        leaves = [encode(entry, words) for entry in entries]
        if not leaves:
            return range(0)
        tree = self.head(cursor, lock=True)
        first = tree.size
        for batch in batched(zip(leaves, entries, strict=True), _ENTRIES_A_STATEMENT):
            tree = self._append_batch(cursor, tree, batch)
        return range(first, tree.size)

    def head(self, cursor: Cursor, *, lock: bool = False) -> Tree:
        """Return the log's size and edge; with `lock`, keep others from appending until the transaction ends.

        Raises `LedgerError` if the head's row is missing or cannot be right.
        """
        statement = "SELECT size, edge FROM ledger_head"
        if lock and self.vendor == "postgresql":
            statement += " FOR UPDATE"
        self._execute(cursor, statement)
        row = cursor.fetchone()
        tree = None if row is None else _tree(*row)
        if tree is None or len(tree.edge) != tree.size.bit_count():
            raise refuse("ledger_head", "its row is missing or cannot be right", "Verify the ledger.")
        return tree

    def nodes(self, cursor: Cursor) -> SqlNodes:
        """Return the stored nodes, to make proofs from (`merkle.inclusion_proof`, `merkle.consistency_proof`)."""
        return SqlNodes(self, cursor)

    def leaf(self, cursor: Cursor, index: int) -> bytes:
        """Return one entry's leaf. Raises `LedgerError` if there is none."""
        self._execute(cursor, "SELECT leaf FROM ledger_entry WHERE leaf_index = ?", [index])
        row = cursor.fetchone()
        if row is None:
            raise refuse(f"entry {index}", "there is no such entry")
        return bytes(row[0])

    def stored(self, cursor: Cursor) -> tuple[Tree, Iterator[StoredEntry], Iterator[StoredNode]]:
        """Return the head, and all entries and nodes there are at this moment, to be verified.

        Rows are read as they are asked for, some thousands at a time. What others append meanwhile is left out.
        """
        self._execute(
            cursor,
            "SELECT (SELECT size FROM ledger_head), (SELECT edge FROM ledger_head),"
            " (SELECT max(leaf_index) FROM ledger_entry), (SELECT max(position) FROM ledger_node)",
        )
        size, edge, last_index, last_position = cursor.fetchone()
        columns = ", ".join(["leaf_index", "leaf", *_AS_IN_LEAF[self.vendor]])
        entries = self._pages(cursor, "ledger_entry", "leaf_index", columns, last_index)
        nodes = self._pages(cursor, "ledger_node", "position", "position, hash", last_position)
        return (
            _tree(size or 0, edge or b""),
            ((index, bytes(leaf), tuple(clear)) for index, leaf, *clear in entries),
            ((position, bytes(hashed)) for position, hashed in nodes),
        )

    def publish(self, cursor: Cursor, signer: Signer, former: Iterable[Verifier] = ()) -> str:
        """Sign a checkpoint of the log as it is, keep it, and return the note. Where this size has one, return that.

        `former` are keys that earlier checkpoints were signed with. Raises `LedgerError`, and signs nothing, if the log
        is no continuation of what was published last: it must be verified first.
        """
        tree = self.head(cursor)
        nodes = self.nodes(cursor)
        last = self.last_checkpoint(cursor)
        if last is not None:
            checkpoint = open_checkpoint(last, [signer.verifier, *former])
            self._check_continues(nodes, tree, checkpoint)
            if checkpoint.size == tree.size:
                return last
        if tree_at(nodes, tree.size) != tree:
            raise refuse("ledger_head", "its edge is not what the nodes say", "Verify the ledger before publishing.")
        self._execute(
            cursor,
            "INSERT INTO ledger_checkpoint (size, note) VALUES (?, ?) ON CONFLICT (size) DO NOTHING",
            [tree.size, sign_checkpoint(tree.size, tree.root(), signer)],
        )
        self._execute(cursor, "SELECT note FROM ledger_checkpoint WHERE size = ?", [tree.size])
        note: str = cursor.fetchone()[0]
        return note

    def last_checkpoint(self, cursor: Cursor) -> str | None:
        """Return the signed note of the largest size that was published, if any was."""
        self._execute(cursor, "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
        row = cursor.fetchone()
        return None if row is None else row[0]

    def checkpoints(self, cursor: Cursor) -> list[str]:
        """Return the signed notes that were published, by size."""
        self._execute(cursor, "SELECT note FROM ledger_checkpoint ORDER BY size")
        return [note for (note,) in cursor.fetchall()]

    def _check_continues(self, nodes: SqlNodes, tree: Tree, published: Checkpoint) -> None:
        if published.size <= tree.size and tree_at(nodes, published.size).root() == published.root:
            return
        raise refuse(
            f"checkpoint of size {published.size}",
            "the log is no longer a continuation of what was published, so nothing is signed",
            "Verify the ledger against the checkpoints that were kept elsewhere.",
        )

    def _append_batch(self, cursor: Cursor, tree: Tree, batch: Sequence[tuple[bytes, Entry]]) -> Tree:
        grown, made = tree.grow(leaf_hash(leaf) for leaf, _ in batch)
        rows = [self._entry_row(index, leaf, entry) for index, (leaf, entry) in enumerate(batch, tree.size)]
        self._execute(cursor, *_insertion(f"ledger_entry ({_ENTRY_COLUMNS})", rows))
        if self.vendor == "sqlite":  # PostgreSQL makes nodes and head of the entries by itself
            nodes = [*enumerate(made, node_count(tree.size))]
            self._execute(cursor, *_insertion("ledger_node (position, hash)", nodes))
            head = [grown.size, b"".join(grown.edge)]
            self._execute(cursor, "UPDATE ledger_head SET size = ?, edge = ?", head)
        return grown

    def _entry_row(self, index: int, leaf: bytes, entry: Entry) -> tuple[Any, ...]:
        ids = (entry.actor, entry.organisation, entry.object_id, entry.within)
        actor, organisation, object_id, within = ids if self.vendor == "postgresql" else map(_sqlite_id, ids)
        at = entry.at if self.vendor == "postgresql" else _sqlite_time(entry.at)
        words = (entry.action, entry.object_kind)
        return (index, leaf, at, actor, organisation, *words, object_id, within, entry.compartment)

    def _pages(self, cursor: Cursor, table: str, key: str, columns: str, last: int | None) -> Iterator[tuple[Any, ...]]:
        """The table's rows by key, each page after the last row of the page before: a key left out is no hindrance."""
        after = _FIRST
        statement = f"SELECT {columns} FROM {table} WHERE {key} > ? AND {key} <= ? ORDER BY {key} LIMIT ?"  # noqa: S608
        while last is not None:
            self._execute(cursor, statement, [after, last, _ROWS_A_READING])
            rows = cursor.fetchall()
            if not rows:
                return
            yield from rows
            after = rows[-1][0]

    def _execute(self, cursor: Cursor, statement: str, params: Sequence[Any] = ()) -> None:
        cursor.execute(statement.replace("?", self.placeholder), params)


@dataclass(frozen=True, slots=True)
class SqlNodes:
    """The stored nodes as a `merkle.NodeStore`. One statement reads all that a proof needs."""

    ledger: Ledger
    cursor: Cursor

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        """Return the nodes' hashes in the order asked for. Raises `LedgerError` if one is missing."""
        if not nodes:
            return []
        wanted = [node.position for node in nodes]
        marks = ", ".join([self.ledger.placeholder] * len(wanted))
        self.cursor.execute(f"SELECT position, hash FROM ledger_node WHERE position IN ({marks})", wanted)  # noqa: S608
        found = {position: bytes(hashed) for position, hashed in self.cursor.fetchall()}
        missing = [node for node in nodes if node.position not in found]
        if missing:
            raise refuse("ledger_node", f"{missing[0]} is missing", "Verify the ledger.")
        return [found[position] for position in wanted]


def _insertion(target: str, rows: Sequence[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    """The statement that inserts these rows, and its parameters."""
    marks = "(" + ", ".join("?" * len(rows[0])) + ")"
    return f"INSERT INTO {target} VALUES {', '.join([marks] * len(rows))}", [value for row in rows for value in row]  # noqa: S608


def _tree(size: int, edge: bytes) -> Tree:
    edge = bytes(edge)
    return Tree(size, tuple(edge[start : start + HASH_SIZE] for start in range(0, len(edge), HASH_SIZE)))


def _sqlite_id(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _sqlite_time(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
