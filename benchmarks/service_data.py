"""A country beside the demonstration, for `service_bench.py`: its concerns, people and organisations, put in by SQL.

The first organisation is the demonstration's own authority, with 2,500 of the concerns; the second is an authority of
20,000, with a manager; the others have the same number each. A tenth of the concerns is open. Each has four
involvements, five people, and three duties.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable
from uuid import UUID

import psycopg
from django.db import connection

from access.database import Guarded
from fingerpost.keys import services as keys
from support.postgres import SUPERUSER

MANAGER = "manager@example.org"
FRONT_DOOR, AUTHORITY, SEES = 2500, 20_000, 50
NAMED = 60
"""Of so many concerns of each reader, the newest, names are sealed for real: lists open them. Others have filler."""
_PLACED = [
    "access_concern",
    "access_involvement",
    "keys_datakey",
    "record_initialaccount",
    "record_appearance",
    "record_detail",
    "record_parttaken",
    "record_assertion",
    "duties_duty",
    "duties_dutystep",
    "duties_dutystate",
]

_PEOPLE = """
CREATE TEMP TABLE member AS
SELECT m.id, m.organisation_id, m.team
FROM access_membership m JOIN access_user u ON u.id = m.user_id
WHERE m.ends IS NULL AND u.email = 'priya@example.org';

INSERT INTO access_organisation (id, name, kind, area, nation, read_within)
SELECT md5('o' || o)::uuid, 'Invented organisation ' || o, 'social_care', '', 'england-and-wales', 60
FROM generate_series(1, %(organisations)s - 1) o;

INSERT INTO access_user (id, email, name, is_active, created_at, password)
SELECT md5('u' || o || '-' || m)::uuid, CASE WHEN o = 1 AND m = 99 THEN %(manager)s
    ELSE 'u' || o || '-' || m || '@example.org' END, 'Invented member', true, now(), ''
FROM generate_series(0, %(organisations)s - 1) o, generate_series(0, 99) m;

INSERT INTO access_membership (id, user_id, organisation_id, role, team, intake, staff_number, starts)
SELECT md5('m' || o || '-' || m)::uuid, md5('u' || o || '-' || m)::uuid,
    CASE o WHEN 0 THEN (SELECT organisation_id FROM member) ELSE md5('o' || o)::uuid END,
    CASE WHEN o = 1 AND m = 99 THEN 'team_manager' ELSE 'social_worker' END,
    CASE WHEN o = 1 THEN 'the team' ELSE 'team ' || m %% 10 END, false, '', '2020-01-01'
FROM generate_series(0, %(organisations)s - 1) o, generate_series(0, 99) m;

CREATE TEMP TABLE place AS
SELECT n, md5('x' || n)::uuid AS concern, o, k, md5('m' || o || '-' || k %% 97)::uuid AS worker,
    CASE o WHEN 0 THEN (SELECT organisation_id FROM member) ELSE md5('o' || o)::uuid END AS organisation,
    k %% 10 = 0 AS is_open, o = 0 AND k %% (%(front_door)s / %(sees)s) = 0 AS is_priyas
FROM (
    SELECT n, o, row_number() OVER (PARTITION BY o ORDER BY n) - 1 AS k
    FROM (
        SELECT n, CASE WHEN n %% (%(concerns)s / %(front_door)s) = 0 THEN 0
            WHEN n %% (%(concerns)s / %(authority)s) = 1 THEN 1
            ELSE 2 + ('x' || left(md5(n::text), 7))::bit(28)::integer %% (%(organisations)s - 2) END AS o
        FROM generate_series(0, %(concerns)s - 1) n
    ) numbered
) counted;
ANALYZE place
"""
_CONCERNS = """
INSERT INTO access_concern (id, reference, created_at, created_by_id)
SELECT concern, 'FP-' || n, now() - (n + 1) * interval '40 seconds', worker FROM place;

