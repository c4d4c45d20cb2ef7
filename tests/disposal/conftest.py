"""The scene of `access`, on both databases, for the tests of disposal."""

from __future__ import annotations

from access.conftest import anywhere, guarded, guarded_database, postgres_cluster

__all__ = ["anywhere", "guarded", "guarded_database", "postgres_cluster"]
