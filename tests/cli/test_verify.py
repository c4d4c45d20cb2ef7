"""`fingerpost verify`: what it prints, for people and programs, and with which status."""

from __future__ import annotations

import json
from pathlib import Path

from cli.running import ROOT, run

BROKEN = ROOT / "tests" / "proof" / "broken"


def test_the_published_pack_is_clean_by_name_and_by_folder() -> None:
    by_name = run("verify", "e-safety@2017")
    assert by_name.exit_code == 0
    assert by_name.stdout.endswith("Nothing found. 11 gaps acknowledged.\n")
    assert by_name.stdout == run("verify", ROOT / "procedures" / "e-safety" / "2017").stdout


def test_a_finding_is_told_with_its_place_and_a_case_in_words() -> None:
    result = run("verify", BROKEN / "opposed")
    assert result.exit_code == 1
    assert "1. 1-tell, pack.md:47" in result.stdout
    assert "“1-tell” asks for telling the parents, and “1-silent” forbids it" in result.stdout
    assert "Example: Hurt: yes; alone: yes." in result.stdout
    assert "1-tell/concern applies and 1-silent/concern applies." in result.stdout
    assert result.stdout.endswith("1 finding.\n")


def test_an_example_for_programs_is_a_case_that_can_be_decided(tmp_path: Path) -> None:
    result = run("verify", BROKEN / "graver", "--json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["check"], finding["of"], finding["file"]) == ("graver", "1-some", "pack.md")
    folder = tmp_path / "small" / "1"
    folder.mkdir(parents=True)
    (folder / "pack.md").write_text((BROKEN / "graver" / "pack.md").read_text())
    for example, outcomes in ((finding["example"], ["1-some"]), (finding["after"], [])):
        decided = run("decide", "-", "--json", "--procedures", tmp_path, stdin=json.dumps(example["case"]))
        assert decided.exit_code == 0, decided.stderr
        applying = [one["provision"] for one in json.loads(decided.stdout)["outcomes"] if one["status"] == "applies"]
        assert applying == outcomes


def test_what_is_no_pack_is_refused(tmp_path: Path) -> None:
    for given in (tmp_path, "e-safety@2071", tmp_path / "nowhere"):
        result = run("verify", given)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith("This is not a pack that can be verified.\n")


def test_a_mistake_beside_the_pack_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "pack.md").write_text((BROKEN / "gap" / "pack.md").read_text())
    (tmp_path / "checks.yaml").write_text("\nirrelevant: [hurts]\n")
    result = run("verify", tmp_path)
    assert result.exit_code == 2
    assert "checks.yaml:2: there is no “hurts” in the pack. Did you mean “hurt”?" in result.stderr


def test_a_gap_that_is_acknowledged_is_told_with_its_reason_and_is_no_finding(tmp_path: Path) -> None:
    (tmp_path / "pack.md").write_text((BROKEN / "grave" / "pack.md").read_text())
    checks = (BROKEN / "grave" / "checks.yaml").read_text()
    (tmp_path / "checks.yaml").write_text(checks + "    acknowledged: {to: The source names nobody.}\n")
    result = run("verify", tmp_path)
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert "Gaps of the source that are acknowledged checks.yaml:3 It is certain that somebody is hurt, and" in text
    assert "no duty that binds goes to anybody. Acknowledged: The source names nobody. Example: Hurt: yes." in text
    assert result.stdout.endswith("Nothing found. 1 gap acknowledged.\n")
    found = json.loads(run("verify", tmp_path, "--json").stdout)
    assert found["findings"] == []
    assert [(one["check"], one["of"], one["example"]["case"]["facts"]) for one in found["acknowledged"]] == [
        ("grave", "somebody is hurt", {"hurt": True})
    ]


def test_the_draft_leaves_nothing_grave_without_somebody_and_a_day() -> None:
    """What is acknowledged of it is what was not found in its sources, and nothing else."""
    result = run("verify", "e-safety@2026", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["findings"] == []
    assert {one["check"] for one in found["acknowledged"]} == {"sources"}