INSERT INTO access_involvement (id, compartment, ground, starts, by_id, concern_id, membership_id, organisation_id)
SELECT md5('i' || n || '-' || i)::uuid, 'common', CASE i WHEN 0 THEN 'intake' ELSE 'works' END,
    now() - (n + 1) * interval '40 seconds', worker, concern,
    CASE WHEN i = 0 THEN NULL WHEN i = 3 AND is_priyas THEN (SELECT id FROM member)
         ELSE md5('m' || o || '-' || (k + (i - 1) * 31) %% 97)::uuid END, organisation
FROM place, generate_series(0, 3) i;

INSERT INTO keys_datakey (owner_id, kind, master_id, wrapped, created_at)
SELECT concern, 'concern', 'bench', '\\x00', now() FROM place;

INSERT INTO record_initialaccount (id, compartment, narrative, childs_voice, how, became_aware_at, setting, forms,
    reporter, recorded_at, concern_id, recorded_by_id)
SELECT md5('c' || n)::uuid, 'common', '\\x00', '\\x00', '\\x00', now(), 'social_care', '["grooming"]', 'colleague',
    now() - n * interval '40 seconds', concern, worker FROM place;

INSERT INTO record_appearance (id, compartment, kind, recorded_at, concern_id, recorded_by_id)
SELECT md5('a' || n || '-' || p)::uuid, 'common', CASE WHEN p < 3 THEN 'child' ELSE 'adult' END, now(), concern, worker
FROM place, generate_series(1, 5) p;

INSERT INTO record_detail (id, compartment, kind, value, recorded_at, appearance_id, concern_id, recorded_by_id)
SELECT md5('t' || n || '-' || p)::uuid, 'common', 'name', '\\x00', now(), md5('a' || n || '-' || p)::uuid, concern,
    worker FROM place, generate_series(1, 5) p;

INSERT INTO record_parttaken (id, compartment, recorded_at, part, appearance_id, concern_id, recorded_by_id)
SELECT md5('p' || n || '-' || p)::uuid, 'common', now(), CASE p WHEN 1 THEN 'targeted' ELSE 'alleged_abuser' END,
    md5('a' || n || '-' || (2 * p - 1))::uuid, concern, worker FROM place, generate_series(1, 2) p;

INSERT INTO record_assertion (id, compartment, recorded_at, fact, value, said_at, source, concern_id, recorded_by_id)
SELECT md5('f' || n)::uuid, 'common', now(), 'adult_involved', '\\x00', now(), 'asserted', concern, worker FROM place;

INSERT INTO duties_duty (id, compartment, source, provision, pack, recorded_at, concern_id)
SELECT md5('d' || n || '-' || d)::uuid, 'common', 'common',
    (ARRAY['0-refer', '2.2-no-disclosure', '2.1-record-viewing'])[d], 'e-safety@2017',
    now() - n * interval '40 seconds', concern
FROM place, generate_series(1, 3) d;

INSERT INTO duties_dutystep (id, compartment, source, number, kind, at, pack, facts, second, held, by_id, duty_id,
    concern_id)
SELECT md5('q' || n || '-' || d || '-' || s)::uuid, 'common', 'common', s,
    CASE s WHEN 1 THEN 'appeared' ELSE 'done' END, now(), 'e-safety@2017', '[]', false, false, worker,
    md5('d' || n || '-' || d)::uuid, concern
FROM place, generate_series(1, 3) d, generate_series(1, 2) s WHERE s = 1 OR NOT is_open;

INSERT INTO duties_dutystate (id, compartment, source, is_open, is_offered, clearance, is_urgent, works_on_it,
    awaits_second, due, duty_id, holder_id, concern_id, organisation_id)
SELECT md5('s' || n || '-' || d)::uuid, 'common', 'common', is_open, d = 3, 'clear', false, '', false,
    current_date + (k / 10 %% 21)::integer - 7, md5('d' || n || '-' || d)::uuid,
    CASE WHEN d > 1 THEN NULL WHEN is_priyas THEN (SELECT id FROM member) ELSE worker END, concern, organisation
