"""What the service's connections rely on holds, whatever its role has set for itself."""

from __future__ import annotations

from typing import Final

from django.db.utils import load_backend

from access.database import Guarded
from fingerpost.site import environment

SET_BY_THE_ROLE: Final = {
    "synchronous_commit": ("off", "on"),
    "row_security": ("off", "on"),
    "default_transaction_read_only": ("on", "off"),
    "search_path": ("guard", "public"),
    "standard_conforming_strings": ("off", "on"),
    "default_transaction_isolation": ("serializable", "read committed"),
    "exit_on_error": ("on", "off"),
    "statement_timeout": ("1s", "0"),
    "idle_session_timeout": ("1s", "0"),
    "idle_in_transaction_session_timeout": ("1s", "0"),
    # With this one nobody gets in at all, so it is set last
    "local_preload_libraries": ("there-is-none", ""),
}
"""What the role sets, and what holds for the service."""


def test_what_the_role_sets_for_itself_holds_for_no_connection_of_the_services(guarded: Guarded) -> None:
    role = guarded.roles.application
    with guarded.connect() as connection:
        for name, (said, _) in SET_BY_THE_ROLE.items():
            connection.execute(f"ALTER ROLE {role} SET {name} = '{said}'".encode())
        connection.commit()
        settings = environment.fixed(environment.postgresql(guarded.cluster.url(guarded.name, role), "URL"))
        defaults = {"TIME_ZONE": None, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True}
        service = load_backend(settings["ENGINE"]).DatabaseWrapper({**defaults, **settings}, "other")
        try:
            with service.cursor() as cursor:
                for name, (_, holds) in SET_BY_THE_ROLE.items():
                    cursor.execute(f"SHOW {name}")
                    assert cursor.fetchone() == (holds,), name
        finally:
            service.close()
            for name in SET_BY_THE_ROLE:
                connection.execute(f"ALTER ROLE {role} RESET {name}".encode())
