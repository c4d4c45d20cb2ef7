"""Fixtures of tests that open the service in a browser: the service as it runs, and people with a browser each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from support.browser import DESKTOP, MakeVisitor, Visitor
from support.service import Service, running


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Service]:
    """The service with the demonstration's people, on SQLite and again on PostgreSQL in the application's role."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    cluster = request.getfixturevalue("prepared_cluster") if request.param == "postgresql" else None
    with django_db_blocker.unblock(), running(folder, cluster) as service:
        yield service


@pytest.fixture
def visitor(service: Service, browser: Browser) -> Iterator[MakeVisitor]:
    """Make somebody with a browser of their own. At the end nobody's browser may have complained."""
    visitors: list[Visitor] = []

    def make(**options: object) -> Visitor:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **options})  # type: ignore[arg-type]
        visitors.append(Visitor(context, service.url))
        return visitors[-1]

    yield make
    complaints = [complaint for one in visitors for complaint in one.complaints]
    for one in visitors:
        one.context.close()
    assert complaints == []
