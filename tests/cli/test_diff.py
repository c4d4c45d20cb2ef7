"""`fingerpost diff`: what it prints, for people and programs, and with which status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli.running import ROOT, run

PUBLISHED = ROOT / "procedures" / "e-safety" / "2017"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A copy of the pack, to be changed."""
    return Path(shutil.copytree(PUBLISHED, tmp_path / "other"))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def test_the_same_text_means_the_same(other: Path) -> None:
    result = run("diff", "e-safety@2017", other)
    assert result.exit_code == 0
    assert result.stdout.endswith("They mean the same.\n")


def test_other_words_are_proved_to_mean_the_same(other: Path) -> None:
    replace(other / "2.1-young-people.md", "Convene a strategy", "Hold a strategy")
    result = run("diff", "e-safety@2017", other)
    assert result.exit_code == 0
    assert "In other words, and proved to mean the same\n\n  2.1-strategy\n" in result.stdout


def test_a_change_is_told_with_its_direction_and_a_case(other: Path) -> None:
    replace(other / "5-harmful-sites.md", "if: obsessed_with_harmful_site\n",
            "if: obsessed_with_harmful_site or capacity_concern\n")  # fmt: skip
    replace(other / "2.2-adults.md", "by: working_days:5\n", "by: working_days:6\n")
    result = run("diff", "e-safety@2017", other)
    assert result.exit_code == 1
    text = " ".join(result.stdout.split())
    assert "1 stricter, 1 looser, 0 incomparable, 0 added and 0 removed." in text
    assert "5-raise: stricter (5-harmful-sites.md:" in text
    assert "It applies to more cases than before. Example, before: C1: a concern about capacity" in text
    assert "5-raise/c1 does not apply. Now: 5-raise/c1 applies." in text
    assert "By when: 5 working days from the day reported before, 6 working days from the day reported now" in text
    assert "2.2-lado-meeting/a1 applies, due 2026-03-09. Now: 2.2-lado-meeting/a1 applies, due 2026-03-10." in text
    assert text.endswith("They do not mean the same.")


def test_examples_for_programs_are_cases_that_both_decide(other: Path, tmp_path: Path) -> None:
    replace(other / "5-harmful-sites.md", "if: obsessed_with_harmful_site\n",
            "if: obsessed_with_harmful_site and capacity_concern\n")  # fmt: skip
    shutil.copytree(other, tmp_path / "new" / "e-safety" / "2017")
    result = run("diff", PUBLISHED, other, "--json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert document["equal"] is False
    (found,) = [one for one in document["provisions"] if one["relation"] != "equal"]
    (example,) = found["parts"][0]["examples"]
    for side, procedures in (("old", ROOT / "procedures"), ("new", tmp_path / "new")):
        stdin = json.dumps(example[side]["case"])
        decided = json.loads(run("decide", "-", "--json", "--procedures", procedures, stdin=stdin).stdout)
        statuses = {f"{one['provision']}/{one['about']}": one["status"] for one in decided["outcomes"]}
        assert example[side]["outcomes"] == {"5-raise/c1": statuses.get("5-raise/c1")}
    assert example["old"]["outcomes"] != example["new"]["outcomes"]


def test_what_is_no_pack_is_refused(tmp_path: Path) -> None:
    result = run("diff", "e-safety@2017", tmp_path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("These cannot be compared.\n")
