"""The command, in this process."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from fingerpost.cli.app import app


def bulk(given: Path | str, out: Path | None, *options: str, status: int = 0) -> str:
    """Run `fingerpost bulk`; return what it said, on standard output and on standard error."""
    return run("bulk", str(given), *([] if out is None else [str(out)]), *options, status=status)


def run(*arguments: str, status: int = 0) -> str:
    """Run a command of fingerpost that ends with this exit status."""
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.output
