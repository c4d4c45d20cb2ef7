"""The list of what a machine gets that runs Fingerpost: whole, by hash, and the same each time."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The tools ask registries, whose certificates do not hold on the day that the tests have chosen.
TODAY = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD" and "FAKETIME" not in name}


def made(file: Path) -> bytes:
    subprocess.run(["script/sbom", str(file)], cwd=ROOT, env=TODAY, check=True, capture_output=True)
    return file.read_bytes()


def test_it_has_every_package_with_its_version_and_hashes_and_is_the_same_twice(tmp_path: Path) -> None:
    first, second = made(tmp_path / "first.json"), made(tmp_path / "second.json")
    assert first == second
    found = json.loads(first)
    assert (found["bomFormat"], found["metadata"]["component"]["name"]) == ("CycloneDX", "fingerpost")
    locked = (ROOT / "requirements/run.txt").read_text(encoding="utf-8")
    wanted = {}
    for entry in re.split(r"\n(?=\w)", locked):
        if pinned := re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", entry):
            wanted[f"{pinned[1]}@{pinned[2]}"] = set(re.findall(r"sha256:(\w{64})", entry))
    assert len(wanted) > 30
    assert {
        f"{one['name']}@{one['version']}": {
            digest["content"] for link in one["externalReferences"] for digest in link.get("hashes", ())
        }
        for one in found["components"]
    } == wanted
