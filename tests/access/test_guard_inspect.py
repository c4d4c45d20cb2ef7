"""Each protection of the database is broken once, and the inspection names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import psycopg
import pytest

from access.database import KEY, Guarded
from fingerpost.access import token
from fingerpost.access.guard import inspect, install, policies
from fingerpost.access.tables import open_tables
from support.postgres import SUPERUSER

OTHER_KEY = b"another key, of 32 bytes or more .."


@pytest.fixture
def superuser(guarded_database: Guarded) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's connection, whose changes are taken back."""
    with guarded_database.connect(SUPERUSER) as connection, connection.transaction(force_rollback=True):
        yield connection


def test_a_prepared_database_has_no_fault(guarded_database: Guarded, superuser: psycopg.Connection[Any]) -> None:
    assert inspect.faults(superuser, guarded_database.roles) == []


def test_preparing_again_changes_nothing_but_a_new_key(
    guarded_database: Guarded, superuser: psycopg.Connection[Any]
) -> None:
    def state() -> list[Any]:
        return [
            superuser.execute(query.encode()).fetchall()
            for query in (
                "SELECT tablename, policyname, roles, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2",
                "SELECT oid::regclass::text, relrowsecurity, relforcerowsecurity,"
                " (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(relacl) a) FROM pg_class"
                " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
                "SELECT oid::regprocedure::text, prosrc,"
                " (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(proacl) a) FROM pg_proc"
                " WHERE pronamespace = 'guard'::regnamespace ORDER BY 1",
                "SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles ORDER BY 1",
            )
        ]

    before, roles = state(), guarded_database.roles
    assert inspect.drift(superuser, roles, KEY) == []
    assert inspect.drift(superuser, roles, OTHER_KEY) == [
        "the key of the context is not as it should be: prepare the database again."
    ]
    install.make_roles(superuser, roles, {})
    install.make_schemas(superuser, roles)
    install.install_guard(superuser, roles, OTHER_KEY)
    assert state() == before
    assert superuser.execute("SELECT id FROM guard.context_key").fetchall() == [(token.key_id(OTHER_KEY),)]


def test_every_table_is_protected_or_on_the_list_with_its_reason(superuser: psycopg.Connection[Any]) -> None:
    tables = {
        name
        for (name,) in superuser.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
    }
    assert tables == set(policies.of_all()) | set(open_tables())
    assert all(entry.reason for entry in open_tables().values())


