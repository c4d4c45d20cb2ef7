"""Commands that come with a distribution of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from fingerpost.cli import app as command
from fingerpost.cli import parts


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """Fingerpost without the distribution that decides by the million."""
    monkeypatch.setattr(parts, "entry_points", lambda **_: ())
    made = typer.Typer()
    made.command("impact")(command.impact)
    parts.add_to(made)
    return made


@pytest.mark.parametrize("arguments", [["bulk", "in", "out", "--count"], ["simulate", "out"]])
def test_without_it_its_commands_say_what_to_install(alone: typer.Typer, arguments: list[str]) -> None:
    done = CliRunner().invoke(alone, arguments)
    assert done.exit_code == 2
    assert "Install fingerpost-bulk." in done.stderr


def test_without_it_lines_are_compared_and_tables_are_not(alone: typer.Typer, tmp_path: Path) -> None:
    versions, lines = ["e-safety@2017", "e-safety@2017"], tmp_path / "cases.jsonl"
    case = {"reported_at": "2026-03-02T10:00:00+00:00"}
    lines.write_text(json.dumps(case))
    done = CliRunner().invoke(alone, ["impact", *versions, str(tmp_path)])
    assert (done.exit_code, "Install fingerpost-bulk." in done.stderr) == (2, True)
    assert CliRunner().invoke(alone, ["impact", *versions, str(lines)]).exit_code == 0


def test_with_it_they_are_its_own() -> None:
    listed = CliRunner().invoke(command.app, ["--help"]).stdout
    assert "bulk" in listed
    assert "with fingerpost-bulk" not in listed
