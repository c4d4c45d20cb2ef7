"""Functions of PostgreSQL's own that tell what others do, end it, or fill the disk: closed to the service's roles.

By itself everybody may call these. The first tell how many rows a table had and has, what other connections of the same
role are asking, with the values in it, and half of the id of a concern that is being changed. `pg_monitor` keeps them,
for whoever watches the server. Turns are taken by a function of the guard, of a concern that one sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from psycopg import Connection, sql

_TELLS: Final = (
    "^(pg_stat_get_.*|pg_lock_status|pg_blocking_pids|pg_safe_snapshot_blocking_pids"
    "|pg_isolation_test_session_is_blocked|pg_(relation|table|indexes|total_relation|database|tablespace)_size"
    "|pg_current_wal_.*)$"
)
_DOES: Final = "^(pg_(cancel|terminate)_backend|lo_.*|lo(read|write)|pg_logical_emit_message|pg_(try_)?advisory_.*)$"
_TURN: Final = "pg_advisory_xact_lock(bigint)"
_FOUND: Final = (
    "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ %s"
)


def close(connection: Connection, guard: str) -> None:
    """Take these functions from everybody but superusers, and whoever watches the server. As a superuser."""
    for pattern, statements in (
        (_TELLS, ("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC", "GRANT EXECUTE ON FUNCTION {} TO pg_monitor")),
        (_DOES, ("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC",)),
    ):
        for (signature,) in connection.execute(_FOUND, [pattern]).fetchall():
            for statement in statements:
                connection.execute(sql.SQL(statement).format(sql.SQL(signature)))
    connection.execute(sql.SQL(f"GRANT EXECUTE ON FUNCTION {_TURN} TO {{}}").format(sql.Identifier(guard)))


def open_to(connection: Connection, roles: Iterable[str]) -> list[tuple[str, str]]:
    """Return which of these functions the roles may call: each with the role."""
    found = [
        (role, signature)
        for role in roles
        for pattern in (_TELLS, _DOES)
        for (signature,) in connection.execute(
            f"{_FOUND} AND has_function_privilege(%s, oid, 'EXECUTE')", [pattern, role]
        )
    ]
    return sorted(found)