BREAKS = {
    "ALTER TABLE access_concern DISABLE ROW LEVEL SECURITY": "access_concern has no row-level security.",
    "ALTER TABLE access_involvement NO FORCE ROW LEVEL SECURITY": "access_involvement has row-level security that does",
    "ALTER TABLE access_membership DISABLE ROW LEVEL SECURITY": "access_membership has no row-level security.",
    "DROP POLICY need_to_know_select ON access_embargo": "access_embargo lacks the policy need_to_know_select.",
    "CREATE POLICY more ON access_concern FOR SELECT TO {application} USING (true)": "a policy that is not ours: more",
    "CREATE POLICY more ON access_concern USING (true)": "a policy that is not ours: more",
    "DROP POLICY need_to_know_select ON access_concern;"
    " CREATE POLICY need_to_know_select ON access_concern FOR SELECT TO {application} USING (true)": (
        "access_concern: the policy need_to_know_select is not as it should be"
    ),
    "DROP POLICY who_acts_insert ON casework_stagestep": "casework_stagestep lacks the policy who_acts_insert.",
    "DROP POLICY who_acts_insert ON casework_stagestep;"
    " CREATE POLICY who_acts_insert ON casework_stagestep FOR INSERT TO {application} WITH CHECK (true)": (
        "a policy that is not ours: who_acts_insert"
    ),
    "GRANT SELECT ON guard.context_key TO {application}": "privileges on guard.context_key",
    "GRANT SELECT ON guard.context_key TO PUBLIC": "privileges on guard.context_key",
    "GRANT EXECUTE ON FUNCTION guard.actor() TO {application}": "may call guard.actor()",
    "GRANT DELETE ON access_concern TO {application}": "may DELETE access_concern: more than it should",
    "GRANT UPDATE ON access_involvement TO {application}": "may UPDATE",
    "GRANT UPDATE (kind) ON access_organisation TO {application}": "may UPDATE (kind) access_organisation",
    "GRANT TRUNCATE ON django_session TO {application}": "may TRUNCATE django_session",
    "GRANT {owner} TO {application}": "is a member of",
    "GRANT {guard} TO {application}": "is a member of",
    "GRANT pg_read_all_data TO {application}": "is a member of pg_read_all_data",
    "ALTER ROLE {application} BYPASSRLS": "passes by row-level security",
    "ALTER ROLE {application} SUPERUSER": "is a superuser",
    "ALTER ROLE {guard} LOGIN": "can sign in",
    "SET SESSION AUTHORIZATION {application}; ALTER ROLE {application} SET synchronous_commit = off;"
    " RESET SESSION AUTHORIZATION": "has a setting of its own: synchronous_commit=off",
    "ALTER FUNCTION ledger_continue() RESET search_path": "runs with its owner’s rights",
    "GRANT INSERT ON ledger_node TO {application}": "may INSERT ledger_node",
    "ALTER TABLE access_concern OWNER TO {application}": "owns the table access_concern",
    "GRANT CREATE ON SCHEMA public TO {application}": "The schema public",
    "GRANT CREATE ON SCHEMA guard TO PUBLIC": "The schema guard",
    "CREATE TABLE public.record_forgotten (id uuid)": "record_forgotten is neither case data nor on the list",
    "CREATE VIEW public.everything AS SELECT * FROM access_concern": "everything is a view",
    "CREATE SCHEMA other; CREATE TABLE other.copy AS SELECT * FROM access_concern": "other.copy is",
    "CREATE FUNCTION public.wide() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
    " AS 'SELECT count(*) FROM access_concern'": "wide() runs with its owner",
    "ALTER FUNCTION guard.opening() RESET search_path": "guard.opening() has no fixed search path",
    "ALTER FUNCTION guard.opening() OWNER TO {owner}": "guard.opening() belongs to",
    "ALTER FUNCTION guard.opening() SECURITY INVOKER": "guard.opening() does not run with the guard",
    "ALTER FUNCTION guard.rows_of(uuid, text[]) SECURITY DEFINER": "and so is held to no policy",
    "GRANT UPDATE ON guard.mine TO {application}": "privileges on guard.mine",
    "ALTER VIEW guard.mine RESET (security_barrier)": "guard.mine is not as it should be",
    "CREATE OR REPLACE VIEW guard.mine WITH (security_barrier) AS"
    " SELECT concern_id AS seen_concern, compartment AS seen_part, true AS acts FROM public.access_involvement": (
        "guard.mine is not as it should be"
    ),
    "DROP FUNCTION guard.may_lift(uuid, uuid, text, text) CASCADE": "guard.may_lift(uuid,uuid,text,text) is missing",
    "CREATE OR REPLACE FUNCTION guard.opening() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER"
    " SET search_path = pg_catalog, pg_temp AS 'SELECT array_agg(id) FROM public.access_concern'": (
        "guard.opening() is not as it should be"
    ),
    "CREATE UNIQUE INDEX one_reference ON access_concern (reference)": "the unique index one_reference",
    "GRANT EXECUTE ON FUNCTION pg_lock_status() TO PUBLIC": "may call pg_lock_status()",
    "GRANT EXECUTE ON FUNCTION pg_stat_get_live_tuples(oid) TO {sign_in}": "may call pg_stat_get_live_tuples(oid)",
    "GRANT EXECUTE ON FUNCTION guard.me() TO {sign_in}": "The role of signing in may call guard.me()",
    "GRANT EXECUTE ON FUNCTION guard.note_refused_try(text, boolean) TO {application}": (
        "The application’s role may call guard.note_refused_try"
    ),
    "CREATE SEQUENCE n; ALTER TABLE access_concern ADD number bigint DEFAULT nextval('n')": "number counts up",
}


@pytest.mark.parametrize("broken", BREAKS)
def test_what_is_broken_is_named(guarded_database: Guarded, superuser: psycopg.Connection[Any], broken: str) -> None:
    roles = guarded_database.roles
    superuser.execute(broken.format_map(asdict(roles)).encode())
    found = inspect.faults(superuser, roles)
    if not any(BREAKS[broken] in fault for fault in found):
        found = inspect.drift(superuser, roles, KEY)
    assert any(BREAKS[broken] in fault for fault in found), found
