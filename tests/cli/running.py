"""How tests run the command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from fingerpost.cli.app import app

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
EXAMPLE_NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml") if not path.stem.endswith(".expected"))
CASE: dict[str, Any] = {
    "reported_at": "2026-11-24T14:05:00+00:00",
    "facts": {"youth_produced_imagery": True, "sexual_acts": True},
    "people": [
        {"id": "c1", "kind": "child", "facts": {"age": 12, "depicted": True}},
        {"id": "a1", "kind": "adult", "facts": {"alleged_abuser": True}},
    ],
    "events": [{"type": "arrest", "person": "a1", "at": "2026-11-25T07:30:00+00:00"}],
}


def run(*arguments: str | Path, stdin: str | bytes = "", **environment: str) -> Result:
    """Run the command in this process. An exception that it does not handle fails the test."""
    return CliRunner().invoke(
        app, [*map(str, arguments)], input=stdin, env={"NO_COLOR": None, **environment}, catch_exceptions=False
    )


def decide(case: object) -> Result:
    """Decide a case given as data, for a program."""
    return run("decide", "-", "--json", stdin=json.dumps(case))


def process(*arguments: str | Path, stdin: bytes = b"", **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process."""
    command = [sys.executable, "-c", "from fingerpost.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=60, **options)
