# ruff: noqa: E402 - Django is set up before its models are read
"""What the guide and the manual cost: server time, queries and weight of each page, and questions for each example.

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

from fingerpost.access import declare
from fingerpost.guide.answers import Answers
from fingerpost.procedure.deciding import decide
from fingerpost.site import urls
from guide.driving import PACK, Practitioner
from guide.test_answers import largest
from guide.test_examples import NAMES, example, is_settled

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


@declare.public(because="a peer of the benchmark")
def nothing(_request: HttpRequest) -> HttpResponse:
    """Answer nothing."""
    return HttpResponse()


def visited(name: str) -> tuple[Practitioner, int]:
    """Go through the guide with an example; return who did, and after how many pages today's duties were settled."""
    case = example(name)
    now = max(case.as_of, case.reported_at).replace(second=0, microsecond=0)
    with mock.patch.object(timezone, "now", return_value=now):
        practitioner = Practitioner(case, now)
        practitioner.says_what_happened()
        response = practitioner.says_who()
        practitioner.became_aware()
        settled = 0
        while True:
            decision = decide(PACK, practitioner.answers.case(PACK, now))
            if not settled and is_settled(practitioner, decision):
                settled = practitioner.pages
            if response.headers["Location"] == "/guide/plan/":
                return practitioner, settled
            response = practitioner.answers_page(f"/guide/question/{practitioner.answers.last_page + 1}/")


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
    urls.urlpatterns.append(path("nothing/", nothing, name="nothing"))
    settled = {name: visited(name)[1] for name in NAMES}
    practitioner, _ = visited(EXAMPLE)
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
    write(times, sizes, asked, settled, cookie)


def write(
    times: dict[str, list[float]], sizes: dict[str, bytes], asked: dict[str, int], settled: dict[str, int], cookie: int
) -> None:
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
    pages = sorted(settled.values())
    largest_cookie = len(sealed(largest(), PACK, settings.SECRET_KEY, NOW))
    print("\n## Questions until what is due today is settled\n")
    print(f"The {len(pages)} examples, answered with what each of them knows. “What has happened?” and “Who is")
    print(
        "involved?” count as one page each. A page has the questions under one heading of the manual that are open.\n"
    )
    print("| mean | median | most |")
    print("|---|---|---|")
    print(f"| {statistics.mean(pages):.1f} | {statistics.median(pages):.0f} | {pages[-1]} |")
    most = ", ".join(name for name, number in settled.items() if number == pages[-1])
    print(f"\nThe most are for {most}.\n")
    print("## The cookie\n")
    print(f"All answers of the example {EXAMPLE}: {cookie} bytes. The largest case that the guide")
    print("takes (16 adults of whom everything is answered, and as many events as it takes):")
    print(f"{largest_cookie} bytes. Browsers keep 4,096.")


if __name__ == "__main__":
    main()
