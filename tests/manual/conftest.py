"""Nothing published stays in memory from one test to the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fingerpost.manual.services.published import PUBLISHED


@pytest.fixture(autouse=True)
def nothing_is_kept() -> Iterator[None]:
    PUBLISHED.forget()
    yield
    PUBLISHED.forget()
