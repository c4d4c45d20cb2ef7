"""What other systems ask: the same answers as the command's, problems said at once, nothing kept, too much refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from cli.running import CASE, EXAMPLE_NAMES, EXAMPLES, run
from fingerpost.api import cases
from fingerpost.manual import versions
from fingerpost.procedure.pack.library import DEFAULT, load_pack

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def posts(path: str, body: object, **headers: str) -> HttpResponse:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer: HttpResponse = Client().post(f"/api/1/{path}", data, content_type="application/json", headers=headers)  # type: ignore[assignment]
    return answer


def plain(answer: HttpResponse) -> Any:
    return json.loads(answer.content)


def is_problem(answer: HttpResponse, status: int) -> Any:
    """Return problem details, held against RFC 9457: their type of content, and that both statuses agree."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = plain(answer)
    assert said["status"] == status
    assert {"type", "title", "detail"} <= said.keys()
    return said


def facts_of(told: dict[str, Any], owner: str) -> dict[str, Any]:
    """Return the answers of one person of a case that was sent, or of the concern."""
    holder = told if owner == "concern" else next(one for one in told["people"] if one["id"] == owner)
    facts: dict[str, Any] = holder.setdefault("facts", {})
    return facts


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_a_decision_is_to_the_byte_what_the_command_writes(name: str) -> None:
    path = EXAMPLES / f"{name}.yaml"
    document = {"procedure": DEFAULT, **yaml.safe_load(path.read_text(encoding="utf-8"))}
    answer = posts("decide", json.dumps(document, default=_as_written).encode())
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.content == run("decide", path, "--json").stdout_bytes


def _as_written(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()


def test_a_case_that_names_no_version_is_decided_under_the_one_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    in_force = versions.to_read_first(datetime.now(UTC))
    said = plain(posts("decide", CASE))
    assert said["procedure"] == {"id": in_force.id, "version": in_force.version, "digest": in_force.digest}
    other = next(pack for pack in versions.versions() if pack.name != in_force.name)
    monkeypatch.setattr(cases, "to_read_first", lambda _now: other)
    assert plain(posts("decide", {"reported_at": CASE["reported_at"]}))["procedure"]["digest"] == other.digest


def test_every_problem_of_a_case_is_said_at_once_where_it_is() -> None:
    wrong = {**CASE, "facts": {"sexual_act": True}, "people": [{"id": "c1", "kind": "chld"}], "events": []}
    said = is_problem(posts("decide", wrong), 422)
    assert [one["where"] for one in said["errors"]] == ["facts.sexual_act", "people[0].kind"]
    assert "sexual_acts" in said["errors"][0]["right"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"reported_at": ', 400),
        (b'{"facts": {}, "facts": {}}', 400),
        (b"\xff\xfe", 400),
        (b"[]", 422),
        (json.dumps({**CASE, "procedure": "no@1"}).encode(), 422),
        (b" " * (cases.LARGEST + 1), 413),
        (b" " * (1024 * 1024 + 1), 413),
    ],
)
@pytest.mark.parametrize("path", ["decide", "ask", "explain/2.1-strategy"])
def test_what_is_no_case_is_refused_with_problem_details(path: str, body: bytes, status: int) -> None:
    is_problem(posts(path, body), status)


def test_what_is_not_json_is_refused_by_its_type() -> None:
    sent: Any = Client().post("/api/1/decide", {"reported_at": "2026-11-24"})
    is_problem(sent, 415)


def test_other_addresses_and_methods_are_answered_with_problem_details_too() -> None:
    client = Client()
    is_problem(client.get("/api/1/procedures/no@1"), 404)  # type: ignore[arg-type]
    is_problem(client.get("/api/1/no/such/thing"), 404)  # type: ignore[arg-type]
    refused: Any = client.get("/api/1/decide")
    is_problem(refused, 405)
    assert refused.headers["Allow"] == "POST"


