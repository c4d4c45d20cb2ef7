"""The scene of `access`, on both databases, for the tests of publishing; nothing published stays in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from access.conftest import anywhere, guarded, guarded_database, postgres_cluster
from fingerpost.manual.services.published import PUBLISHED

__all__ = ["anywhere", "guarded", "guarded_database", "postgres_cluster"]


@pytest.fixture(autouse=True)
def nothing_is_kept() -> Iterator[None]:
    PUBLISHED.forget()
    yield
    PUBLISHED.forget()
