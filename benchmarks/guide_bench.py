# ruff: noqa: E402 - Django is set up before its models are read
"""What the guide and the manual cost: server time, queries, weight of each page; what is asked before the first plan.

Run: .venv/bin/python benchmarks/guide_bench.py > docs/evidence/guide.md
A page is asked through all of the service's middleware, as a browser would, on an SQLite file of its own with the
demonstration's directory. Beside the pages, in turns with them: a view that answers nothing, and the engine alone.
"""

from __future__ import annotations

import gzip
import io
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from unittest import mock

_FOLDER = tempfile.TemporaryDirectory()
os.environ["FINGERPOST_VAR"] = _FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost_demo.settings"
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from fingerpost.access import permissions
from fingerpost.guide.answers import Answers
from fingerpost.guide.asking import open_names
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from guide.driving import PACK, Practitioner
from guide.test_answers import largest
from guide.test_examples import NAMES, example, unsettled
from journeys.test_six_stories import STORIES, Story

EXAMPLE = "12-two-adults-one-embargo"
ROUNDS = 120
WARM = 10
NOW = datetime(2026, 11, 25, 16, 45, tzinfo=UTC)
PAGES = {
    "what has happened": "/guide/",
    "who is involved": "/guide/people/",
    "a question": "/guide/question/2/",
    "the list of answers": "/guide/answers/",
    "the plan": "/guide/plan/",
    "the plan as PDF": "/guide/plan/plan.pdf",
    "the plan as days": "/guide/plan/plan.ics",
    "manual: contents": "/manual/e-safety/2017/",
    "manual: section 2.2": "/manual/e-safety/2017/2.2/",
    "manual: a search": "/manual/e-safety/2017/search/?q=parents",
}


@permissions.public(because="a peer of the benchmark")
def nothing(_request: HttpRequest) -> HttpResponse:
    """Answer nothing."""
    return HttpResponse()


def visited(case: Case, *, rest: bool = False) -> Practitioner:
    """Go through the guide with a case until the first plan; with `rest` through all other questions as well."""
    now = max(case.as_of, case.reported_at).replace(second=0, microsecond=0)
    with mock.patch.object(timezone, "now", return_value=now):
        practitioner = Practitioner(case, now)
        response = practitioner.says_what_happened()
        practitioner.became_aware()
        while response.headers["Location"] != "/guide/plan/":
            response = practitioner.answers_page(response.headers["Location"])
        open_ones = unsettled(practitioner, decide(PACK, practitioner.answers.case(PACK, now)))
        assert not open_ones, open_ones
        while rest and open_names(practitioner.answers, decide(PACK, practitioner.answers.case(PACK, now))):
            response = practitioner.answers_page(f"/guide/question/{practitioner.answers.last_page + 1}/?rest=1")
            if response.headers["Location"] == "/guide/plan/":
                break
        return practitioner


def case_of(story: Story) -> Case:
    """The case of one of the six stories: what was ticked, and what is known."""
    ticked = [tick for tick in PACK.ticks.values() if tick.text in story.ticks]
    said = {fact: True for tick in ticked for fact in tick.answers}
    said |= {fact: {"yes": True, "no": False}.get(answer, answer) for fact, answer in story.knows.items()}
    facts: dict[str, dict[str, object]] = {"concern": {}, "child": {}, "adult": {}}
    for fact, value in said.items():
        facts[PACK.facts[fact].scope][fact] = value
    kinds = dict.fromkeys(kind for tick in ticked for kind in tick.lists)
    people = [{"id": kind[0] + "1", "kind": kind, "facts": facts[kind]} for kind in kinds]
    return case_from({"reported_at": NOW.isoformat(), "facts": facts["concern"], "people": people}, PACK)


