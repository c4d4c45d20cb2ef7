"""Lays need to know in a PostgreSQL database: roles, the guard's functions, policies, privileges, the key's blocks.

Everything is laid from nothing each time, in one transaction, and so twice gives what once gives. What an earlier
version granted and this one does not is gone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

from psycopg import Connection, sql

from fingerpost.access import concern_rows, rules, token
from fingerpost.access.embargo import rules as releasing
from fingerpost.access.guard import acting, catalogue, policies
from fingerpost.access.guard.additions import additions
from fingerpost.access.tables import open_tables

_FILES = ("context.sql", "sight.sql", "writing.sql", "emergency.sql")
# What may be asked from outside: whatever policies and the application call. All else is the guard's own.
_CALLABLE = (
    "guard.me()",
    "guard.my_user()",
    "guard.audits()",
    "guard.manages()",
    "guard.records_at()",
    "guard.keeps_list_of()",
    "guard.opening()",
    "guard.reader(timestamptz)",
    "guard.references_of(uuid[])",
    "guard.referred_to(text)",
    "guard.whose_people_are_in()",
    "guard.may_open()",
    "guard.take_turn(uuid)",
    "guard.may_involve(uuid, text, uuid, uuid, text)",
    "guard.may_end_exclusion(uuid, text, uuid)",
    "guard.is_another(uuid)",
    "guard.may_lift(uuid, uuid, text, text)",
    "guard.held(uuid, uuid, text, timestamptz)",
    "guard.may_release(uuid, text, text)",
    "guard.may_step(uuid, uuid, text, text)",
    "guard.administers(uuid, uuid)",
    "guard.administers_organisation(uuid)",
    "guard.may_set_cover(uuid, uuid)",
    "guard.break_glass(text, timestamptz)",
    "guard.broke(uuid, uuid)",
    "guard.may_review(uuid, uuid)",
)
SETTINGS: Final = ("jit = off", "plan_cache_mode = force_generic_plan")
"""What holds for the service's roles."""
VIEWS = ("guard.mine",)
"""Views of the guard that the application, and the tables' owner, may read."""
# What the guard reads in order to answer.
_READ = (
    "access_absence",
    "access_brokenglass",
    "access_embargo",
    "access_embargolift",
    "access_exclusion",
    "access_involvement",
    "access_concern",
    "access_membership",
    "access_organisation",
    "access_release",
    "access_releasestep",
    "access_user",
)
# What it adds in somebody's name who may not: their own look in an emergency.
_ADDED_TO = ("access_involvement",)


def callable_functions() -> tuple[str, ...]:
    """Return the functions that the application may call, with those that other rooms have added."""
    return (
        *_CALLABLE,
        concern_rows.FUNCTION,
        *(function for addition in additions() for function in addition.callable),
    )


def owner_functions() -> tuple[str, ...]:
    """Return the functions that the tables' owner alone may call."""
    return tuple(function for addition in additions() for function in addition.for_owner)


def functions_beside_cases() -> tuple[str, ...]:
    """Return the functions that are called over the connection of signing in alone."""
    return tuple(function for addition in additions() for function in addition.beside_cases)


def read_by_guard() -> frozenset[str]:
    """Return the tables that the guard reads; who deletes or changes rows has to find them."""
    return frozenset(_READ).union(
        deleted_from_by_guard(), changed_by_guard(), *(addition.reads for addition in additions())
    )


def deleted_from_by_guard() -> frozenset[str]:
    """Return the tables that the guard deletes rows from."""
    return frozenset().union(*(addition.deletes_from for addition in additions()))


def changed_by_guard() -> dict[str, str]:
    """Return the tables that the guard changes, with the columns."""
    return {table: columns for addition in additions() for table, columns in addition.changes.items()}


def added_to_by_guard() -> frozenset[str]:
    """Return the tables that the guard adds rows to."""
    return frozenset(_ADDED_TO).union(*(addition.adds_to for addition in additions()))


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of the database's roles: who owns the tables, who the application is, whose the guard's functions are,
    who makes backups, and who reads and writes what signing in needs."""

    owner: str = "fingerpost_owner"
    application: str = "fingerpost_app"
    guard: str = "fingerpost_guard"
    backup: str = "fingerpost_backup"
    sign_in: str = "fingerpost_sign_in"


def make_roles(connection: Connection, roles: Roles, passwords: Mapping[str, str]) -> None:
    """Make the roles that are missing, and set the passwords given. Needs a superuser, for the backup's BYPASSRLS."""
    attributes = {
        roles.owner: "LOGIN",
        roles.application: "LOGIN",
        roles.sign_in: "LOGIN",
        roles.guard: "NOLOGIN",
        roles.backup: "LOGIN BYPASSRLS",
    }
    for role, wanted in attributes.items():
        exists = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount
        verb = "ALTER" if exists else "CREATE"
        privileges = wanted if "BYPASSRLS" in wanted else f"{wanted} NOBYPASSRLS"
        connection.execute(
            sql.SQL(f"{verb} ROLE {{}} {privileges} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION").format(
                sql.Identifier(role)
            )
        )
        # What a role set for itself would hold for each of its connections.
        connection.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(sql.Identifier(role)))
        connection.execute(
            sql.SQL("ALTER ROLE {} IN DATABASE {} RESET ALL").format(
                sql.Identifier(role), sql.Identifier(connection.info.dbname)
            )
        )
        # Compiling a query takes longer than any of the service's takes to answer.
        # So does making a plan, which is kept for a session therefore, whoever reads (`kept_lists`).
        for setting in SETTINGS:
            connection.execute(sql.SQL("ALTER ROLE {} SET " + setting).format(sql.Identifier(role)))
        if role in passwords:
            # Hashed here, so that the password itself is in no log of the server.
            hashed = connection.pgconn.encrypt_password(passwords[role].encode(), role.encode(), b"scram-sha-256")
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed.decode()))
            )


