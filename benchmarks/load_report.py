"""What a run of the load came to, as a page of Markdown."""

from __future__ import annotations

import os
import platform
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Step:
    """What one rate came to. Milliseconds by what was asked for; errors by what they were."""

    rate: float
    seconds: float
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    late: float = 0.0
    walked: int = 0
    told: Counter[str] = field(default_factory=Counter)

    @property
    def every(self) -> list[float]:
        return [took for times in self.times.values() for took in times]

    @property
    def done(self) -> float:
        """Requests answered in a second."""
        return len(self.every) / self.seconds

    def percentile(self, times: list[float], share: int) -> float:
        return statistics.quantiles(times, n=100, method="inclusive")[share - 1] if len(times) > 1 else sum(times)

    @property
    def p95(self) -> float:
        return self.percentile(self.every, 95)


def page(
    steps: Sequence[Step],
    given: Mapping[str, Any],
    command: str,
    mix: Mapping[str, int],
    strangers: Mapping[str, str],
    most: int,
) -> str:
    """Return the page. `given`: the options; `most`: how many requests there can be at once."""
    held = [step for step in steps if step.p95 <= given["limit"]]
    last = held[-1] if held else steps[0]
    errors = sum((step.errors for step in steps), Counter[str]())
    walked = sum(step.walked for step in steps)
    header = HEADER.format(
        **given,
        command=command,
        machine=f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        load=os.getloadavg()[2],
        at_once=most,
        mix="; ".join(f"{name} {part}%" for name, part in mix.items()),
        sustained=f"{last.done:.1f} requests a second" if held else "not even the first rate",
        failed=errors.total(),
        walked=walked,
        strangers=", and one ".join(strangers.values()),
        wrong=walked - sum(step.told["404"] for step in steps),
    )
    return "\n".join([header, *_rates(steps), *_parts(last, mix), *_errors(errors)]) + "\n"


def _rates(steps: Sequence[Step]) -> Iterator[str]:
    yield "| arriving a second | answered | median, ms | p95 | p99 | longest | errors | hidden asked for | not 404 |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for step in steps:
        every = step.every
        figures = [statistics.median(every), step.p95, step.percentile(every, 99), max(every)]
        cells = " | ".join(f"{figure:.0f}" for figure in figures)
        others = f"{step.errors.total()} | {step.walked} | {step.walked - step.told['404']}"
        yield f"| {step.rate:.0f} | {step.done:.1f} | {cells} | {others} |"


def _parts(step: Step, mix: Mapping[str, int]) -> Iterator[str]:
    yield f"\nAt {step.rate:.0f} a second, by what was asked for:\n"
    yield "| | requests | median, ms | p95 |\n|---|---|---|---|"
    for name in mix:
        if times := step.times[name]:
            yield f"| {name} | {len(times)} | {statistics.median(times):.0f} | {step.percentile(times, 95):.0f} |"


def _errors(errors: Counter[str]) -> Iterator[str]:
    if errors:
        yield "\nErrors:\n"
        yield from (f"- {name}: {number}" for name, number in errors.items())


HEADER = """# How much the service bears

`{command}`, on {machine}, with a load of
{load:.1f} over the last quarter of an hour. **The server, PostgreSQL and those who ask are on the same cores**: what is
measured is less than a machine of its own bears.

PostgreSQL syncs what it commits. It has {concerns:,} concerns of 40 organisations, laid by
`benchmarks/service_bench.py`, and {own:,} that are worked on, with real words, people, duties and a referral. The
service is gunicorn with {workers} workers of {threads} threads, in the application’s role, under row-level security.
Four people are signed in, each with a second factor. Requests arrive by chance and do not wait for one another (an open
loop of up to {at_once} at once), for {seconds:.0f} s at each rate; each is timed from when it was due. The mix: {mix}.
The search finds among the people of the concerns that are worked on. Where nothing is left to do or to receive, a
concern is read instead.

**Sustained: {sustained}** with a 95th percentile of at most {limit:.0f} ms. Errors: {failed}. Beside it
{walked} requests for concerns that are hidden from whoever asked (one {strangers}):
**{wrong} wrong answers**; every other was 404.
"""
