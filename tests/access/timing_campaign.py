"""Times “hidden” against “does not exist” on every route about a concern. Run by `script/campaign timing`.

In the test client’s own process, without a network: what is the same here is the same from afar, where more is added to
both. Each pair asks for a concern that is there and hidden, and for one that never was, in random order.
"""

from __future__ import annotations

import gc
import os
import platform
import random
from collections.abc import Callable
from pathlib import Path
from textwrap import fill
from time import perf_counter_ns
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from access.anywhere import Anywhere
from access.routes import OF_A_CONCERN
from access.test_walk import address, client_of
from access.timing import Compared, compared, holm
from fingerpost.access import permissions
from fingerpost.access.models import Concern
from fingerpost.access.services import emergencies

IN_AN_EMERGENCY = "worker-2"
MARGIN = 0.5  # milliseconds: a tenth of what the quickest network adds by chance
PAIRS = int(os.environ.get("FINGERPOST_TIMING", "40"))
READERS = {
    "suspect": "shut out of it: works at the school",
    "other-teacher": "a stranger, of another school",
    IN_AN_EMERGENCY: "reads another concern in an emergency",
}
# What they ask for that opens nothing: the page on which somebody asks, with a reference that is hidden or is none.
ASKING = "break_glass"
_WIDE = 120
_NAMED = 40  # so many are named whose sameness is not shown; more say that there were too few pairs, or too much noise
_found: dict[tuple[str, str, str, str], list[float]] = {}


@pytest.mark.parametrize("who", READERS)
def test_time_every_route(anywhere: Anywhere, who: str) -> None:
    rng = random.Random(connection.vendor + who)  # noqa: S311 - an order, not a secret
    made = anywhere.scene
    hidden = made.others if who == IN_AN_EMERGENCY else made.shared
    with anywhere.laying():
        references = dict(Concern._base_manager.values_list("pk", "reference"))
    if who == IN_AN_EMERGENCY:
        with anywhere.acting(who):
            assert emergencies.break_glass(references[made.shared], "They read it, and no other.") is not None
    with anywhere.serving():
        client = client_of(who)
        routes = [route for route in permissions.every_route() if route.name in OF_A_CONCERN]
        cases = [(route, method) for route in routes for method in ("get", "post")]
        for route, method in cases:  # each once, so that what is made once is made
            _timed(client, method, address(route, hidden))
        gc.disable()
        for _ in range(PAIRS):
            rng.shuffle(cases)
            for route, method in cases:
                pair = _pair(rng, lambda concern, r=route, m=method: _timed(client, m, address(r, concern)), hidden)
                _found.setdefault((connection.vendor, who, route.name or "", method), []).append(pair)
            if who == "suspect":  # who is shut out; a stranger's reference opens
                pair = _pair(rng, lambda concern: _asked(client, references.get(concern, "FP-00000-00000")), hidden)
                _found.setdefault((connection.vendor, who, ASKING, "post"), []).append(pair)
            gc.collect()
        gc.enable()


def _pair(rng: random.Random, timed: Callable[[UUID], float], hidden: UUID) -> float:
    """Return by how many milliseconds the hidden one took longer."""
    absent = uuid4()
    if rng.random() < 0.5:
        first = timed(hidden)
        return first - timed(absent)
    first = timed(absent)
    return timed(hidden) - first


def _timed(client: Client, method: str, where: str) -> float:
    ask = getattr(client, method)
    began = perf_counter_ns()
    answer = ask(where)
    took = (perf_counter_ns() - began) / 1e6
    assert answer.status_code == 404, where
    return took


def _asked(client: Client, reference: str) -> float:
    cache.clear()  # how often somebody may ask is the same for both
    where = reverse(ASKING)
    began = perf_counter_ns()
    answer = client.post(where, {"reference": reference, "reason": "Somebody is in danger."})
    took = (perf_counter_ns() - began) / 1e6
    assert b"No record can be opened by this reference" in answer.content
    return took


def test_report() -> None:
    out = Path(os.environ["FINGERPOST_TIMING_REPORT"])
    keys = list(_found)
    each = {key: compared(_found[key]) for key in keys}
    adjusted = dict(zip(keys, holm([each[key].p for key in keys]), strict=True))
    together = {
        (vendor, who): compared([it for key in keys if key[:2] == (vendor, who) for it in _found[key]])
        for vendor, who, *_ in keys
    }
    lines = [
        "# How long “hidden” and “does not exist” take",
        "",
        fill(
            f"Run: `script/campaign timing {PAIRS}`. {platform.python_implementation()} {platform.python_version()}, "
            f"{os.cpu_count()} processors; {PAIRS} pairs for each of {len(keys)} comparisons (database, reader, "
            "route, method). What is tested, and why so, stands in `tests/access/timing.py`. A difference is one if "
            "the sign test says so at 5 % over all comparisons (Holm). They are shown to be the same if the median "
            f"difference is within {MARGIN} ms, at 5 %.",
            _WIDE,
        ),
        "",
        fill(
            "That the *queries* are the same, by number and text, is tested exactly, on each route, in each run of the "
            "tests (`tests/access/test_walk.py`).",
            _WIDE,
        ),
        "",
        "## All routes together",
        "",
        "| database | reader | pairs | median (ms) | 90 % interval | hidden slower in | sign test p |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [f"| {vendor} | {READERS[who]} | {_cells(one)} | {one.p:.3g} |" for (vendor, who), one in together.items()]
    different = [key for key in keys if adjusted[key] < 0.05]
    not_shown = [key for key in keys if not each[key].is_within(MARGIN)]
    widest = max(max(-one.low, one.high) for one in each.values())
    lines += [
        "",
        "## Route by route",
        "",
        fill(
            f"Of the {len(keys)} comparisons {len(different)} differ by the sign test, after Holm. In "
            f"{len(keys) - len(not_shown)} the median difference is shown to be within {MARGIN} ms; the widest 90 % "
            f"interval reaches {widest:.3f} ms.",
            _WIDE,
        ),
        "",
    ]
    named = sorted({*different, *(not_shown if len(not_shown) <= _NAMED else ())})
    if named:
        lines += [
            "| database | reader | route | method | pairs | median | 90 % interval | hidden slower in | p after Holm |",
            "|---|---|---|---|---|---|---|---|---|",
            *(f"| {' | '.join(key)} | {_cells(each[key])} | {adjusted[key]:.3g} |" for key in named),
            "",
        ]
    out.write_text("\n".join(lines), encoding="utf-8")


def _cells(one: Compared) -> str:
    return f"{one.pairs} | {one.median:+.4f} | {one.low:+.4f} to {one.high:+.4f} | {one.slower:.1%}"