def make_schemas(connection: Connection, roles: Roles) -> None:
    """Give the schemas to their owners, and let nobody else make anything in this database."""
    names = _names(roles)
    database = sql.Identifier(connection.info.dbname)
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {owner}, {application}, {backup}, {sign_in}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "ALTER SCHEMA public OWNER TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {application}, {guard}, {backup}, {sign_in}",
        "CREATE SCHEMA IF NOT EXISTS guard AUTHORIZATION {guard}",
        "GRANT USAGE ON SCHEMA guard TO {application}, {owner}, {backup}, {sign_in}",
    ):
        connection.execute(sql.SQL(statement).format(database=database, **names))


def install_guard(connection: Connection, roles: Roles, key: bytes) -> None:
    """Lay functions, policies, privileges and the key's blocks. As a superuser: nobody else may act for the guard."""
    with connection.transaction():
        _install_functions(connection, roles)
        _install_key(connection, roles, key)
        existing = _tables(connection)
        for table in existing:
            _close(connection, roles, table)
        for table, protection in policies.of_all().items():
            if table in existing:  # one that is missing is for `inspect` to name
                _protect(connection, roles, table, protection)
        _grant(connection, roles)
        catalogue.close(connection, roles.guard)


def _install_functions(connection: Connection, roles: Roles) -> None:
    names = _names(roles)
    connection.execute(sql.SQL("SET LOCAL ROLE {guard}").format(**names))
    for file in _FILES:
        connection.execute(_text(file, roles).encode())
    for addition in additions():
        connection.execute(addition.sql.encode())
    connection.execute(concern_rows.function().encode())
    connection.execute(b"REVOKE ALL ON ALL TABLES IN SCHEMA guard FROM PUBLIC")
    connection.execute(b"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC")
    for role in (roles.application, roles.owner, roles.sign_in):
        for kind in ("TABLES", "FUNCTIONS"):
            connection.execute(
                sql.SQL(f"REVOKE ALL ON ALL {kind} IN SCHEMA guard FROM {{}}").format(sql.Identifier(role))
            )
    for function in functions_beside_cases():
        connection.execute(
            sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{}}").format(sql.Identifier(roles.sign_in))
        )
    for role in (roles.application, roles.owner):
        for function in callable_functions():
            connection.execute(sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{}}").format(sql.Identifier(role)))
        for view in VIEWS:
            connection.execute(sql.SQL(f"GRANT SELECT ON {view} TO {{}}").format(sql.Identifier(role)))
    for function in owner_functions():
        connection.execute(sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{}}").format(sql.Identifier(roles.owner)))
    connection.execute(b"RESET ROLE")


def _install_key(connection: Connection, roles: Roles, key: bytes) -> None:
    blocks = token.blocks(key)
    connection.execute(sql.SQL("SET LOCAL ROLE {guard}").format(**_names(roles)))
    connection.execute("DELETE FROM guard.context_key WHERE id <> %s", [blocks.key_id])
    connection.execute(
        "INSERT INTO guard.context_key VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        [blocks.key_id, blocks.inner, blocks.outer],
    )
    connection.execute(b"RESET ROLE")


def _close(connection: Connection, roles: Roles, table: str) -> None:
    """Take every privilege and policy off a table."""
    name = sql.Identifier("public", table)
    others = (roles.application, roles.guard, roles.sign_in)
    grantees = sql.SQL(", ").join([sql.SQL("PUBLIC"), *map(sql.Identifier, others)])
    connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(name, grantees))
    found = connection.execute(
        "SELECT polname FROM pg_policy WHERE polrelid = %s::regclass", [f'public."{table}"']
    ).fetchall()
    for (policy,) in found:
        connection.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(policy), name))


