"""`fingerpost impact`: over lines and over tables alike, for people, programs and as a page that stands alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from playwright.sync_api import Browser
from pyarrow import parquet

from cli.running import run
from fingerpost.procedure.case.reading import case_from
from fingerpost_bulk.cases import block_of
from fingerpost_bulk.tables import TABLES
from proof.random_cases import random_cases
from proof.test_impact import PACK, write_newer
from support.browser import NARROW, Visitor

COUNT = 120


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_newer(tmp_path_factory.mktemp("packs") / "newer")


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("cases") / "cases.jsonl"
    cases = random_cases(PACK, COUNT, seed=9)
    file.write_text("".join(f"{json.dumps({'reference': f'R{n}', **case})}\n" for n, case in enumerate(cases, 1001)))
    return file


def events_of(cases: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, case in enumerate(cases, 1001):
        for event in case["events"]:
            at = datetime.fromisoformat(event["at"])
            yield {"person": None, "to": None, **event, "concern": number, "at": at}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same cases as Parquet files: concerns, children, adults, and what happened when."""
    folder = tmp_path_factory.mktemp("tables")
    cases = list(random_cases(PACK, COUNT, seed=9))
    block = block_of([case_from(case, PACK) for case in cases], PACK, first=1001)
    moments = pa.array([datetime.fromisoformat(case["reported_at"]) for case in cases], pa.timestamp("us", "UTC"))
    for scope, table in block.tables().items():
        plain = pa.Table.from_batches([table])
        plain = plain.drop_columns([name for name in plain.schema.names if name.startswith("happened_")])
        if scope == "concern":
            plain = plain.append_column("reported_at", moments)
        parquet.write_table(plain, folder / f"{TABLES[scope]}.parquet")
    schema = pa.schema(
        [
            ("concern", pa.int64()),
            ("person", pa.string()),
            ("type", pa.string()),
            ("at", pa.timestamp("us", "UTC")),
            ("to", pa.string()),
        ]
    )
    parquet.write_table(pa.Table.from_pylist(list(events_of(cases)), schema), folder / "events.parquet")
    return folder


def told(*arguments: str | Path) -> dict[str, Any]:
    result = run("impact", "e-safety@2017", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


def plain(document: dict[str, Any]) -> set[tuple[Any, ...]]:
    return {
        (one["reference"].lstrip("R"), one["provision"], one["about"], one["effect"], *one["due"].values())
        for one in document["changes"]
    }


def test_tables_and_lines_say_the_same(new: Path, lines: Path, tables: Path) -> None:
    by_engine, by_planes = told(new, lines), told(new, tables)
    assert len(by_engine["changes"]) > 100
    assert plain(by_planes) == plain(by_engine)
    assert by_planes["provisions"] == by_engine["provisions"]
    assert by_planes["cases"] == by_engine["cases"] == COUNT


def test_and_so_they_do_the_other_way_round(new: Path, tables: Path) -> None:
    forth = told(new, tables)
    back = json.loads(run("impact", new, "e-safety@2017", tables, "--json").stdout)
    opposite = {"gains": "loses", "loses": "gains", "moves": "moves", "opens": "closes", "closes": "opens"}
    turned = {(*one[:3], opposite[one[3]], one[5], one[4]) for one in plain(back)}
    assert turned == plain(forth)


def test_a_column_that_only_says_that_it_happened_dates_nothing(new: Path, tables: Path, tmp_path: Path) -> None:
    for file in tables.iterdir():
        if file.name != "events.parquet":
            table = parquet.read_table(file)
            if file.name == "concerns.parquet":
                happened = pa.array([True] * table.num_rows)
                table = table.append_column("happened_assessment_started", happened)
            parquet.write_table(table, tmp_path / file.name)
    found = told(new, tmp_path)
    assert "2.2-lado-meeting" in found["provisions"]
    moved = [one for one in found["changes"] if one["provision"] == "2.2-single-assessment"]
    assert len(moved) == COUNT
    assert {one["due"]["old"] for one in moved} == {None}


def test_without_a_day_of_the_report_no_day_is_counted(new: Path, tables: Path, tmp_path: Path) -> None:
    for file in tables.iterdir():
        table = parquet.read_table(file)
        table = table.drop_columns([name for name in table.schema.names if name == "reported_at"])
        parquet.write_table(table, tmp_path / file.name)
    result = run("impact", "e-safety@2017", new, tmp_path)
    assert result.exit_code == 2
    assert "has neither reported_on nor reported_at. Without it no day can be counted." in result.stderr


def test_it_is_told_in_words(new: Path, lines: Path) -> None:
    result = run("impact", "e-safety@2017", new, lines)
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert text.startswith(f"e-safety@2017 and e-safety@2017, over {COUNT} cases. Something would change for ")
    assert "2.2-lado-meeting: " in text
    assert "would get another date (2026-03-09, now 2026-03-05)" in text
    assert "more; --json and --html name them all." in text


def test_a_line_that_is_no_case_is_refused_and_nothing_is_written(new: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    stdin = '{"reported_at": "2026-03-02T09:00:00+00:00", "facts": {"sexual_act": true}}\n'
    result = run("impact", "e-safety@2017", new, "-", "--html", page, stdin=stdin)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "line 1: facts.sexual_act" in result.stderr
    assert not page.exists()


class References(HTMLParser):
    """Everything in a page that would be fetched or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag in ("script", "link", "img", "iframe", "object") or names & {"src", "href", "onclick", "onload"}:
            self.found.append(tag)


def test_the_page_stands_alone_and_is_for_everybody(new: Path, lines: Path, tmp_path: Path, browser: Browser) -> None:
    page = tmp_path / "page.html"
    found = told(new, lines, "--html", page)
    text = page.read_text()
    references = References()
    references.feed(text)
    assert references.found == []
    context = browser.new_context(bypass_csp=True, viewport=NARROW, offline=True)
    visitor = Visitor(context, "")
    visitor.goes_to(page.as_uri())
    assert visitor.page.get_by_role("img", name="Outcomes that would change, by rule").count() == 1
    rows = visitor.page.get_by_role("table", name="What would change, by case").get_by_role("row")
    assert rows.count() == len(found["changes"]) + 1
    assert visitor.width() <= NARROW["width"]
    assert visitor.complaints == []
    assert visitor.barriers() == []
    context.close()
