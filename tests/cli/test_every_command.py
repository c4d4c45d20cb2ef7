"""Every command in one style: it says what it is for without any settings, and fails in words and by its status."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer
from click.testing import CliRunner

from fingerpost.cli.app import app

ROOT = typer.main.get_command(app)
# What they answer is for programs too.
WITH_JSON = {
    *("decide", "facts", "verify", "diff", "impact", "status", "doctor"),
    *("keys list", "ledger verify"),
}
# Each needs a service that is set up, and there is none.
NEEDS_SETTINGS = (
    *("serve", "keys list", "keys rotate", "keys renew-search", "ledger publish", "ledger prove 1"),
    *("ledger export {folder}/out", "ledger continue {folder}/old", "manage clearsessions"),
    *("backup {folder}/record {folder}/keys/keys", "restore {folder}/record {folder}/keys/keys"),
)


def every(command: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each command that does something, with the words that call it."""
    if inner_ones := getattr(command, "commands", None):
        for name, inner in inner_ones.items():
            yield from every(inner, *path, name)
    else:
        yield " ".join(path), command


COMMANDS = dict(every(ROOT))


@pytest.mark.parametrize("name", [one for one in COMMANDS if one != "manage"])
def test_each_says_what_it_is_for_and_each_of_its_options(name: str) -> None:
    for asked in ("--help", "-h"):
        done = CliRunner(env={"DJANGO_SETTINGS_MODULE": None}).invoke(ROOT, [*name.split(), asked])
        assert done.exit_code == 0, done.output
        assert done.output.startswith("Usage: "), done.output
    command = COMMANDS[name]
    assert command.help
    assert command.help.split("\n")[0].rstrip().endswith((".", ")")), command.help
    for option in command.params:
        assert option.param_type_name == "argument" or option.help, f"{name} {option.name}"
    assert (name in WITH_JSON) <= any("--json" in option.opts for option in command.params)


def test_what_is_no_command_and_no_option_is_status_2() -> None:
    for words in (["nothing"], ["doctor", "--nothing"], ["ledger", "nothing"], ["keys", "new"]):
        done = CliRunner().invoke(ROOT, words)
        assert done.exit_code == 2, words


@pytest.mark.parametrize("words", NEEDS_SETTINGS)
def test_without_settings_it_is_said_what_is_missing_and_nothing_is_begun(words: str, tmp_path: Path) -> None:
    given = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8", "FINGERPOST_VAR": str(tmp_path)}
    called = words.format(folder=tmp_path).split()
    done = subprocess.run(
        [sys.executable, "-m", "fingerpost.cli", *called],
        env=given,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (1, 2), done.stdout + done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_whoever_asks_a_service_that_does_not_run_is_told() -> None:
    done = CliRunner(env={"PORT": "1"}).invoke(ROOT, ["status"])
    assert (done.exit_code, done.output) == (1, "Nothing answers at 127.0.0.1:1.\n")
