"""Timing: call by call, in rounds in which everything measured takes its turn, so that a ratio is of one moment.

What is counted is processor time of the whole process, so that another program's turn is not taken for a slow call.
Still, a busy machine has colder caches. Times are therefore to be doubted, ratios to be trusted.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import process_time_ns
from typing import Any


def _same(item: Any) -> Any:
    return item


@dataclass(frozen=True)
class Contender:
    """Something to time. `rounds` has what each round's calls are given, `warm` what it is given before all rounds.

    `ready` is called before each call and not timed.
    """

    name: str
    run: Callable[[Any], object]
    rounds: Sequence[Sequence[Any]]
    warm: Sequence[Any]
    ready: Callable[[Any], Any] = _same


@dataclass
class Times:
    """Microseconds of processor time a call, round by round."""

    rounds: list[list[float]] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Of all calls."""
        return median(time for calls in self.rounds for time in calls)

    @property
    def p99(self) -> float:
        """99 of 100 calls took at most this."""
        calls = sorted(time for calls in self.rounds for time in calls)
        return calls[(len(calls) * 99 + 99) // 100 - 1]

    def ratio(self, other: Times) -> tuple[float, float, float]:
        """How many times `other`'s median this one's is: the median of all rounds, the lowest, the highest."""
        ratios = [median(ours) / median(theirs) for ours, theirs in zip(self.rounds, other.rounds, strict=True)]
        return median(ratios), min(ratios), max(ratios)


def time_calls(contenders: Sequence[Contender]) -> dict[str, Times]:
    """Time every contender in every round. Each round begins with another contender.

    What the benchmark itself keeps in memory is put out of the garbage collector's sight; the collector stays on.
    """
    times = {contender.name: Times() for contender in contenders}
    gc.collect()
    gc.freeze()
    reading = _reading()
    for contender in contenders:
        _calls(contender, contender.warm, reading)
    for number in range(min(len(contender.rounds) for contender in contenders)):
        first = number % len(contenders)
        for contender in (*contenders[first:], *contenders[:first]):
            times[contender.name].rounds.append(_calls(contender, contender.rounds[number], reading))
    gc.unfreeze()
    return times


def _calls(contender: Contender, items: Sequence[Any], reading: float) -> list[float]:
    run, ready, times = contender.run, contender.ready, []
    for item in items:
        given = ready(item)
        start = process_time_ns()
        run(given)
        times.append((process_time_ns() - start) / 1000 - reading)
    return times


def _reading() -> float:
    """Microseconds that reading the clock adds to a call."""
    return median(-(process_time_ns() - process_time_ns()) / 1000 for _ in range(1000))
