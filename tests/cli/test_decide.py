"""`fingerpost decide` on one case: the document, the exit status, and what standard error says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.running import CASE, EXAMPLE_NAMES, EXAMPLES, decide, run
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide as engine_decides
from fingerpost.procedure.pack.library import load_pack


def test_the_document_is_the_engines(tmp_path: Path) -> None:
    pack = load_pack()
    expected = engine_decides(pack, case_from(CASE, pack)).document()
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    result = run("decide", path, "--json")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.endswith("}\n")
    assert json.loads(result.stdout) == expected
    assert list(expected) == ["procedure", "outcomes", "questions"]
    assert list(expected["outcomes"][0]) == [  # type: ignore[index]
        "provision",
        "about",
        "status",
        "modality",
        "due",
        "because",
        "depends_on",
        "to",
        "held_by",
        "may_be_held_by",
    ]


def test_the_same_case_gives_the_same_bytes_however_it_is_written(tmp_path: Path) -> None:
    by_hand = json.dumps(CASE)
    backwards = json.dumps(dict(reversed(CASE.items())), indent=3)
    expected = run("decide", "-", "--json", stdin=by_hand).stdout_bytes
    assert expected
    assert run("decide", "-", "--json", stdin=backwards).stdout_bytes == expected
    assert run("decide", "-", "--json", stdin="\ufeff" + by_hand).stdout_bytes == expected
    assert run("decide", "-", "--json", stdin=yaml.safe_dump(CASE)).stdout_bytes == expected
    for name, text in (("c.json", by_hand), ("c.yaml", yaml.safe_dump(CASE)), ("c.yml", by_hand), ("c.txt", by_hand)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert run("decide", tmp_path / name, "--json").stdout_bytes == expected


def test_json_files_are_read_as_json_and_yaml_files_as_yaml(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text("reported_at: 2026-11-24T14:05:00Z\n", encoding="utf-8")
    result = run("decide", path)
    assert result.exit_code == 2
    assert f"{path}:1:1: this is not JSON" in result.stderr


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_every_example_makes_a_plan(name: str) -> None:
    result = run("decide", EXAMPLES / f"{name}.yaml")
    assert result.exit_code == 0
    assert result.stdout.startswith("If a child is in immediate danger, call 999.\n")


BAD: list[tuple[Any, str]] = [
    ([], "a case is not a list"),
    ({**CASE, "report": 1}, "report (line 1): there is no key “report”"),
    ({**CASE, "facts": {"sexual_act": True}}, "facts.sexual_act (line 1): there is no fact “sexual_act”. Did you mean"),
    ({**CASE, "facts": {"sexual_acts": 1}}, "facts.sexual_acts (line 1): 1 is neither true nor false"),
    ({**CASE, "people": [{"id": "c", "kind": "cat"}], "events": []}, "people[0].kind (line 1): “cat” is no kind"),
    (
        {**CASE, "people": [{}, {"id": "c1", "kind": "child", "facts": {"age": 40}}], "events": []},
        "people[1].facts.age (line 1): 40 is not a whole number from 0 to 17",
    ),
    ({**CASE, "people": [{"id": "concern", "kind": "child"}], "events": []}, "people[0].id"),
    ({**CASE, "people": [{"id": "c", "kind": "child"}] * 2, "events": []}, "people[1].id"),
    ({**CASE, "people": []}, "events[0].person (line 1): “a1” is nobody in this case"),
    ({**CASE, "reported_at": "2026-11-24T14:05:00"}, "reported_at (line 1): “2026-11-24T14:05:00” does not say"),
    ({**CASE, "reported_at": "2026-02-30T14:05:00Z"}, "reported_at (line 1): there is no such time"),
    ({**CASE, "reported_at": "2040-02-01T14:05:00Z"}, "bank holidays are known until"),
    ({**CASE, "procedure": "e-safety@2016"}, "procedure: there is no procedure “e-safety@2016”"),
    ({**CASE, "procedure": "e-safety@2016"}, "There are e-safety@2017, e-safety@2026"),
    (
        {**CASE, "people": [{"id": "c", "kind": "child", "facts": {"age": 1, "date_of_birth": "2020-01-01"}}]},
        "people[0].facts.date_of_birth (line 1): it is given together with “age”",
    ),
    (
        {**CASE, "people": [{"id": "c", "kind": "child", "facts": {"date_of_birth": "2008-11-24"}}]},
        "people[0].facts.date_of_birth (line 1): somebody born on 2008-11-24 was 18",
    ),
]


@pytest.mark.parametrize(("case", "message"), BAD)
def test_what_is_no_case_is_told_and_not_decided(case: Any, message: str) -> None:
    for options in ([], ["--json"]):
        result = run("decide", "-", *options, stdin=json.dumps(case))
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith("standard input cannot be taken as a case. Nothing has been decided.\n")
        assert message in result.stderr


def test_a_deadline_past_the_bank_holidays_known_is_refused() -> None:
    case = {"reported_at": "2028-12-29T12:00:00Z", "people": [{"id": "a1", "kind": "adult"}]}
    case["people"][0]["facts"] = {"alleged_abuser": True, "works_with_children": True}  # type: ignore[index]
    result = decide(case)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bank holidays" in result.stderr


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the text is empty"),
        (b"{", "standard input:1:2: this is not JSON"),
        (b'{"a": 1,\n "a": 2}', "standard input:2:2: the key “a” is given twice"),
        (b'{"people": [{"facts": {"age": 1, "age": 2}}]}', "twice in people[0].facts"),
        (b"a: 1\na: 2\n", "standard input:2: the key “a” is given twice (first in line 1)"),
        (b"reported_at: &now 1\n", "an anchor (&now)"),
        (b"a: 1\n\xff\n", "standard input:2: this is not UTF-8 text"),
        (b"\x00", "a character that cannot be read"),
        (b'{"reported_at": NaN}', "NaN is not JSON"),
        (b"[" * 100_000, "are inside one another"),
        (b'{"a":' * 100_000, "are inside one another"),
    ],
)
def test_what_is_no_text_of_ours_is_told_with_its_line(data: bytes, message: str) -> None:
    result = run("decide", "-", "--json", stdin=data)
    assert (result.exit_code, result.stdout) == (2, "")
    if data[:1] != b"[":
        assert message in result.stderr


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for path, message in ((tmp_path / "x.json", "there is no such file"), (tmp_path, "this is a folder")):
        result = run("decide", path, "--json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr


def test_a_file_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fingerpost.cli.inputs.LARGEST", 1000)
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE) + " " * 1000, encoding="utf-8")
    result = run("decide", path)
    assert result.exit_code == 2
    assert "it is larger than" in result.stderr


def test_a_contradiction_is_decided_with_a_note_on_standard_error() -> None:
    result = decide({**CASE, "facts": {**CASE["facts"], "adult_involved": False}})
    assert result.exit_code == 0
    assert result.stderr.startswith("Note: adult_involved is answered “no”, but a1.alleged_abuser")
    outcomes = json.loads(result.stdout)["outcomes"]
    assert any(one["provision"] == "2.1-refer-adult" and one["status"] == "applies" for one in outcomes)


def test_another_folder_of_procedures(tmp_path: Path) -> None:
    result = run("decide", "-", "--procedures", tmp_path, stdin=json.dumps(CASE))
    assert result.exit_code == 2
    assert "There are none" in result.stderr
    folder = tmp_path / "e-safety" / "2017"
    folder.mkdir(parents=True)
    (folder / "pack.md").write_text("# Broken\n", encoding="utf-8")
    broken = run("decide", "-", "--procedures", tmp_path, stdin=json.dumps(CASE))
    assert (broken.exit_code, broken.stdout) == (1, "")
    assert broken.stderr.startswith("The procedure itself cannot be read.")
