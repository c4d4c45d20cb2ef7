"""The scene of `access`, on both databases, for recording what the guide was told."""

from __future__ import annotations

from access.conftest import anywhere, guarded, guarded_database, postgres_cluster

__all__ = ["anywhere", "guarded", "guarded_database", "postgres_cluster"]
