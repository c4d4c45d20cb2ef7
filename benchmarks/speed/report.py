"""The tables that are printed, in Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from statistics import mean, median

from fingerpost.procedure.decision import Decision
from speed import ours
from speed.clock import Times
from speed.lines import Run, rate

PEERS = ("zen-engine", "common-expression-language", "cedarpy", "openfisca-core")
ZEN = "zen-engine, named rules, {}-valued"
BARE = "zen-engine, one bare expression, {}-valued"
AIMS = (
    (ours.STATUSES_KNOWN, ZEN.format("two"), 1 / 3),
    (ours.STATUSES, ZEN.format("three"), 1 / 7),
    (ours.STATUSES_KNOWN, BARE.format("two"), 1 / 3),
    (ours.STATUSES, BARE.format("three"), 1 / 7),
    (ours.DOCUMENT, ZEN.format("three"), 3.0),
)
LIMITS = ((ours.DOCUMENT_SETTLED, 200), (ours.DOCUMENT, 200), (ours.CHANGES, 1000))
"""Microseconds."""
LINES_A_SECOND = 10_000


def setting() -> str:
    """What was measured with, in a sentence."""
    peers = ", ".join(f"{name} {version(name)}" for name in PEERS)
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {_system()}, Python {platform.python_version()}; {peers}; load {load:.2f} before."


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"].partition(" (")[0]
    except (OSError, KeyError):
        return platform.system()


def population(decided: Mapping[str, Sequence[Decision]]) -> str:
    """What comes out on average for each kind of cases."""
    rows = []
    for name, decisions in decided.items():
        applies = mean(sum(outcome.status == "applies" for outcome in decision.outcomes) for decision in decisions)
        depends = mean(len(decision.outcomes) for decision in decisions) - applies
        asked = mean(len(decision.questions) for decision in decisions)
        size = mean(len(decision.json()) for decision in decisions) / 1000
        rows.append([name, number(applies), number(depends), number(asked), number(size)])
    return _table(["cases, on average", "apply", "depend", "questions", "document, kB"], rows)


def calls(times: Mapping[str, Times]) -> str:
    """Every call's median and p99, and how many times as long a peer takes as our statuses of the same cases."""
    rows = []
    for name, of in times.items():
        base = ours.STATUSES if name.endswith("three-valued") else ours.STATUSES_KNOWN
        ratio = "" if name.startswith("Fingerpost") else number(of.ratio(times[base])[0])
        rows.append([name, number(of.median), number(of.p99), ratio])
    return _table(["one case, processor time", "median, µs", "p99, µs", "times our statuses"], rows)


def aims(times: Mapping[str, Times]) -> str:
    """What was aimed at, and what came out: ratios of one round's medians, then times."""
    rows = []
    for mine, other, aim in AIMS:
        ratio, lowest, highest = times[mine].ratio(times[other])
        measured = f"{number(ratio)} ({number(lowest)} to {number(highest)})"
        rows.append([f"{mine} ÷ {other}", f"at most {number(aim)}", measured, _met(ratio <= aim)])
    for mine, aim in LIMITS:
        value = times[mine].median
        rows.append([f"{mine}, median", f"at most {aim} µs", f"{number(value)} µs", _met(value <= aim)])
    return _table(["aim", "", "measured (over the rounds)", "met"], rows)


def bulk(count: int, making: float, calculating: float) -> str:
    """OpenFisca as it is meant to be used."""
    return (
        f"openfisca-core, {count:,} cases in one simulation: {number(making)} µs a case to make it, "
        f"{number(calculating)} µs to calculate."
    )


def lines(runs: Sequence[Run]) -> str:
    """Runs of the command: of each file the median of its runs, and the most memory that any of them held."""
    files: dict[tuple[str, int], list[Run]] = {}
    for run in runs:
        files.setdefault((run.cases, run.lines), []).append(run)
    rows = [
        [
            *(cases, f"{count:,}"),
            *(number(median(run.seconds for run in of)), number(median(run.processor for run in of))),
            number(max(run.memory for run in of)),
        ]
        for (cases, count), of in files.items()
    ]
    told = [_table(["cases", "lines", "seconds", "of processor time", "most memory, MiB"], rows)]
    for cases in dict.fromkeys(run.cases for run in runs):
        short, long = (of for (name, _), of in files.items() if name == cases)
        rates = median(rate(*pair) for pair in zip(short, long, strict=True))
        met = _met(rates >= LINES_A_SECOND)
        told.append(
            f"Documents a second on one core, {cases} cases: {rates:,.0f} (aim {LINES_A_SECOND:,}; met: {met})."
        )
    return "\n\n".join(told)


def number(value: float) -> str:
    """Three figures, no more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _met(met: bool) -> str:
    return "yes" if met else "no"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with its numbers to the right."""
    line = "|---|" + "---:|" * (len(head) - 1)
    return "\n".join([_row(head), line, *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
