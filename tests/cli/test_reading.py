"""`fingerpost manual`, `facts`, `explain`, `coverage`, `--version` and `--help`."""

from __future__ import annotations

import copy
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.running import CASE, ROOT, run
from fingerpost.cli.markdown import add_markdown
from fingerpost.cli.page import Page
from fingerpost.procedure.pack.library import load_pack

PACK = load_pack()
REGISTER = ROOT / "tests/register/spec/provisions.yaml"


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    return path


def test_the_manual_lists_its_sections_and_shows_each() -> None:
    contents = run("manual").stdout
    assert contents.startswith(PACK.emergency)
    names = [line.split()[0] for line in contents.splitlines() if line.startswith("  ")]
    assert len(names) == len(PACK.sections)
    for name, section in zip(names, PACK.sections, strict=True):
        text = run("manual", name).stdout
        assert text.startswith(section.title)
        assert all(len(line) <= 80 for line in text.splitlines())
        assert not set(text) & set("|`*#\x1b")


def test_every_rule_and_every_question_is_in_the_manual() -> None:
    names = [line.split()[0] for line in run("manual").stdout.splitlines() if line.startswith("  ")]
    text = flat(" ".join(run("manual", name).stdout for name in names))
    for rule in PACK.provisions.values():
        assert f"Rule {rule.id}." in text
        assert f"{rule.title} {flat(rule.text)}" in text
    for fact in PACK.facts.values():
        assert flat(fact.ask) in text


def test_a_rule_with_its_condition_in_words() -> None:
    text = flat(run("manual", "2.1-refer-under-13").stdout)
    assert (
        "To the police or children's social care. You must do this. On the same day. Rule 2.1-refer-under-13."
    ) in text
    assert f"- all of these: - {PACK.facts['youth_produced_imagery'].ask} Yes" in text
    assert "How old is the child? 0 to 12" in text
    assert "for a child in the imagery who may be there and is not listed:" in text
    assert "The source's own word is “should”." in text
    assert "Source: E-Safety and Internet Abuse" in text


@pytest.mark.parametrize("rule", list(PACK.provisions))
def test_every_rule_can_be_shown(rule: str) -> None:
    result = run("manual", rule)
    assert result.exit_code == 0
    assert flat(PACK.provisions[rule].text) in flat(result.stdout)


def test_a_name_that_is_none_suggests_the_nearest() -> None:
    result = run("manual", "2.1-refer-under-12")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "there is no section and no rule “2.1-refer-under-12”. Did you mean “2.1-refer-under-13”?\n"
    assert "lists the sections" in run("manual", "zzzzzz").stderr


def test_a_procedure_that_is_none_suggests_the_nearest() -> None:
    for command in ("manual", "facts", "coverage"):
        result = run(command, "--procedure", "e-safety@2018")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Did you mean “e-safety@2017”?" in result.stderr


def test_markdown_becomes_plain_text() -> None:
    page = Page(40)
    add_markdown(page, "# Title\n\nSome **bold** and *soft*\ntext, `code`.\n\n- one\n- two\n\n  more\n\n3. three\n")
    add_markdown(page, "> quoted\n\n| a | b |\n|---|---|\n| c | d |\n\n    code\n\n---\n")
    assert str(page) == (
        "Title\n\nSome bold and soft text, code.\n\n  - one\n  - two\n    more\n\n"
        "  3. three\n\n  quoted\n\na: b\n  - c: d\n\n    code\n"
    )


def test_facts_are_listed_for_people_and_programs() -> None:
    text = flat(run("facts").stdout)
    document = json.loads(run("facts", "--json").stdout)
    assert [fact["id"] for fact in document["facts"]] == list(PACK.facts)
    assert [event["id"] for event in document["events"]] == list(PACK.events)
    for fact in PACK.facts.values():
        assert f"{fact.id}: " in text
        assert flat(fact.ask) in text
    assert "age: a whole number from 0 to 17; or a date as date_of_birth" in text
    assert "disclosure_agreed: Names an adult and, as “to”, who may be told" in text
    age = next(fact for fact in document["facts"] if fact["id"] == "age")
    assert age["values"] == list(range(18))
    assert age["scope"] == "child"


def test_explains_why(case: Path) -> None:
    text = flat(run("explain", case, "2.1-refer-under-13").stdout)
    assert text.startswith(
        "2.1-refer-under-13 applies Refer to the police, to children's social care, or to both, on the same day"
    )
    assert "Because sexual imagery that young people took of themselves: yes; sexual acts shown" in text
    assert "as told: yes. For c1: age: 12; shown in the imagery: yes." in text
    assert "- holds: c1: How old is the child? 12" in text
    assert "- With “sexual acts shown, as told: no”, it would not apply. Nothing else would change." in text
    assert "With “age: 13” for c1, it would be open." in text


