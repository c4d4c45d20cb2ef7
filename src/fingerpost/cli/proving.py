"""What the commands that prove have in common: a pack by its name or its folder, and how an example is shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import typer

from fingerpost.cli.page import Page
from fingerpost.cli.problems import NOT_A_CASE, tell
from fingerpost.cli.procedures import Procedures
from fingerpost.procedure.errors import FingerpostError
from fingerpost.procedure.pack.library import procedures_folder
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import HEADER_FILE, read_pack
from fingerpost.proof.example import Example
from fingerpost.proof.telling import case_in_words, outcomes_in_words


def pack_at(name: str, procedures: Path | None) -> tuple[Pack, Path]:
    """A pack and its folder, by its name (`e-safety@2017`) or by the folder itself. Raises FingerpostError."""
    folder = Path(name)
    if "@" not in name or (folder / HEADER_FILE).is_file():
        return read_pack(folder), folder
    identity, _, version = name.partition("@")
    return Procedures(procedures).named(name), (procedures or procedures_folder()) / identity / version


@contextmanager
def refusals_told(heading: str) -> Iterator[None]:
    """Say on standard error what is wrong with what was given, under a heading, and exit with status 2."""
    try:
        yield
    except FingerpostError as error:
        tell(heading)
        for problem in error.problems:
            tell(f"  {problem}")
        raise typer.Exit(NOT_A_CASE) from None


def print_json(document: object) -> None:
    """Write a document to standard output, for programs."""
    sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def write_example(page: Page, pack: Pack, example: Example, name: str = "Example", says: str = "") -> None:
    """Add a case in words, and what deciding it says (`says`, where it is in words already)."""
    page.text(f"{name}: {case_in_words(pack, example.case)}", indent=6)
    if outcomes := says or outcomes_in_words(example):
        page.text(outcomes, indent=6)
