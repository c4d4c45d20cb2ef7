"""Parts of the command that are installed on their own. None of them is imported by name."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

import typer

from fingerpost.cli.problems import problems_told, refuse

_GROUP = "fingerpost.parts"
_BULK = {"bulk": "Decide a table of concerns", "simulate": "Invent a country's concerns"}


def add_to(app: typer.Typer) -> None:
    """Add the commands of `fingerpost-bulk`; where it is not installed, commands that say so."""
    if entry_points(group=_GROUP, name="commands"):
        _load("commands")(app)
        return
    for name, words in _BULK.items():
        app.command(name, help=f"{words} (with fingerpost-bulk).", context_settings=_ANYTHING)(_absent)


def impact_of_tables(*arguments: Any) -> Any:
    """Return what a version would change for tables. Raises InputError where `fingerpost-bulk` is not installed."""
    return _load("impact")(*arguments)


_ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True}


def _absent() -> None:
    with problems_told("Nothing has been decided."):
        _load("commands")


def _load(part: str) -> Any:
    for entry in entry_points(group=_GROUP, name=part):
        return entry.load()
    raise refuse("", "deciding tables is a part of its own, which is not installed", "Install fingerpost-bulk.")
