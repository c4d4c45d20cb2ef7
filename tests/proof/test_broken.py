"""Each check can fail: a small pack for each way in which it does, with the finding it must give and no other."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.errors import PackError
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import read_pack
from fingerpost.proof.expectations import read_expectations
from fingerpost.proof.finding import Finding
from fingerpost.proof.verify import CHECKS, Verified, verify

BROKEN = Path(__file__).parent / "broken"
NAMES = sorted(folder.name for folder in BROKEN.iterdir())

BY_READER = {"unseen"}
"""What the reader of packs refuses, so that there is no pack to verify."""

BY_CONSTRUCTION = {"unknown"}
"""What no pack can break, only the engine: `test_unknown` breaks it."""


@cache
def read(name: str) -> Pack:
    return read_pack(BROKEN / name)


@cache
def verified(name: str) -> Verified:
    pack = read(name)
    return verify(pack, read_expectations(pack, BROKEN / name))


def expected(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((BROKEN / name / "finding.yaml").read_text()))


def main_finding(name: str) -> Finding:
    must = expected(name)
    return next(one for one in verified(name).findings if (one.check, one.of) == (must["check"], must["of"]))


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_pack_gives_its_finding_and_no_other(name: str) -> None:
    must = expected(name)
    found = [f"{one.check} {one.of}" for one in verified(name).findings]
    assert sorted(found) == sorted([f"{must['check']} {must['of']}", *must.get("also", [])])


def test_every_check_has_a_pack_that_it_finds_fault_with() -> None:
    names = {check.__name__ for check in CHECKS}
    assert {expected(name)["check"] for name in NAMES} == names - BY_READER - BY_CONSTRUCTION


@pytest.mark.parametrize("name", NAMES)
def test_a_finding_stands_where_the_file_says_it(name: str) -> None:
    finding = main_finding(name)
    lines = (BROKEN / name / finding.place.file).read_text().splitlines()
    if finding.place.file == "pack.md" and finding.check != "gap":
        assert lines[finding.place.line - 1].startswith("```")
        assert lines[finding.place.line] == f"id: {finding.of}"


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_decided_and_shows_what_the_finding_says(name: str) -> None:
    pack = read(name)
    for finding in verified(name).findings:
        assert finding.example is not None
        before = statuses(pack, finding.example.case)
        assert all(before.get(outcome) == status for outcome, status in finding.example.says.items())
        after = statuses(pack, finding.after.case) if finding.after else {}
        shows(finding, before, after, pack)


def statuses(pack: Pack, case: dict[str, Any]) -> dict[str, str]:
    return {f"{one.provision}/{one.about}": one.status for one in decide(pack, case_from(case, pack)).outcomes}


def shows(finding: Finding, before: dict[str, str], after: dict[str, str], pack: Pack) -> None:
    of = [before[outcome] for outcome in before if outcome.split("/")[0] == finding.of]
    match finding.check:
        case "never":
            assert "applies" not in of
        case "always" | "nobody" | "deadline" | "sources":
            assert of == ["applies"]
        case "opposed":
            assert finding.example is not None
            assert len(finding.example.says) == 2
            assert {before.get(outcome) for outcome in finding.example.says} == {"applies"}
        case "gap":
            asking = {one.id for one in pack.decided if one.modality != "informs"}
            assert not {outcome.split("/")[0] for outcome in before} & asking
        case "grave":
            named = next(name for name in NAMES if expected(name)["of"] == finding.of and pack is read(name))
            applying = {outcome.split("/")[0] for outcome, status in before.items() if status == "applies"}
            assert applying == set(expected(named)["applies"])
        case "talks":
            assert finding.example is not None
            assert {before[outcome] for outcome in finding.example.says} == {"applies"}
            assert finding.example.held_by[f"{finding.of}/c1"] == ["1-silent/a1"]
        case "graver" if finding.after:
            (lost,) = finding.after.says
            assert lost in before
            assert lost not in after
        case "graver":
            assert of == ["applies"]
        case "irrelevant":
            (told,) = finding.example.says if finding.example else ()
            assert before[told] == "applies"
        case "idle" | "unsure":
            questions = decide(pack, case_from(finding.example.case if finding.example else {}, pack)).questions
            assert finding.of not in {one.fact.rpartition(".")[2] for one in questions}


def test_a_question_that_needs_looking_at_imagery_is_no_pack(tmp_path: Path) -> None:
    text = (BROKEN / "gap" / "pack.md").read_text().replace("without_viewing: true\n", "", 1)
    (tmp_path / "pack.md").write_text(text)
    with pytest.raises(PackError, match="without looking at imagery"):
        read_pack(tmp_path)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("concern: hurts", "there is no fact or definition “hurts”"),
        ("irrelevant: [hurts]", "there is no “hurts” in the pack. Did you mean “hurt”?"),
        ("acts: [{act: telling, asked_by: [1-hurt]}]", "an act is not complete"),
        ("acts: [{act: telling, asked_by: [1-hurts], forbidden_by: [1-hurt]}]", "there is no “1-hurts” in the pack"),
        ("acts: telling", "acts are a list"),
        ("grave: [{what: hurt}]", "what is grave is not complete"),
        ("grave: [{what: it hurts, if: hurts}]", "there is no fact or definition “hurts”"),
        ("grave: [{what: it hurts, if: hurt, day: tomorrow}]", "“tomorrow” is no day that something grave can have"),
        ("grave: [{what: it hurts, if: hurt, to: [police]}]", "there is no “police” in the pack"),
        ("grave: [{what: it hurts, if: hurt, acknowledged: known}]", "what is acknowledged is not said"),
        ("talks: [{to: c}]", "a talk is not complete"),
        ("talks: [{to: c, rules: [1-hurts]}]", "there is no “1-hurts” in the pack"),
        ("- concern", "this is not a mapping"),
        ("concerns: hurt", "“concerns” is not known here"),
        ("concern: ]", "this is not YAML"),
    ],
)
def test_a_mistake_in_the_file_of_checks_is_told_with_its_line(text: str, wrong: str, tmp_path: Path) -> None:
    (tmp_path / "checks.yaml").write_text(text)
    with pytest.raises(PackError) as told:
        read_expectations(read_pack(BROKEN / "gap"), tmp_path)
    assert wrong in str(told.value)
    assert "checks.yaml:1" in str(told.value)
