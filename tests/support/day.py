"""The day on which a run's tests take place: drawn anew for each run, and the same for all of its processes.

libfaketime moves the clock of every process that has its variables in its environment: of pytest, of the servers and
commands that tests start, and of PostgreSQL. The browser and Java do not bear it and have the machine's own; nothing
asks them for the day. A limit of PostgreSQL's own on waiting never comes with it: what tests one has the machine's
clock. What a test sets itself (a day that it gives, a clock that it puts in the place of ours) is left as it is. Time
goes on as it does anywhere, and clocks that only count are left alone.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fingerpost.procedure.calendar import WorkingDays

NAME = "FINGERPOST_DAY"
LONDON = ZoneInfo("Europe/London")
MISSING = "libfaketime is needed for the tests. Install it (on Debian and Ubuntu: apt-get install faketime)."
_FORM = "%Y-%m-%d %H:%M"


def begin(config: pytest.Config) -> None:
    """Begin this process again on the day of the run, unless it has begun there."""
    if "FAKETIME" in os.environ:
        return
    given = os.environ.get(NAME)
    moment = read(given) if given else drawn(random.SystemRandom())
    os.environ |= moved_to(moment) | {NAME: moment.strftime(_FORM)}
    config.pluginmanager.getplugin("capturemanager").stop_global_capturing()
    os.execv(sys.executable, sys.orig_argv)  # noqa: S606


def header() -> str:
    """Say on which day a run takes place, and how to have it again."""
    day = os.environ.get(NAME, "")
    return f"day: {day} Europe/London; {NAME}='{day}' to repeat"


def read(text: str) -> datetime:
    """Return a moment that is written as `2027-03-28 00:30`, in London."""
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=LONDON)
    except ValueError:
        raise pytest.UsageError(f"{NAME} is written as 2027-03-28 00:30, not as “{text}”") from None


def drawn(chance: random.Random) -> datetime:
    """Return some moment from now until the bank holidays are no longer known: a day that this code may meet."""
    first = datetime.fromtimestamp(time.time(), LONDON)
    # What is recorded on that day may be due 45 working days later, over Christmas and after events of its own.
    days = (WorkingDays.of("england-and-wales").horizon - first.date()).days - 120
    midnight = datetime.combine(first.date() + timedelta(chance.randrange(max(days, 1))), datetime.min.time(), LONDON)
    return midnight + timedelta(minutes=chance.randrange(24 * 60))


def moved_to(moment: datetime) -> dict[str, str]:
    """Return the variables with which a process, and whatever it starts, begins at a moment; from the true time."""
    libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not libraries:
        raise pytest.UsageError(MISSING)
    return {
        "LD_PRELOAD": str(libraries[0]),
        "FAKETIME": f"{moment.timestamp() - true_time():+.0f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DISABLE_SHM": "1",
        "FAKETIME_SKIP_CMDS": "java",  # which waits for ever with it
        "NO_FAKE_STAT": "1",  # compiled modules are known by when their sources were changed
    }


def outside() -> dict[str, str]:
    """Return this process's variables without those that move a clock: for what is to have the machine's own."""
    return {name: value for name, value in os.environ.items() if name not in ("LD_PRELOAD", "FAKETIME")}


def true_time() -> float:
    """Return the seconds since 1970 on the machine's own clock."""
    return time.time() - float(os.environ.get("FAKETIME", "0"))
