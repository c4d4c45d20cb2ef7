"""The table of OWASP ASVS 5.0: complete, up to date, and pointing at what there is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = yaml.safe_load((ROOT / "docs/asvs.yaml").read_text(encoding="utf-8"))
ENTRIES = [entry for chapter in CHAPTERS for entry in chapter["requirements"]]


def test_every_requirement_of_both_levels_is_there_once() -> None:
    # ASVS 5.0.0 has 70 requirements of level 1 and 183 of level 2.
    assert [sum(entry["level"] == level for entry in ENTRIES) for level in (1, 2)] == [70, 183]
    ids = [entry["id"] for entry in ENTRIES]
    assert len(set(ids)) == len(ids)
    assert sorted(ids, key=lambda id_: [int(part) for part in id_.split(".")]) == ids


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry["id"]))
def test_a_status_has_what_it_needs(entry: dict[str, Any]) -> None:
    assert entry["status"] in {"met", "not met", "not applicable"}
    if entry["status"] != "met":
        assert entry.keys() == {"id", "level", "about", "status", "because"}
        return
    assert entry.keys() - {"note"} == {"id", "level", "about", "status", "shown"}
    file, _, test = entry["shown"].partition("::")
    assert (ROOT / file).is_file()
    if test:
        assert re.search(rf"(?m)^def {test}\(", (ROOT / file).read_text(encoding="utf-8"))


def test_the_page_is_made_of_the_table() -> None:
    made = subprocess.run(
        [sys.executable, "script/lib/asvs.py"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert made == (ROOT / "docs/asvs.md").read_text(encoding="utf-8"), "run script/asvs"