def test_the_next_question_is_the_first_that_was_not_answered_with_dont_know() -> None:
    asked = plain(posts("decide", CASE))["questions"]
    first = plain(posts("ask", CASE))
    assert first["question"]["fact"] == asked[0]["fact"]
    assert first["left"] == len(asked)
    owner, _, fact = asked[0]["fact"].rpartition(".")
    told = json.loads(json.dumps(CASE))
    facts = facts_of(told, owner)
    facts[fact] = None
    after = plain(posts("ask", told))
    assert after["question"]["fact"] == asked[1]["fact"]
    assert after["left"] == len(asked) - 1


def test_answering_what_is_asked_comes_to_an_end_with_the_commands_plan() -> None:
    """Who answers “don't know” to everything is asked each question once."""
    told: dict[str, Any] = {"reported_at": CASE["reported_at"], "facts": {}, "people": [{"id": "c1", "kind": "child"}]}
    seen = set()
    while (question := plain(posts("ask", told))["question"]) is not None:
        assert question["fact"] not in seen
        seen.add(question["fact"])
        owner, _, fact = question["fact"].rpartition(".")
        facts_of(told, owner)[fact] = None
    assert {one["fact"] for one in plain(posts("decide", told))["questions"]} == seen


def test_an_explanation_says_what_the_decision_says_and_its_changes_do_what_they_say() -> None:
    decided = {(one["provision"], one["about"]): one["status"] for one in plain(posts("decide", CASE))["outcomes"]}
    name = next(provision for provision, about in decided if about == "c1")
    (said,) = plain(posts(f"explain/{name}?about=c1", CASE))
    assert said["status"] == decided[name, "c1"]
    for change in said["smallest"]:
        told = json.loads(json.dumps(CASE))
        for answer in change["answers"]:
            owner, _, fact = answer["fact"].rpartition(".")
            facts = (
                told["facts"] if owner == "concern" else next(p for p in told["people"] if p["id"] == owner)["facts"]
            )
            facts[fact] = answer["value"]
        after = {(one["provision"], one["about"]): one["status"] for one in plain(posts("decide", told))["outcomes"]}
        assert after.get((name, "c1"), "does_not_apply") == change["after"]


def test_a_rule_that_is_not_there_cannot_be_explained() -> None:
    is_problem(posts("explain/no-such-rule", CASE), 422)


def test_a_version_says_all_that_a_case_can_state_and_every_provision() -> None:
    client = Client()
    listed = client.get("/api/1/procedures").json()
    assert DEFAULT in [one["name"] for one in listed]
    said = client.get(f"/api/1/procedures/{DEFAULT}").json()
    pack = load_pack(DEFAULT)
    assert [one["id"] for one in said["facts"]] == list(pack.facts)
    assert [one["id"] for one in said["events"]] == list(pack.events)
    assert {one["id"]: one["text"] for one in said["provisions"]} == {
        one.id: one.text for one in pack.provisions.values()
    }


def test_an_address_that_asks_too_often_is_refused_for_a_while(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api": "2/m/ip"}
    assert [posts("decide", CASE).status_code for _ in range(2)] == [200, 200]
    refused = posts("decide", CASE)
    is_problem(refused, 429)
    assert refused.headers["Retry-After"] == "60"
    assert Client().get("/api/1/procedures").status_code == 200


def test_nothing_of_a_case_is_kept() -> None:
    """Every table is read for a word that only the case has."""
    posts("ask", {**CASE, "people": [{"id": "Zebulon", "kind": "child"}], "events": []})
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [table for row in cursor.fetchall() if "Zebulon" in repr(row)]
    assert found == []


def test_the_guide_for_developers_shows_what_is_answered() -> None:
    """The case in the page is decided, and every address in it is one of the document's."""
    page = (Path(__file__).parents[2] / "docs" / "guide" / "api.md").read_text(encoding="utf-8")
    case = json.loads(page.split("-d '")[1].split("'")[0])
    shown = json.loads(page.split("```json\n")[1].split("```")[0])
    answer = plain(posts("decide", case))
    assert shown == next(one for one in answer["outcomes"] if one["provision"] == shown["provision"])
    paths = Client().get("/api/1/openapi.json").json()["paths"]
    for path in paths:
        assert f"`{path.removeprefix('/api/1')}`" in page
