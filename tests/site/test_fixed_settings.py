"""What the service's connections rely on holds, whatever its role has set for itself."""

from __future__ import annotations

from django.db.utils import load_backend

from access.database import Guarded
from fingerpost.site import environment


def test_what_the_role_sets_for_itself_holds_for_no_connection_of_the_services(guarded: Guarded) -> None:
    role = guarded.roles.application
    with guarded.connect() as connection:
        connection.execute(f"ALTER ROLE {role} SET synchronous_commit = off".encode())
        connection.execute(f"ALTER ROLE {role} SET row_security = off".encode())
    try:
        with guarded.connect() as connection:
            assert connection.execute("SHOW synchronous_commit").fetchone() == ("off",)
        settings = environment.fixed(environment.postgresql(guarded.cluster.url(guarded.name, role), "URL"))
        defaults = {"TIME_ZONE": None, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True}
        service = load_backend(settings["ENGINE"]).DatabaseWrapper({**defaults, **settings}, "other")
        with service.cursor() as cursor:
            for name in ("synchronous_commit", "row_security"):
                cursor.execute(f"SHOW {name}")
                assert cursor.fetchone() == ("on",)
        service.close()
    finally:
        with guarded.connect() as connection:
            connection.execute(f"ALTER ROLE {role} RESET ALL".encode())