def test_explains_why_not_and_what_is_open(case: Path) -> None:
    no = flat(run("explain", case, "2.1-npcc").stdout)
    assert no.startswith("2.1-npcc is not settled yet")
    assert "It depends on what is not known: - Are the police involved?" in no
    document: dict[str, Any] = {**CASE, "facts": {**CASE["facts"], "police_involved": False}}
    result = run("explain", "-", "2.1-npcc", stdin=json.dumps(document))
    assert flat(result.stdout).startswith("2.1-npcc does not apply")
    assert "Because police involved: no." in result.stdout
    assert "- does not hold: Are the police involved? No" in result.stdout


def test_explains_for_one_person_or_for_all() -> None:
    people = [{"id": f"c{n}", "kind": "child", "facts": {}} for n in (1, 2)]
    document = json.dumps({**CASE, "people": people, "events": []})
    both = run("explain", "-", "2.1-strategy", stdin=document).stdout
    one = run("explain", "-", "2.1-strategy/c2", stdin=document).stdout
    assert "is not settled yet for c1" in both
    assert "is not settled yet for c2" in both
    assert "c1" not in one


@pytest.mark.parametrize("rule", [rule.id for rule in PACK.decided])
def test_every_decided_rule_can_be_explained(rule: str) -> None:
    people = [*CASE["people"], {"id": "c2", "kind": "child"}]
    result = run("explain", "-", rule, stdin=json.dumps({**CASE, "people": people}))
    assert result.exit_code == 0
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("2.1-stratgy", "Did you mean “2.1-strategy”?"),
        ("2.1-strategy/c9", "It lists c1."),
        ("0-iwf", "has no condition"),
        ("2.1-npcc/c1", "is about the concern"),
        ("", "there is no provision"),
        ("/", "there is no provision"),
    ],
)
def test_what_cannot_be_explained_is_told(rule: str, message: str, case: Path) -> None:
    result = run("explain", case, rule)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_what_is_no_case_is_not_explained() -> None:
    result = run("explain", "-", "2.1-strategy", stdin="reported_at: now")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "“now” is not a time" in result.stderr


def test_coverage_of_the_register() -> None:
    result = run("coverage", "--register", REGISTER)
    assert result.exit_code == 0
    *lines, summary = result.stdout.splitlines()
    assert len(lines) == 144
    assert any(
        line.startswith("2.1-refer-under-13  2.1-young-people.md:")
        and line.endswith("  decided  met by manual_section, duty, concern_decisions, referral")
        for line in lines
    )
    assert all("  met by " in line for line in lines)
    assert summary.startswith("144 in the register, 144 in e-safety@2017, 57 of them decided: nothing missing,")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"kind": "duty", "id": "2.1-new"}, "2.1-new  missing"),
        ({"modality": "may"}, "different: modality"),
        ({"who": ["police"]}, "different: who"),
        ({"to": ["social_care"]}, "different: to"),
        ({"held_for": "c"}, "different: held_for"),
        ({"by": "on:arrest"}, "different: by"),
        ({"about": "adult", "if": ""}, "different: about, if"),
    ],
)
def test_coverage_finds_what_differs(change: dict[str, Any], line: str, tmp_path: Path) -> None:
    entries = yaml.safe_load(REGISTER.read_text(encoding="utf-8"))
    index = next(index for index, entry in enumerate(entries) if entry["id"] == "2.1-refer-coercion")
    entries.insert(index, copy.deepcopy(entries[index]) | change) if "id" in change else entries[index].update(change)
    path = tmp_path / "register.yaml"
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    result = run("coverage", "--register", path)
    assert result.exit_code == 1
    assert line in result.stdout
    assert result.stdout.endswith(": 1 to mend.\n")


def test_coverage_finds_what_is_extra_and_what_is_no_register(tmp_path: Path) -> None:
    entries = yaml.safe_load(REGISTER.read_text(encoding="utf-8"))
    path = tmp_path / "register.yaml"
    path.write_text(yaml.safe_dump(entries[1:]), encoding="utf-8")
    result = run("coverage", "--register", path)
    assert result.exit_code == 1
    assert f"{entries[0]['id']}  1-introduction.md:" in result.stdout
    assert "not in the register" in result.stdout
    for text, message in (
        ("a: 1", "a register is a list"),
        ("[1]", "register.yaml:1: this is no provision"),
        ("[{id: a}, {id: a}]", "a is there twice"),
    ):
        path.write_text(text, encoding="utf-8")
        refused = run("coverage", "--register", path)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert message in refused.stderr


def test_coverage_outside_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("coverage")
    assert result.exit_code == 2
    assert "Name one with --register FILE" in result.stderr


def test_version_and_help() -> None:
    assert run("--version").stdout == f"fingerpost {version('fingerpost')}\n"
    for arguments in ([], ["--help"], ["-h"]):
        text = run(*arguments).output
        assert "If a child is in immediate danger, call 999." in text
        for command in ("decide", "ask", "explain", "manual", "facts", "coverage"):
            assert f"  {command}" in text
            assert "Usage:" in run(command, "--help").stdout
    assert all(len(line) <= 80 and "─" not in line for line in run("decide", "--help").stdout.splitlines())


def test_a_command_that_is_none_suggests_the_nearest() -> None:
    result = run("decid", "x")
    assert result.exit_code == 2
    assert "Did you mean 'decide'?" in result.stderr
