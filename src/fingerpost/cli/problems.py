"""How the command tells of what cannot be taken: on standard error, with status 2, and nothing on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from fingerpost.procedure.errors import FingerpostError, PackError, Problem

NOT_A_CASE = 2
"""The exit status for input that cannot be taken (the decision contract)."""

FAULT = 1
"""The exit status where the fault is not in the input, such as a procedure that cannot be read."""


class InputError(FingerpostError):
    """What the command was pointed at cannot be read, or is not there."""


def refuse(where: str, what: str, right: str = "") -> InputError:
    """Return an error with one problem, to be raised."""
    return InputError([Problem(where, what, right)])


def tell(text: str) -> None:
    """Write a line to standard error."""
    print(text, file=sys.stderr)


@contextmanager
def problems_told(heading: str = "") -> Iterator[None]:
    """Turn a FingerpostError into words on standard error, under `heading`, and exit status 2 (1 for a faulty pack)."""
    try:
        yield
    except FingerpostError as error:
        faulty = isinstance(error, PackError)
        if faulty:
            heading = "The procedure itself cannot be read. Nothing has been decided."
        if heading:
            tell(heading)
        for problem in error.problems:
            tell(f"  {problem}" if heading else str(problem))
        raise typer.Exit(FAULT if faulty else NOT_A_CASE) from None
