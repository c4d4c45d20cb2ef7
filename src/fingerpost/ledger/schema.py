"""The ledger's tables, as SQL statements for SQLite and PostgreSQL, each list in the order in which to run it.

Four tables: the entries; the hashes of all complete subtrees, by `merkle.Node.position`; the head, one row, with the
size and the edge; the checkpoints. Entries, nodes and checkpoints can only be added and the head can only grow:
triggers refuse the rest on both databases, and on PostgreSQL the application's role lacks the privileges too.
"""

from __future__ import annotations

from typing import Literal

from fingerpost.ledger.errors import refuse

Vendor = Literal["sqlite", "postgresql"]

TABLES = ("ledger_entry", "ledger_node", "ledger_head", "ledger_checkpoint")
_GROWING = ("ledger_entry", "ledger_node", "ledger_checkpoint")
_KEY = {"ledger_entry": "leaf_index", "ledger_node": "position", "ledger_checkpoint": "size", "ledger_head": "id"}

# People read entries by one of these columns, the newest first, page by page.
_READ_BY = ("within", "actor", "organisation", "action", "object_kind", "object_id")
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS ledger_entry_read_at ON ledger_entry (at, leaf_index)",
    *(f"CREATE INDEX IF NOT EXISTS ledger_entry_read_{it} ON ledger_entry ({it}, at, leaf_index)" for it in _READ_BY),
)

# Times and ids are kept in the forms that Django's DateTimeField and UUIDField have on each database.
_SQLITE_TABLES = (
    """CREATE TABLE ledger_entry (
        leaf_index INTEGER PRIMARY KEY CHECK (leaf_index >= 0),
        leaf BLOB NOT NULL,
        at TEXT NOT NULL,
        actor TEXT,
        organisation TEXT,
        action TEXT NOT NULL,
        object_kind TEXT,
        object_id TEXT,
        within TEXT,
        compartment TEXT
    ) STRICT""",
    """CREATE TABLE ledger_node (
        position INTEGER PRIMARY KEY CHECK (position >= 0),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT""",
    """CREATE TABLE ledger_head (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        size INTEGER NOT NULL,
        edge BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE ledger_checkpoint (
        size INTEGER PRIMARY KEY CHECK (size >= 0),
        note TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO ledger_head (id, size, edge) VALUES (1, 0, x'')",
)

_POSTGRESQL_TABLES = (
    """CREATE TABLE ledger_entry (
        leaf_index bigint PRIMARY KEY CHECK (leaf_index >= 0),
        leaf bytea NOT NULL,
        at timestamptz NOT NULL,
        actor uuid,
        organisation uuid,
        action text NOT NULL,
        object_kind text,
        object_id uuid,
        within uuid,
        compartment text
    )""",
    """CREATE TABLE ledger_node (
        position bigint PRIMARY KEY CHECK (position >= 0),
        hash bytea NOT NULL CHECK (octet_length(hash) = 32)
    )""",
    """CREATE TABLE ledger_head (
        id smallint PRIMARY KEY CHECK (id = 1),
        size bigint NOT NULL,
        edge bytea NOT NULL
    )""",
    """CREATE TABLE ledger_checkpoint (
        size bigint PRIMARY KEY CHECK (size >= 0),
        note text NOT NULL
    )""",
    "INSERT INTO ledger_head (id, size, edge) VALUES (1, 0, '')",
)

_POSTGRESQL_REFUSE = """CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger only grows: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$"""


def vendor(name: str) -> Vendor:
    """Return Django's name of a database as one of ours. Raises `LedgerError` for one that the ledger cannot be in."""
    match name:
        case "sqlite" | "postgresql":
            return name
    raise refuse(f"database “{name}”", "the ledger cannot be kept in it", "Use SQLite or PostgreSQL.")


def create(vendor: Vendor) -> list[str]:
    """Return the statements that make the tables and guard them."""
    if vendor == "sqlite":
        return [*_SQLITE_TABLES, *_INDEXES, *_sqlite_guards()]
    return [*_POSTGRESQL_TABLES, *_INDEXES, _POSTGRESQL_REFUSE, *_postgresql_guards()]


def drop(vendor: Vendor) -> list[str]:
    """Return the statements that remove everything `create` made, with all that was recorded."""
    tables = [f"DROP TABLE {table}" for table in reversed(TABLES)]
    return tables if vendor == "sqlite" else [*tables, "DROP FUNCTION ledger_refuse()"]


def _sqlite_guards() -> list[str]:
    def guard(table: str, event: str, condition: str = "") -> str:
        operation = event.split()[0].lower()
        return (
            f"CREATE TRIGGER {table}_no_{operation} BEFORE {event} ON {table} {condition}"
            f" BEGIN SELECT RAISE(ABORT, 'The ledger only grows: {operation} of {table} is refused.'); END"
        )

    guards = [guard(table, "DELETE") for table in TABLES]
    for table in _GROWING:
        guards.append(guard(table, "UPDATE"))
    # INSERT OR REPLACE deletes the row that is in its way without a DELETE trigger's knowing.
    for table in TABLES:
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE {_KEY[table]} = NEW.{_KEY[table]})"  # noqa: S608
        guards.append(guard(table, "INSERT", f"WHEN {taken}"))
    guards.append(guard("ledger_head", "UPDATE", "WHEN NEW.size <= OLD.size"))
    return guards


def _postgresql_guards() -> list[str]:
    guards = [
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        for table in _GROWING
    ]
    return [
        *guards,
        "CREATE TRIGGER ledger_head_stays BEFORE DELETE OR TRUNCATE ON ledger_head"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
        "CREATE TRIGGER ledger_head_only_grows BEFORE UPDATE ON ledger_head"
        " FOR EACH ROW WHEN (NEW.size <= OLD.size) EXECUTE FUNCTION ledger_refuse()",
    ]
