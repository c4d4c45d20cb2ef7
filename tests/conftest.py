"""What every folder's tests share: databases, the scene, a browser; how many examples Hypothesis draws, and which.

The fixtures are taken in here, once: taken in by a folder they would be that folder's own, and made anew for it.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from access.fixtures import anywhere, guarded, guarded_database
from support import choosing, day, once, prepared
from support.browser import browser
from support.postgres import postgres_cluster
from support.prepared import prepared_cluster

__all__ = ["anywhere", "browser", "guarded", "guarded_database", "postgres_cluster", "prepared_cluster"]

# What the coverage of the engine is measured by.
ENGINE = ("procedure", "oracle", "register", "cli", "test_examples.py")

# The same examples each time, so that a failure is the change's and not the day's. A campaign looks further:
# FINGERPOST_EXAMPLES=20000 draws that many new ones for each property.
_asked = os.environ.get("FINGERPOST_EXAMPLES")
settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.register_profile(
    "campaign",
    max_examples=int(_asked or 100),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("campaign" if _asked else "fixed")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of pytest-xdist in which folder is what is made once for all of them."""
    node.workerinput["once"] = str(once.folder())


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Begin on the run's day; in a process of pytest-xdist, hear what its first one has to tell."""
    day.begin(config)
    if hasattr(config, "workerinput"):
        once.share(Path(config.workerinput["once"]))


def pytest_report_header() -> str:
    """Say which day it is."""
    return day.header()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it again at the end, where a failure is read."""
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        terminalreporter.write_line(day.header())


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001
    """Django's own test database, in memory: a copy of the one that was migrated for this run."""
    with django_db_blocker.unblock(), prepared.in_memory():
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the options of ours."""
    parser.addoption("--short", action="store_true", help="leave out what support.choosing says")
    parser.addoption("--twins", action="store_true", help="run that alone")


@pytest.hookimpl(tryfirst=True)  # before xdist writes groups into names
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not asked for."""
    if config.option.short or config.option.twins:
        of = {id(item) for item in choosing.left_out(items)}
        config.hook.pytest_deselected(items=[item for item in items if (id(item) in of) == config.option.short])
        items[:] = [item for item in items if (id(item) in of) == config.option.twins]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure coverage where the engine is tested, and there alone: tracing slows whatever else runs under it."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    coverage = getattr(getattr(plugin, "cov_controller", None), "cov", None)
    if coverage is None or item.path.relative_to(choosing.TESTS).parts[0] in ENGINE:
        return (yield)
    coverage.stop()
    try:
        return (yield)
    finally:
        coverage.start()


def pytest_collection_finish(session: pytest.Session) -> None:
    """See that groups are kept together, and leave what was imported out of every later search for garbage."""
    if getattr(session.config.option, "loadgroup", False):
        _require_that_groups_are_known(session.items)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _require_that_groups_are_known(items: list[pytest.Item]) -> None:
    """Stop where xdist has not read the groups: every process would start every service, and tests would meet others'.

    That was so with pytest 9.2, and nothing said it but how long the tests took.
    """
    lost = [item.nodeid for item in items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid]
    if lost:
        raise pytest.UsageError(f"pytest-xdist does not see the group of {lost[0]} and {len(lost) - 1} others")
