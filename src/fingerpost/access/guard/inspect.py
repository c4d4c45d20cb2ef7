"""Reads need to know back from a PostgreSQL database, and names every fault in words.

It trusts nothing that `install` meant to do: it asks the catalogue. The tests break each protection once, and a fault
must be named for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from psycopg import Connection

from fingerpost.access import concern_rows
from fingerpost.access.guard import acting, catalogue, install, policies
from fingerpost.access.guard.install import (
    Roles,
    added_to_by_guard,
    callable_functions,
    changed_by_guard,
    deleted_from_by_guard,
    functions_beside_cases,
    owner_functions,
    read_by_guard,
)
from fingerpost.access.tables import open_tables, unique_indexes

_OWNERS: Final = {"ledger_continue()"}
"""Functions outside the guard that run with the rights of the tables' owner: what makes the ledger's nodes and head."""


def faults(connection: Connection, roles: Roles) -> list[str]:
    """Return what is wrong, each in a sentence; an empty list when need to know stands. Reads only the catalogue."""
    return [
        *_of_the_roles(connection, roles),
        *_of_the_tables(connection, roles),
        *_of_the_functions(connection, roles),
        *_of_uniqueness(connection),
        *_of_the_catalogue(connection, roles),
    ]


def drift(connection: Connection, roles: Roles, key: bytes) -> list[str]:
    """Return what laying need to know anew would change: a policy or function that somebody has altered.

    Lays it and takes it back, so it needs a superuser and a moment without other work on the tables.
    """
    with connection.transaction(force_rollback=True):
        before = _installed(connection)
        install.install_guard(connection, roles, key)
        after = _installed(connection)
    return [
        f"{name} is not as it should be: prepare the database again."
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _installed(connection: Connection) -> dict[str, object]:
    """Return what `install` lays, by name, as the catalogue has it."""
    rows = connection.execute(
        "SELECT tablename || ': the policy ' || policyname, ARRAY[cmd, permissive, roles::text, qual, with_check]"
        " FROM pg_policies WHERE schemaname = 'public'"
        " UNION ALL SELECT p.oid::regprocedure::text, ARRAY[pg_get_functiondef(p.oid), p.proacl::text]"
        " FROM pg_proc p WHERE p.pronamespace = 'guard'::regnamespace"
        " UNION ALL SELECT c.oid::regclass::text, ARRAY[c.relrowsecurity::text, c.relforcerowsecurity::text]"
        " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
        " UNION ALL SELECT c.oid::regclass::text, ARRAY[pg_get_viewdef(c.oid), c.reloptions::text, c.relacl::text]"
        " FROM pg_class c WHERE c.relnamespace = 'guard'::regnamespace AND c.relkind = 'v'"
        " UNION ALL SELECT 'the key of the context', array_agg(id ORDER BY id) FROM guard.context_key"
    )
    return dict(rows.fetchall())


def _of_the_roles(connection: Connection, roles: Roles) -> Iterator[str]:
    for role in (roles.application, roles.guard, roles.sign_in):
        found = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin FROM pg_roles WHERE rolname = %s",
            [role],
        ).fetchone()
        if found is None:
            yield f"The role {role} is missing."
            continue
        superuser, bypasses, creates_roles, creates_databases, can_login = found
        if superuser or bypasses or creates_roles or creates_databases:
            yield f"The role {role} is a superuser, passes by row-level security, or can make roles or databases."
        if role == roles.guard and can_login:
            yield f"The role {role} can sign in: it is only whose the guard's functions are."
    for one, called in ((roles.application, "The application's role"), (roles.sign_in, "The role of signing in")):
        member_of = connection.execute(
            "SELECT r.rolname FROM pg_roles r, pg_roles a WHERE a.rolname = %s AND r.oid <> a.oid AND NOT a.rolsuper"
            " AND pg_has_role(a.oid, r.oid, 'MEMBER')",
            [one],
        )
        for (role,) in member_of:
            yield f"{called} is a member of {role}, and so may do what that may."
    own = connection.execute(
        "SELECT r.rolname, setting FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole,"
        " unnest(s.setconfig) setting WHERE r.rolname = ANY (%s) AND setting <> ALL (%s)"
        " AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))",
        [
            [roles.owner, roles.application, roles.guard, roles.backup, roles.sign_in],
            [setting.replace(" ", "") for setting in install.SETTINGS],
        ],
    )
    for role, setting in own:
        yield f"The role {role} has a setting of its own: {setting}."
    for kind, listed in (("table", "pg_class"), ("function", "pg_proc"), ("schema", "pg_namespace")):
        prefix = {"pg_class": "rel", "pg_proc": "pro", "pg_namespace": "nsp"}[listed]
        owned = connection.execute(
            f"SELECT o.{prefix}name FROM {listed} o JOIN pg_roles a ON a.oid = o.{prefix}owner"  # noqa: S608
            " WHERE a.rolname = ANY (%s)",
            [[roles.application, roles.sign_in]],
        )
        for (name,) in owned:
            yield f"The application's role, or that of signing in, owns the {kind} {name}."
    for schema in ("public", "guard"):
        row = connection.execute(
            "SELECT has_schema_privilege(%s, n.oid, 'CREATE') FROM pg_namespace n WHERE nspname = %s",
            [roles.application, schema],
        ).fetchone()
        if row is None or row[0]:
            yield f"The schema {schema} is missing, or the application's role can make things in it."


def _of_the_tables(connection: Connection, roles: Roles) -> Iterator[str]:
    protected = policies.of_all()
    opened = open_tables()
    rows = connection.execute(
        "SELECT n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relkind,"
        " pg_get_userbyid(c.relowner) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE NOT starts_with(n.nspname, 'pg_') AND n.nspname <> 'information_schema'"
        " AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1, 2",
    ).fetchall()
    for schema, table, secured, forced, kind, owner in rows:
        if schema == "guard":
            allowed_here = {"SELECT"} if f"guard.{table}" in install.VIEWS else set()
            if not _privileges(connection, roles.application, schema, table) <= allowed_here:
                yield f"The application’s role has privileges on guard.{table}, which only the guard may read."
            continue
        if schema != "public" or kind != "r":
            yield f"{schema}.{table} is a view, a foreign or partitioned table, or in a schema not known here."
            continue
        if owner in (roles.application, roles.guard, roles.sign_in):
            yield f"{table} belongs to {owner}."
        signs_in = _privileges(connection, roles.sign_in, schema, table)
        if further := signs_in - _wanted(opened[table].sign_in if table in opened else ""):
            yield f"The role of signing in may {', '.join(sorted(further))} {table}: more than the list says."
        if table in protected:
            yield from _of_protected(connection, roles, table, protected[table], secured=secured, forced=forced)
        elif table not in opened:
            if _privileges(connection, roles.application, schema, table):
                yield f"{table} is on no list, and yet the application’s role has privileges on it."
            yield f"{table} is neither case data nor on the list of what is not: say which in access.tables."
        else:
            allowed = opened[table].privileges
            held = _privileges(connection, roles.application, schema, table)
            if not held <= _wanted(allowed):
                extra = ", ".join(sorted(held - _wanted(allowed)))
                yield f"The application’s role may {extra} {table}: more than the list says."
    for table in sorted(set(protected) - {table for _, table, *_ in rows}):
        yield f"{table} is missing."


def _of_protected(
    connection: Connection, roles: Roles, table: str, protection: policies.Protection, *, secured: bool, forced: bool
) -> Iterator[str]:
    if not secured:
        yield f"{table} has no row-level security."
    if protection.forced and not forced:
        yield f"{table} has row-level security that does not hold its owner (FORCE)."
    found = connection.execute(
        "SELECT policyname, permissive, roles, cmd FROM pg_policies WHERE schemaname = 'public' AND tablename = %s",
        [table],
    ).fetchall()
    held = {f"{acting.NAME}_{one.command.lower()}": one.command for one in acting.policies(table, protection)}
    wanted = {f"need_to_know_{policy.command.lower()}": policy.command for policy in protection.policies} | held
    guards = [("guard_reads", "SELECT", [roles.guard])] if table in read_by_guard() else []
    guards += [("guard_adds", "INSERT", [roles.guard])] if table in added_to_by_guard() else []
    guards += [("guard_deletes", "DELETE", [roles.guard])] if table in deleted_from_by_guard() else []
    guards += [("guard_changes", "UPDATE", [roles.guard])] if table in changed_by_guard() else []
    for name, permissive, who, command in found:
        is_ours = (
            wanted.get(name) == command
            and who == [roles.application]
            and permissive == ("RESTRICTIVE" if name in held else "PERMISSIVE")
        )
        if not is_ours and (name, command, who) not in guards:
            yield f"{table} has a policy that is not ours: {name}, for {command} by {', '.join(who)}."
    for name in sorted(set(wanted) - {name for name, *_ in found}):
        yield f"{table} lacks the policy {name}."
    has = _privileges(connection, roles.application, "public", table)
    if not has <= _wanted(protection.privileges):
        extra = ", ".join(sorted(has - _wanted(protection.privileges)))
        yield f"The application’s role may {extra} {table}: more than it should."


def _of_the_functions(connection: Connection, roles: Roles) -> Iterator[str]:
    rows = connection.execute(
        "SELECT p.oid::regprocedure::text, pg_get_userbyid(p.proowner), p.proconfig, p.prosecdef,"
        " has_function_privilege(%s, p.oid, 'EXECUTE'), has_function_privilege(%s, p.oid, 'EXECUTE'), n.nspname"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'guard' OR (p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema'))",
        [roles.application, roles.sign_in],
    ).fetchall()
    callable_, by_owner, beside = (
        {signature.replace("timestamptz", "timestamp with time zone").replace(", ", ",") for signature in functions}
        for functions in (callable_functions(), owner_functions(), functions_beside_cases())
    )
    for signature, owner, config, runs_as_owner, may_call, may_sign_in, schema in rows:
        if schema != "guard":
            if signature in _OWNERS and owner == roles.owner and "search_path=pg_catalog, pg_temp" in (config or ()):
                continue
            yield f"{signature} runs with its owner’s rights and is not the guard’s."
            continue
        if owner != roles.guard:
            yield f"{signature} belongs to {owner} and not to {roles.guard}."
        if not any(setting.startswith("search_path=") for setting in config or ()):
            yield f"{signature} has no fixed search path."
        if may_call and signature not in callable_:
            yield f"The application’s role may call {signature}, which is the guard’s own."
        if may_sign_in and signature not in beside:
            yield f"The role of signing in may call {signature}, which is the guard’s own."
        if signature == concern_rows.FUNCTION.replace(", ", ","):
            if runs_as_owner:
                yield f"{signature} runs with the guard’s rights, and so is held to no policy."
        elif signature in callable_ | by_owner | beside and not runs_as_owner:
            yield f"{signature} does not run with the guard’s rights."
    for signature in sorted((callable_ | by_owner | beside) - {signature for signature, *_ in rows}):
        yield f"The function {signature} is missing."


def _of_the_catalogue(connection: Connection, roles: Roles) -> Iterator[str]:
    for role, signature in catalogue.open_to(connection, (roles.application, roles.sign_in)):
        yield f"The role {role} may call {signature}, which tells what others do, ends it or fills the disk."


def _of_uniqueness(connection: Connection) -> Iterator[str]:
    """A unique value that somebody could choose would tell them, by being refused, that a hidden row has it."""
    rows = connection.execute(
        "SELECT c.relname, i.indexrelid::regclass::text, array("
        "  SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey))"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace",
    ).fetchall()
    tables = policies.of_case_data()
    for table, index, columns in rows:
        told = table in tables and columns != ["id"] and not {"concern_id", "compartment"} <= set(columns)
        if told and index not in unique_indexes():
            named = ", ".join(columns)
            yield f"{table} has the unique index {index} on {named}: being refused would tell of hidden rows."
    numbered = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND (is_identity = 'YES' OR starts_with(column_default, 'nextval'))",
    ).fetchall()
    for table, column in numbered:
        if table in tables:
            yield f"{table}.{column} counts up: its gaps would tell of hidden rows."


def _privileges(connection: Connection, role: str, schema: str, table: str) -> set[str]:
    """Return what the role may do with a table: `SELECT`, or `UPDATE (ends)` where it is a column's."""
    name = f'"{schema}"."{table}"'
    held = {
        privilege
        for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
        if _one(connection, "SELECT has_table_privilege(%s, %s, %s)", role, name, privilege)
    }
    columns = connection.execute(
        "SELECT attname, privilege FROM pg_attribute,"
        " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) privilege"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND has_column_privilege(%s, attrelid, attnum, privilege)",
        [name, role],
    )
    return held | {f"{privilege} ({column})" for column, privilege in columns if privilege not in held}


def _wanted(privileges: str) -> set[str]:
    """Return `SELECT, UPDATE (a, b)` as a set, one a column."""
    wanted: set[str] = set()
    for part in privileges.replace(", ", ",").replace("(", " (").split("),"):
        words, _, columns = part.partition(" (")
        *whole, last = words.split(",")
        wanted |= {word.strip() for word in whole if word.strip()}
        last = last.strip()
        if columns:
            wanted |= {f"{last} ({column.strip()})" for column in columns.rstrip(")").split(",")}
        elif last:
            wanted.add(last)
    return wanted


def _one(connection: Connection, query: str, *values: str) -> bool:
    row = connection.execute(query.encode(), values).fetchone()
    return row is not None and bool(row[0])
