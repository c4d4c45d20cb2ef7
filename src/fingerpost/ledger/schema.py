"""The ledger's tables, as SQL statements for SQLite and PostgreSQL, each list in the order in which to run it.

Four tables: the entries; the hashes of all complete subtrees, by `merkle.Node.position`; the head, one row, with the
size and the edge; the checkpoints. Entries, nodes and checkpoints can only be added and the head can only grow:
triggers refuse the rest on both databases, and on PostgreSQL the application's role lacks the privileges too.

An entry is taken only if it is the next one, and its leaf says what its columns say. On PostgreSQL the database itself
makes nodes and head of it; the application adds entries alone. SQLite has no hashes: there the application says the
nodes and the head, and they are taken only if they fit the entries in number and place.
"""

from __future__ import annotations

from typing import Literal

from fingerpost.ledger.errors import refuse

Vendor = Literal["sqlite", "postgresql"]

TABLES = ("ledger_entry", "ledger_node", "ledger_head", "ledger_checkpoint")
_GROWING = ("ledger_entry", "ledger_node", "ledger_checkpoint")

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

# What beside the leaf has to be in it, and in what form it is there.
_IDS = ("actor", "organisation", "object_id", "within")
_WORDS = ("action", "object_kind", "compartment")
_FIELDS = (*_IDS, *_WORDS, "at", "attempted", "payload", "request", "role", "v", "why")

_POSTGRESQL_CONTINUE = f"""CREATE FUNCTION ledger_continue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    head record;
    entry record;
    said jsonb;
    made_edge bytea[];
    made bytea[] := '{{}}';
    hash bytea;
    ends bigint;
BEGIN
    SELECT h.size, h.size AS first, h.edge INTO head FROM public.ledger_head h FOR UPDATE;
    made_edge := ARRAY(
        SELECT substr(head.edge, 32 * n + 1, 32) FROM generate_series(0, octet_length(head.edge) / 32 - 1) n ORDER BY n
    );
    FOR entry IN SELECT * FROM added a ORDER BY a.leaf_index LOOP
        said := convert_from(entry.leaf, 'UTF8')::jsonb;
        IF entry.leaf_index <> head.size
            OR ARRAY(SELECT k FROM jsonb_object_keys(said) k ORDER BY k COLLATE "C")
                <> ARRAY[{", ".join(f"'{field}'" for field in sorted(_FIELDS))}]
            OR said->>'v' <> '1'
            OR said->>'at' <> to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            OR {" OR ".join(f"said->>'{field}' IS DISTINCT FROM entry.{field}::text" for field in (*_IDS, *_WORDS))}
        THEN
            RAISE EXCEPTION 'The ledger only grows: entry % does not continue it, or is none.', entry.leaf_index
                USING ERRCODE = 'restrict_violation';
        END IF;
        hash := sha256('\\x00'::bytea || entry.leaf);
        made := made || hash;
        ends := head.size;
        WHILE ends & 1 = 1 LOOP
            hash := sha256('\\x01'::bytea || made_edge[cardinality(made_edge)] || hash);
            made_edge := trim_array(made_edge, 1);
            made := made || hash;
            ends := ends >> 1;
        END LOOP;
        made_edge := made_edge || hash;
        head.size := head.size + 1;
    END LOOP;
    IF head.size > head.first THEN
        INSERT INTO public.ledger_node (position, hash)
            SELECT 2 * head.first - bit_count(head.first::bit(64)) + m.n - 1, m.node
            FROM unnest(made) WITH ORDINALITY AS m (node, n);
        UPDATE public.ledger_head h
            SET size = head.size, edge = (SELECT string_agg(e.node, ''::bytea ORDER BY e.n)
                FROM unnest(made_edge) WITH ORDINALITY AS e (node, n));
    END IF;
    RETURN NULL;
END $$"""  # noqa: S608 - names of ours

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
    functions = (_POSTGRESQL_REFUSE, _POSTGRESQL_CONTINUE)
    return [*_POSTGRESQL_TABLES, *_INDEXES, *functions, *_postgresql_guards()]


def drop(vendor: Vendor) -> list[str]:
    """Return the statements that remove everything `create` made, with all that was recorded."""
    tables = [f"DROP TABLE {table}" for table in reversed(TABLES)]
    return tables if vendor == "sqlite" else [*tables, "DROP FUNCTION ledger_refuse(), ledger_continue()"]


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
    # What follows refuses INSERT OR REPLACE too, which deletes the row in its way without a DELETE trigger's knowing.
    size = "(SELECT coalesce(max(leaf_index) + 1, 0) FROM ledger_entry)"
    places = "(SELECT coalesce(max(position) + 1, 0) FROM ledger_node)"
    last = "(SELECT hash FROM ledger_node ORDER BY position DESC LIMIT 1)"
    ones = " + ".join(f"((size >> {bit}) & 1)" for bit in range(48))
    right = f"(SELECT 2 * size - ({ones}) FROM (SELECT {size} AS size))"  # noqa: S608 - no input
    taken = "EXISTS (SELECT 1 FROM {0} WHERE {1} = NEW.{1})"
    guards += [
        guard("ledger_entry", "INSERT", f"WHEN NEW.leaf_index <> {size} OR {_sqlite_differs()}"),
        guard("ledger_node", "INSERT", f"WHEN NEW.position <> {places} OR NEW.position >= {right}"),
        guard("ledger_head", "INSERT", f"WHEN {taken.format('ledger_head', 'id')}"),
        guard("ledger_checkpoint", "INSERT", f"WHEN {taken.format('ledger_checkpoint', 'size')} OR NEW.size > {size}"),
        guard(
            "ledger_head",
            "UPDATE",
            f"WHEN NEW.size <= OLD.size OR NEW.size <> {size} OR {places} <> {right}"
            f" OR length(NEW.edge) <> 32 * (2 * NEW.size - {right}) OR substr(NEW.edge, -32) <> {last}",
        ),
    ]
    return guards


def _sqlite_differs() -> str:
    """Return the condition that a new entry's leaf says something else than its columns."""
    leaf = "CAST(NEW.leaf AS TEXT)"
    ids = [f"replace(json_extract({leaf}, '$.{field}'), '-', '') IS NOT NEW.{field}" for field in _IDS]
    words = [f"json_extract({leaf}, '$.{field}') IS NOT NEW.{field}" for field in _WORDS]
    return " OR ".join([*ids, *words, f"json_extract({leaf}, '$.at') IS NOT replace(NEW.at, ' ', 'T') || 'Z'"])


def _postgresql_guards() -> list[str]:
    guards = [
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        for table in _GROWING
    ]
    return [
        *guards,
        "CREATE TRIGGER ledger_entry_continues AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_continue()",
        "CREATE TRIGGER ledger_head_stays BEFORE DELETE OR TRUNCATE ON ledger_head"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
        "CREATE TRIGGER ledger_head_only_grows BEFORE UPDATE ON ledger_head"
        " FOR EACH ROW WHEN (NEW.size <= OLD.size) EXECUTE FUNCTION ledger_refuse()",
    ]