def timed(calls: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Return milliseconds of each, in turns."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(WARM + ROUNDS):
        for name, call in calls.items():
            began = time.perf_counter()
            call()
            if turn >= WARM:
                times[name].append((time.perf_counter() - began) * 1000)
    return times


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    words = [query["sql"].split()[0] for query in captured.captured_queries]
    return sum(word not in ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "PRAGMA") for word in words)


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("demonstrate", stdout=io.StringIO())
    settings.ALLOWED_HOSTS.append("testserver")
    import_module(settings.ROOT_URLCONF).urlpatterns.append(path("nothing/", nothing, name="nothing"))
    stories = {name: visited(case_of(story)) for name, story in STORIES.items()}
    examples = {name: visited(example(name)) for name in NAMES}
    practitioner = visited(example(EXAMPLE), rest=True)
    client = practitioner.client
    with mock.patch.object(timezone, "now", return_value=practitioner.now):
        answers: Answers = practitioner.answers
        calls: dict[str, Callable[[], object]] = {
            "the engine alone": lambda: decide(PACK, answers.case(PACK, practitioner.now)),
            "a view that answers nothing": lambda: client.get("/nothing/"),
        }
        calls |= {name: (lambda address=address: client.get(address)) for name, address in PAGES.items()}
        times = timed(calls)
        sizes = {name: client.get(address).content for name, address in PAGES.items()}
        asked = {name: queries(client, address) for name, address in PAGES.items()}
        cookie = len(client.cookies["guide"].value)
    write(times, sizes, asked, cookie)
    write_questions(stories, examples)


def write_questions(stories: dict[str, Practitioner], examples: dict[str, Practitioner]) -> None:
    """Print how much is asked before the first plan."""
    print("\n## What is asked before the first plan\n")
    print(
        "On that plan every duty of today is certain, or is something to ask the safeguarding lead now. A page is one"
    )
    print("that is sent; an input is a tick, a number of people, or a question that is put, answered or left open. The")
    print("aim is 3 pages and 10 inputs at most. `tests/journeys` does the six stories in a browser.\n")
    print("| | pages | inputs |")
    print("|---|---|---|")
    for name, one in stories.items():
        print(f"| {name} | {one.pages} | {one.inputs} |")
    for called, worth in (("median", statistics.median), ("most", max)):
        pages, inputs = (worth([getattr(one, what) for one in examples.values()]) for what in ("pages", "inputs"))
        print(f"| the {len(examples)} examples, {called} | {pages:.0f} | {inputs:.0f} |")


def write(times: dict[str, list[float]], sizes: dict[str, bytes], asked: dict[str, int], cookie: int) -> None:
    """Print the page of evidence."""
    from fingerpost.guide.box import sealed

    front = ROOT / "build" / "frontend"
    parts = ("fingerpost.css", "govuk-frontend.min.js", "start.js", "early.js")
    shared = sum(len(gzip.compress((front / name).read_bytes(), 9)) for name in parts)
    empty = statistics.median(times["a view that answers nothing"])
    print("# What the guide and the manual cost\n")
    print("Made by `.venv/bin/python benchmarks/guide_bench.py > docs/evidence/guide.md`.\n")
    print(
        f"Python {platform.python_version()}, SQLite, the demonstration's directory. Each page is asked through all of"
    )
    print("the middleware, in one process, by somebody who is not signed in and has answered the example")
    print(f"{EXAMPLE}. Milliseconds of {ROUNDS} rounds in turns, on a small machine on which others")
    print(
        "worked at the same time: the ratios are to be trusted more than the times. The ratio is that of medians to a"
    )
    print("view of the same service that answers nothing.\n")
    print("| page | median | p95 | ratio | queries | kB | kB compressed | with styles and scripts |")
    print("|---|---|---|---|---|---|---|---|")
    for name, found in times.items():
        median, p95 = statistics.median(found), statistics.quantiles(found, n=20)[-1]
        cells = [name, f"{median:.2f}", f"{p95:.2f}", f"{median / empty:.1f}"]
        if name in sizes:
            packed = len(gzip.compress(sizes[name], 6))
            whole = f"{(packed + shared) / 1000:.0f}" if sizes[name].startswith(b"<!DOCTYPE") else "–"
            cells += [str(asked[name]), f"{len(sizes[name]) / 1000:.1f}", f"{packed / 1000:.1f}", whole]
        else:
            cells += ["–"] * 4
        print(f"| {' | '.join(cells)} |")
    largest_cookie = len(sealed(largest(), PACK, settings.SECRET_KEY, NOW))
    print("\n## The cookie\n")
    print(f"All answers of the example {EXAMPLE}: {cookie} bytes. The largest case that the guide")
    print("takes (16 adults of whom everything is answered, and as many events as it takes):")
    print(f"{largest_cookie} bytes. Browsers keep 4,096.")


if __name__ == "__main__":
    main()
