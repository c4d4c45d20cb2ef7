"""Every process of a run has the same day, and it is the one that was drawn for the run."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from fingerpost.procedure.calendar import WorkingDays
from support import day
from support.postgres import PostgresCluster

NOW = "import time; print(time.time())"


def test_this_process_is_on_the_run_s_day() -> None:
    began = day.read(os.environ[day.NAME])
    assert began <= datetime.now(UTC) + timedelta(seconds=1)
    assert datetime.now(UTC) < began + timedelta(hours=4)  # no run is longer


def test_commands_that_tests_start_are_on_it() -> None:
    said = subprocess.run([sys.executable, "-c", NOW], capture_output=True, text=True, check=True).stdout
    assert abs(float(said) - time.time()) < 60


def test_postgresql_is_on_it(postgres_cluster: PostgresCluster) -> None:
    with postgres_cluster.connect() as connection:
        (said,) = connection.execute("SELECT clock_timestamp()").fetchone() or (None,)
    assert abs(said - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_true_time_is_the_machine_s() -> None:
    said = subprocess.run(
        [sys.executable, "-c", NOW], env=day.outside(), capture_output=True, text=True, check=True
    ).stdout
    assert abs(float(said) - day.true_time()) < 60


def test_a_process_can_begin_on_another_day() -> None:
    then = datetime(2026, 1, 5, 9, tzinfo=day.LONDON)
    moved = os.environ | day.moved_to(then)
    said = subprocess.run([sys.executable, "-c", NOW], env=moved, capture_output=True, text=True, check=True).stdout
    assert abs(float(said) - then.timestamp()) < 60


def test_days_are_drawn_from_those_to_come_whose_bank_holidays_are_known() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    drawn = [day.drawn(chance) for _ in range(500)]
    today, last = date.fromisoformat(os.environ[day.NAME][:10]), WorkingDays.of("england-and-wales").horizon
    assert all(today <= moment.date() <= last for moment in drawn)
    possible = (last - today).days - 120  # what is recorded then is due within 120 days
    assert len({moment.date() for moment in drawn}) > min(50, possible / 2)
    assert len({moment.time() for moment in drawn}) > 250


def test_a_day_that_is_written_wrong_is_refused() -> None:
    assert day.read("2027-03-28 00:30") == datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    with pytest.raises(pytest.UsageError, match="is written as 2027-03-28 00:30"):
        day.read("28 March")
