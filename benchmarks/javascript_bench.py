# ruff: noqa: E402 - the tests' cases are on no path before it is said
"""How long the exported JavaScript module takes to decide, under Node, and how large it is.

Run: .venv/bin/python benchmarks/javascript_bench.py > docs/evidence/javascript-speed.md
"""

from __future__ import annotations

import gzip
import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from fingerpost.procedure.pack.library import available, load_pack
from fingerpost.proof.javascript import javascript
from proof.javascript_agreement import examples
from proof.random_cases import random_cases

NODE = shutil.which("node") or "node"
RANDOM = 4000
SEED = 3


def measured(name: str) -> dict[str, Any]:
    """What the timing program says of one procedure."""
    pack = load_pack(name)
    groups: dict[str, list[Any]] = {}
    if name == "e-safety@2017":
        groups["the examples"] = examples()
    groups["random cases, no two alike"] = list(random_cases(pack, RANDOM, SEED))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "procedure.mjs"
        path.write_bytes(javascript(pack))
        ran = subprocess.run(  # noqa: S603
            [NODE, str(ROOT / "benchmarks" / "javascript_time.mjs"), str(path)],
            input=json.dumps(groups).encode(),
            capture_output=True,
            check=True,
        )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def at(times: list[float], share: float) -> str:
    return f"{sorted(times)[min(len(times) - 1, int(len(times) * share))]:.2f}"


def main() -> None:
    """Measure every procedure and print the page."""
    ran = subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    rows, begins = [], []
    for name in available():
        one = measured(name)
        for group, of in one["found"].items():
            times = of["times"]
            shares = " | ".join(at(times, share) for share in (0.5, 0.95, 0.99))
            over = 100 * sum(time > 1 for time in times) / len(times)
            rows.append(f"| {name} | {group} | {len(times):,} | {shares} | {of['mean']:.2f} | {over:.1f} % |")
        size = len(gzip.compress(javascript(load_pack(name)), mtime=0)) / 1000
        loads = f"{one['loaded']:.0f} | {one['first']:.0f}"
        listings = one["listings"]
        begins.append(f"| {name} | {size:.0f} kB | {loads} | {at(listings, 0.5)} | {max(listings):.0f} |")
    print(
        f"""# How fast the JavaScript module decides

Made by `benchmarks/javascript_bench.py`, with Node {ran.stdout.strip()} on {platform.machine()}, in milliseconds. A
decision begins with plain data and ends with the whole answer: reading and checking the case, outcomes, days, reasons,
questions. Of each case the best of five rounds is taken, since other work on the machine takes its turn.

| procedure | cases | decisions | half at most | 95 % | 99 % | processor time each | over 1 ms |
|---|---|---|---|---|---|---|---|
{chr(10).join(rows)}

The first time, conditions are spelt out for so many children and adults in that order; then they are kept.

| procedure | compressed | loading the module | first decision | first of a listing, half at most | the slowest |
|---|---|---|---|---|---|
{chr(10).join(begins)}

These were taken once, by the clock on the wall, while the machine had other work. The processor time of a decision
counts the collector's threads too."""
    )


if __name__ == "__main__":
    main()
