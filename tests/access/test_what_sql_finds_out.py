"""Somebody runs SQL as the application's role: what they find out of others, and of concerns that they do not see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction

from access import scene, worlds
from access.database import Guarded
from access.scene import Scene
from fingerpost.access import sign_in_database
from fingerpost.access.guard.install import callable_functions

TELLS: Final = (
    "SELECT query FROM pg_stat_activity",
    "SELECT objid FROM pg_locks",
    "SELECT n_live_tup FROM pg_stat_user_tables",
    "SELECT n_tup_ins FROM pg_stat_xact_user_tables",
    "SELECT idx_scan FROM pg_stat_user_indexes",
    "SELECT heap_blks_read FROM pg_statio_user_tables",
    "SELECT tup_inserted FROM pg_stat_database",
    "SELECT pg_total_relation_size('record_hiddenhit')",
    "SELECT pg_current_wal_insert_lsn()",
    "SELECT pg_blocking_pids(1)",
)
"""What others ask, whose turn it is, and how much there is of what."""
DOES: Final = (
    "SELECT pg_terminate_backend(1)",
    "SELECT pg_cancel_backend(1)",
    "SELECT lo_from_bytea(0, 'kept beside every table')",
    "SELECT lo_creat(-1)",
)
"""What ends the work of others, or is kept where nobody looks."""
COUNTS: Final = "SELECT nextval('usersessions_usersession_id_seq')"

TELLS_ON_PURPOSE: Final = {
    "guard.break_glass(text, timestamptz)": "opens a common record to be read in an emergency, and returns its id",
    "guard.rows_of(uuid, text[])": "runs with the rights of whoever asks, as any other query",
}


@pytest.fixture
def made(guarded: Guarded) -> Scene:
    with guarded.superuser():
        return scene.make()


@pytest.mark.parametrize("statement", [*TELLS, *DOES])
def test_neither_connection_finds_out_what_others_do_or_ends_it(guarded: Guarded, statement: str) -> None:
    with guarded.application():
        for alias in ("default", sign_in_database.SIGN_IN):
            with pytest.raises(DatabaseError, match="permission denied"):
                _run(alias, statement)


def test_sql_beside_cases_counts_no_sessions(guarded: Guarded) -> None:
    with guarded.application():
        with pytest.raises(DatabaseError, match="permission denied"):
            _run("default", COUNTS)
        _run(sign_in_database.SIGN_IN, COUNTS)


@pytest.mark.parametrize("who", ["manager-east", "officer", "nurse"])
def test_functions_answer_alike_of_a_concern_that_is_hidden_and_of_one_that_is_not_there(
    guarded: Guarded, made: Scene, who: str
) -> None:
    """Each is asked with every choice of ids of the hidden concern, of rows in it, and of one's own."""
    row = uuid4()
    with guarded.superuser():
        actor = scene.actor(who)
        _fill(made.others, row, actor.organisation_id)
    others = {made.others: uuid4(), row: uuid4()}
    own = [actor.membership_id, actor.organisation_id]
    told, asked = [], 0
    with guarded.application(actor):
        assert not {made.others, row} & set(own)
        for function in callable_functions():
            for values in _choices(function, [made.others, row, *own]) if function not in TELLS_ON_PURPOSE else ():
                instead = [others.get(value, value) if isinstance(value, UUID) else value for value in values]
                if instead == values:
                    continue
                asked += 1
                if _answer(function, values) != _answer(function, instead):
                    told.append((function, values))
    assert told == []
    assert asked > 500


def _choices(function: str, ids: list[UUID]) -> Iterator[list[Any]]:
    of_kind: dict[str, list[Any]] = {
        "uuid": list(ids),
        "text": ["common", "named", "agreed", "strategy_meeting"],
        "timestamptz": ["2026-06-01", "2100-01-01"],
        "integer": [0],
        "uuid[]": [],
    }
    kinds = re.findall(r"[\w\[\]]+", function.partition("(")[2])
    for values in product(*(of_kind[kind] for kind in kinds)):
        yield list(values)


def _answer(function: str, values: list[Any]) -> str:
    kinds = re.findall(r"[\w\[\]]+", function.partition("(")[2])
    holes = ", ".join(f"%s::{kind}" for kind in kinds)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {function.partition('(')[0]}({holes})", values)  # noqa: S608
            found = sorted(str(one) for one in cursor.fetchall())
            transaction.set_rollback(True)
            return str(found)
    except DatabaseError as error:
        return str(error)


def _fill(concern: UUID, row: UUID, shut_out: UUID) -> None:
    """Put into a concern, under one id, whatever a function of the guard asks for; and shut an organisation out."""
    there = worlds.name("other-teacher")
    first = {"number": 1, "at": "2026-01-02", "recorded_at": "2026-01-02", "on": "2026-01-02", "starts": "2026-01-02"}
    of = dict.fromkeys(("stage_id", "assessment_id", "duty_id", "request_id", "release_id", "involvement_id"), row)
    who = {"by_id": there, "recorded_by_id": there, "checker_id": there}
    for table, values in {
        "access_exclusion": {"organisation_id": shut_out, "ground": "employer", "covers": ""},
        "access_embargo": {"until": "either", "must_not_be_told": '["everyone"]', "authority": "procedure"},
        "access_release": {"for_whom": "everyone", "recorded_at": "2100-01-01"},
        "access_brokenglass": {},
        "casework_stagestep": {"kind": "proposed", "outcome": "likely"},
        "casework_riskstep": {"kind": "agreed"},
        "duties_dutystep": {"kind": "waived", "source": "common", "facts": "[]", "second": True, "held": False},
        "subject_requeststep": {"kind": "prepared"},
    }.items():
        _add(table, {"id": row, "concern_id": concern, "compartment": "common", **who, **first, **of, **values})


def _add(table: str, values: dict[str, Any]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod), attnotnull AND NOT atthasdef FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = ''",
            [table],
        )
        empty = {"b": False, "j": "[]", "s": 0, "i": 0, "t": "2026-01-02", "d": "2026-01-02", "u": uuid4()}
        columns = {name: (kind, needed) for name, kind, needed in cursor.fetchall()}
        row = {name: value for name, value in values.items() if name in columns}
        row |= {
            name: b"" if kind == "bytea" else empty.get(kind[0], "") if kind != "text" else ""
            for name, (kind, needed) in columns.items()
            if needed and name not in row
        }
        names = ", ".join(f'"{name}"' for name in row)
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))  # noqa: S608


def _run(alias: str, statement: str) -> None:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(statement)