def _protect(connection: Connection, roles: Roles, table: str, protection: policies.Protection) -> None:
    name = sql.Identifier("public", table)
    application = sql.Identifier(roles.application)
    connection.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(name))
    forced = "FORCE" if protection.forced else "NO FORCE"
    connection.execute(sql.SQL(f"ALTER TABLE {{}} {forced} ROW LEVEL SECURITY").format(name))
    for policy in protection.policies:
        using = f" USING ({policy.using})" if policy.using else ""
        check = f" WITH CHECK ({policy.check})" if policy.check else ""
        connection.execute(
            sql.SQL(
                f"CREATE POLICY need_to_know_{policy.command.lower()} ON {{}} FOR {policy.command} TO {{}}"
                f"{using}{check}"
            ).format(name, application)
        )
    for policy in acting.policies(table, protection):
        using = f" USING ({policy.using})" if policy.using else ""
        connection.execute(
            sql.SQL(
                f"CREATE POLICY {acting.NAME}_{policy.command.lower()} ON {{}} AS RESTRICTIVE FOR {policy.command}"
                f" TO {{}}{using} WITH CHECK ({policy.check})"
            ).format(name, application)
        )
    connection.execute(sql.SQL(f"GRANT {protection.privileges} ON {{}} TO {{}}").format(name, application))
    guard = sql.Identifier(roles.guard)
    if table in read_by_guard():
        connection.execute(sql.SQL("CREATE POLICY guard_reads ON {} FOR SELECT TO {} USING (true)").format(name, guard))
    if table in added_to_by_guard():
        connection.execute(
            sql.SQL("CREATE POLICY guard_adds ON {} FOR INSERT TO {} WITH CHECK (true)").format(name, guard)
        )
    if table in deleted_from_by_guard():
        connection.execute(
            sql.SQL("CREATE POLICY guard_deletes ON {} FOR DELETE TO {} USING (true)").format(name, guard)
        )
    if table in changed_by_guard():
        connection.execute(
            sql.SQL("CREATE POLICY guard_changes ON {} FOR UPDATE TO {} USING (true)").format(name, guard)
        )


def _grant(connection: Connection, roles: Roles) -> None:
    existing = set(_tables(connection))
    application = sql.Identifier(roles.application)
    for table, entry in open_tables().items():
        for role, privileges in ((roles.application, entry.privileges), (roles.sign_in, entry.sign_in)):
            if table in existing and privileges:
                connection.execute(
                    sql.SQL(f"GRANT {privileges} ON {{}} TO {{}}").format(
                        sql.Identifier("public", table), sql.Identifier(role)
                    )
                )
    wanted = [("SELECT", table) for table in read_by_guard()]
    wanted += [("INSERT", table) for table in added_to_by_guard()]
    wanted += [("DELETE", table) for table in deleted_from_by_guard()]
    wanted += [(f"UPDATE ({columns})", table) for table, columns in changed_by_guard().items()]
    for privilege, table in sorted(wanted):
        if table in existing:  # one that is missing is for `inspect` to name
            connection.execute(
                sql.SQL(f"GRANT {privilege} ON {{}} TO {{}}").format(
                    sql.Identifier("public", table), sql.Identifier(roles.guard)
                )
            )
    # Of the tables that the application adds to none counts up.
    connection.execute(sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}").format(application))
    connection.execute(
        sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(sql.Identifier(roles.sign_in))
    )
    backup = sql.Identifier(roles.backup)
    for statement in (
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
    ):
        connection.execute(sql.SQL(statement).format(backup))


def _tables(connection: Connection) -> list[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
        " ORDER BY relname"
    )
    return [name for (name,) in rows]


def _text(file: str, roles: Roles) -> str:
    """Return a file of SQL with the roles' names, and the rule's sets of roles, in their places."""
    text = (resources.files("fingerpost.access.guard") / "sql" / file).read_text(encoding="utf-8")
    shows = (resources.files("fingerpost.access.guard") / "sql" / "shows.sql").read_text(encoding="utf-8")
    text = re.sub("@shows ([^@]+)@", lambda found: shows.strip().replace("@at@", found[1]), text)
    for mark, words in {
        "working_roles": rules.WORKING_ROLES,
        "reading_roles": rules.READING_ROLES,
        "managing_roles": rules.MANAGING_ROLES,
        "list_keeping_roles": rules.LIST_KEEPING_ROLES,
        "reviewing_roles": rules.REVIEWING_ROLES,
        "alone": rules.ALONE,
        "only_their_own": rules.ONLY_THEIR_OWN,
        "agreeing_roles": releasing.AGREEING_ROLES,
    }.items():
        text = text.replace(f"@{mark}@", ", ".join(f"'{word}'" for word in sorted(words)))
    text = text.replace("@emergency_lasts@", f"{rules.EMERGENCY_LASTS.total_seconds():.0f} seconds")
    for mark, time in {"asked_for": releasing.ASKED_FOR, "released_for": releasing.RELEASED_FOR}.items():
        text = text.replace(f"@{mark}@", str(int(time.total_seconds())))
    return text.replace("@guard@", roles.guard)


def _names(roles: Roles) -> dict[str, sql.Identifier]:
    return {
        "owner": sql.Identifier(roles.owner),
        "application": sql.Identifier(roles.application),
        "guard": sql.Identifier(roles.guard),
        "backup": sql.Identifier(roles.backup),
        "sign_in": sql.Identifier(roles.sign_in),
    }