FROM place, generate_series(1, 3) d
"""

_INDEXES_ARE = "UPDATE pg_index SET indisready = %s, indisvalid = %s WHERE indrelid = ANY (%s::text[]::regclass[])"


def put_in(guarded: Guarded, concerns: int, organisations: int) -> None:
    """Put so many concerns beside those that are there, and let PostgreSQL count."""
    values = {
        "concerns": concerns,
        "organisations": organisations,
        "front_door": FRONT_DOOR,
        "authority": AUTHORITY,
        "sees": SEES,
        "manager": MANAGER,
    }
    with psycopg.connect(guarded.cluster.conninfo(guarded.name, SUPERUSER), autocommit=True) as superuser:
        superuser.execute(b"SET session_replication_role = replica")
        superuser.execute(b"SET maintenance_work_mem = '1GB'")
        for statement in _PEOPLE.split(";"):
            superuser.execute(statement.encode(), values)
        # Random keys cost an index most: each is made when all of its rows are there, which also says whether it holds.
        superuser.execute(_INDEXES_ARE, [False, False, _PLACED])
        for statement in _CONCERNS.split(";"):
            said(statement.split()[2], lambda text=statement: superuser.execute(text.encode(), values))
        superuser.execute(_INDEXES_ARE, [True, True, _PLACED])
        for table in _PLACED:
            said(f"indexes of {table}", lambda name=table: superuser.execute(f"REINDEX TABLE {name}".encode()))
        superuser.execute(b"SET session_replication_role = DEFAULT")
        said("references", lambda: _verify(superuser))
        superuser.execute(b"VACUUM ANALYZE")


def _verify(superuser: psycopg.Connection) -> None:
    """Let PostgreSQL see that every reference is to a row that is there. Raises psycopg.Error where one is not."""
    found = superuser.execute(
        "UPDATE pg_constraint SET convalidated = false WHERE contype = 'f' AND conrelid = ANY (%s::text[]::regclass[])"
        " RETURNING conrelid::regclass::text, quote_ident(conname)",
        [_PLACED],
    ).fetchall()
    for table, name in found:
        superuser.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}".encode())


def said(what: str, do: Callable[[], object]) -> None:
    """Do something and say how long it took."""
    began = time.monotonic()
    do()
    print(f"{what}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def name_people(guarded: Guarded, concerns: int) -> None:
    """Seal names in the concerns that lists show, under keys of their own."""
    with guarded.superuser(), connection.cursor() as cursor, keys.keys_at_hand():
        cursor.execute("SET session_replication_role = replica")
        step, wide = concerns // FRONT_DOOR, concerns // AUTHORITY
        numbers = {step * k for k in range(NAMED)} | {step * k for k in range(0, FRONT_DOOR, FRONT_DOOR // SEES)}
        numbers |= {wide * k + 1 for k in range(NAMED)}
        # Those with an open duty, the first of which home and the pages of a concern show.
        numbers |= {step * k for k in range(0, FRONT_DOOR, 10)} | {wide * k + 1 for k in range(0, AUTHORITY, 10)}
        for number in sorted(numbers):
            concern = _made_of(f"x{number}")
            cursor.execute("DELETE FROM keys_datakey WHERE owner_id = %s", [concern])
            keys.create_key(concern)
            told, stated = _made_of(f"c{number}"), _made_of(f"f{number}")
            words = ("narrative", "childs_voice", "how")
            boxes = [keys.encrypt(concern, f"record_initialaccount:{told}:{name}", "Invented words.") for name in words]
            cursor.execute(
                "UPDATE record_initialaccount SET narrative = %s, childs_voice = %s, how = %s WHERE id = %s",
                [*boxes, told],
            )
            box = keys.encrypt(concern, f"record_assertion:{stated}:value", "true")
            cursor.execute("UPDATE record_assertion SET value = %s WHERE id = %s", [box, stated])
            for person in range(1, 6):
                detail = _made_of(f"t{number}-{person}")
                box = keys.encrypt(concern, f"record_detail:{detail}:value", f"Invented Person {number}")
                cursor.execute("UPDATE record_detail SET value = %s WHERE id = %s", [box, detail])
        cursor.execute("VACUUM ANALYZE record_detail")


def _made_of(text: str) -> UUID:
    return UUID(bytes=hashlib.md5(text.encode(), usedforsecurity=False).digest())
