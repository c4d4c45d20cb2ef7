"""One answer, wherever a person meets it without an account: terminal, guide, its PDF, the document for programs.

Expected is what brute force makes of the register (`tests/oracle`), never what the product makes of its own decision.
"""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pypdf
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from cli.running import run
from fingerpost.guide.answers import Answers, Given, Happening
from fingerpost.guide.box import sealed
from fingerpost.procedure.pack.library import load_pack
from oracle.cases import cases
from surfaces import saying
from surfaces.saying import Document

PACK = load_pack("e-safety@2017")
PAGES = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
PAPERS = settings(PAGES, max_examples=8)


def as_the_guide_lists(case: Document, now: datetime) -> Document:
    """The same case with people called c1, c2, a1 in the guide's order, reported to the minute, and known `now`."""
    reported = datetime.fromisoformat(case["reported_at"]).astimezone(UTC).replace(second=0, microsecond=0)
    people = sorted(case.get("people") or [], key=lambda person: person["kind"] != "child")
    names: dict[str, str] = {}
    for person in people:
        number = sum(1 for name in names.values() if name[0] == person["kind"][0]) + 1
        names[person["id"]] = f"{person['kind'][0]}{number}"
    return {
        "reported_at": reported.isoformat(),
        "as_of": max(now, reported).isoformat(),
        "facts": dict(case.get("facts") or {}),
        "people": [
            {**person, "id": names[person["id"]], "facts": dict(person.get("facts") or {})} for person in people
        ],
        "events": [
            event
            for event in (_named(one, names) for one in case.get("events") or [])
            if datetime.fromisoformat(event["at"]) <= now
        ],
    }


def _named(event: Document, names: dict[str, str]) -> Document:
    at = datetime.fromisoformat(event["at"]).astimezone(UTC).replace(second=0, microsecond=0)
    said = {"type": event["type"], "at": at.isoformat()}
    if event.get("person"):
        said["person"] = names[event["person"]]
    if event.get("to"):
        relation, colon, person = event["to"].rpartition(":")
        said["to"] = f"{relation}{colon}{names[person]}"
    return said


def guide_with(case: Document, now: datetime) -> Client:
    """A browser whose cookie holds what the case says."""
    given: dict[str, Given] = {}
    for owner, facts in [("concern", case["facts"]), *((one["id"], one["facts"]) for one in case["people"])]:
        for fact, value in facts.items():
            known: Any = date.fromisoformat(value) if fact == "date_of_birth" and value else value
            given[f"{owner}.{fact}"] = Given(known, 1)
    answers = Answers(
        datetime.fromisoformat(case["reported_at"]),
        tuple(one["id"] for one in case["people"]),
        given,
        tuple(
            Happening(one["type"], datetime.fromisoformat(one["at"]), one.get("person"), one.get("to"))
            for one in case["events"]
        ),
    )
    client = Client()
    client.cookies["guide"] = sealed(answers, PACK, django_settings.SECRET_KEY, now)
    return client


@PAGES
@given(cases())
def test_the_command_says_what_the_register_says(case: Document) -> None:
    now = datetime.fromisoformat(case.get("as_of") or case["reported_at"])
    case = {**as_the_guide_lists(case, now + timedelta(days=400)), "as_of": now.isoformat()}
    result = run("decide", "-", stdin=json.dumps(case))
    assert result.exit_code == 0, result.stderr
    assert saying.on_terminal(result.stdout) == saying.applying(case)
    assert saying.may_apply_on_terminal(result.stdout) == saying.depending(case)


@pytest.mark.django_db
@PAGES
@given(cases())
def test_the_guide_says_what_the_register_says(case: Document) -> None:
    now = timezone.now()
    case = as_the_guide_lists(case, now)
    page = guide_with(case, now).get("/guide/plan/").content.decode()
    applies, may = saying.on_page(page)
    assert applies == saying.applying(case)
    assert may == saying.depending(case)


@pytest.mark.django_db
@PAPERS
@given(cases())
def test_the_guides_papers_say_what_the_register_says(case: Document) -> None:
    now = timezone.now()
    case = as_the_guide_lists(case, now)
    client = guide_with(case, now)
    read = pypdf.PdfReader(io.BytesIO(client.get("/guide/plan/plan.pdf").content))
    words = _run_together(" ".join(page.extract_text() for page in read.pages))
    certain = saying.applying(case)
    for one in certain:
        assert _run_together(f"Rule {one.rule}.") in words
        assert not one.to or _run_together(f"To {one.to}.") in words
    held = sum(words.count(_run_together(said)) for said in ("Wait: ", "Ask first whether "))
    assert bool(held) >= any(one.wait or one.ask_first for one in certain)
    assert not held or any(one["held_by"] or one["may_be_held_by"] for one in saying.outcomes(case))

    days = icalendar.Calendar.from_ical(client.get("/guide/plan/plan.ics").content).walk("VEVENT")
    assert {event["dtstart"].dt for event in days} == {one.due for one in certain if one.due}


def _run_together(words: str) -> str:
    """Words without what breaking lines adds: white space and hyphens."""
    return "".join(words.split()).replace("-", "").replace("\u00ad", "").replace("’", "'")
