"""What `script/test` leaves out, for `script/test --all` and `script/campaign twins` to run: twins, and two with Spark.

Many tests are there twice, on SQLite and on PostgreSQL. The second one is in every run where the database itself
decides: who may see and write what, the ledger, disposal, and what happens at once. The others differ from theirs in
nothing but the way to the rows.
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
DATABASE_DECIDES = (
    "access/",
    "casework/test_conflicts_told.py",
    "casework/test_losing_sight.py",
    "casework/test_strands.py",
    "disposal/",
    "documents/test_releases.py",
    "duties/test_at_once.py",
    "duties/test_handover.py",
    "duties/test_worklist.py",
    "faults/",
    "ledger/",
    "lives/",
    "record/test_recording.py",
    "record/test_search.py",
    "record/test_stolen_database.py",
    "site/test_concern.py",
    "site/test_journey_case_young_person.py",
    "site/test_ledger_for_everybody.py",
    "site/test_pages_for_everybody.py",
    "test_prepared.py",
)


LONG = (
    "bulk/test_engines.py::test_spark[sql]",
    "bulk/test_engines.py::test_spark_tells_what_a_worker_found_wrong",
)
"""Each starts a Java machine of its own. One test with Spark is in every run: the quickest that goes all the way."""


def left_out(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the tests that `script/test` leaves out."""
    long = [item for item in items if _name(item).startswith(LONG)]
    return [*twins(items), *long]


def twins(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the tests on PostgreSQL that the database does not decide, and that are there on SQLite too."""
    names = {item.nodeid for item in items}
    second = [
        one for one in items if "postgresql" in one.nodeid and one.nodeid.replace("postgresql", "sqlite") in names
    ]
    return [item for item in second if not _name(item).startswith(DATABASE_DECIDES)]


def _name(item: pytest.Item) -> str:
    return item.nodeid.removeprefix("tests/")
