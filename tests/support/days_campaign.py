"""Runs the tests on ten days, of which six are those on which clocks and calendars are most likely to be wrong."""

from __future__ import annotations

import os
import platform
import random
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fingerpost.procedure.calendar import WorkingDays
from support import day

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "docs" / "evidence" / "days.md"
LAST = WorkingDays.of("england-and-wales").horizon
HARD = {
    "2027-03-28 00:30": "in the night in which the clocks go forward",
    "2027-10-31 00:30": "in the night in which they go back, while it is the day before in UTC",
    "2027-12-25 11:00": "Christmas, a Saturday",
    "2028-01-14 16:45": "a Friday, a quarter of an hour before offices close",
    "2028-02-29 09:00": "29 February",
    f"{LAST} 12:00": "the last day whose bank holidays are known",
}
DAYS = 10


@dataclass(frozen=True)
class Ran:
    moment: str
    what: str
    counts: dict[str, int]
    failed: tuple[str, ...]


def moments(chance: random.Random) -> dict[str, str]:
    """Return ten moments, each with what it is."""
    drawn: dict[str, str] = {}
    while len(HARD) + len(drawn) < DAYS:
        drawn[day.drawn(chance).strftime("%Y-%m-%d %H:%M")] = "drawn"
    return HARD | drawn


def run(moment: str, what: str, arguments: list[str]) -> Ran:
    """Run the tests on a day."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-q", "-p", "no:cacheprovider", *arguments],
        check=False,
        cwd=ROOT,
        env=day.outside() | {day.NAME: moment},
        stdout=subprocess.PIPE,
        text=True,
    )
    print(done.stdout[-6000:], flush=True)
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error|skipped)", done.stdout)}
    return Ran(moment, what, counts, tuple(re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.M)))


def page(ran: list[Ran], arguments: list[str]) -> str:
    """Return what is written down."""
    lines = [
        "# The tests on ten days\n",
        f"`{' '.join(['script/campaign days', *arguments])}`, on {os.cpu_count()} cores, {platform.system()},"
        f" Python {platform.python_version()}, begun on {datetime.now(day.LONDON):%d %B %Y}.\n",
        "Python and PostgreSQL have the day and the time that are given, in London; what a test sets is kept.\n",
        "| moment | what it is | passed | failed |",
        "|---|---|---|---|",
    ]
    for one in ran:
        failed = one.counts.get("failed", 0) + one.counts.get("error", 0)
        lines.append(f"| {one.moment} | {one.what} | {one.counts.get('passed', 0):,} | {failed} |")
    for one in ran:
        lines += [f"\n{one.moment}:\n", *(f"- `{name}`" for name in one.failed)] if one.failed else []
    return "\n".join(lines) + "\n"


def main() -> None:
    arguments = sys.argv[1:]
    ran: list[Ran] = []
    for moment, what in moments(random.SystemRandom()).items():
        print(f"{moment}: {what}", flush=True)
        ran.append(run(moment, what, arguments))
        EVIDENCE.write_text(page(ran, arguments), encoding="utf-8")
    if any(one.failed or not one.counts.get("passed") for one in ran):
        raise SystemExit("Some failed: docs/evidence/days.md has their names.")


if __name__ == "__main__":
    main()
