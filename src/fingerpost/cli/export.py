"""`fingerpost export`: a procedure in a form that other tools read."""

from __future__ import annotations

import sys
from pathlib import Path

from fingerpost.cli.problems import problems_told, refuse
from fingerpost.cli.procedures import Procedures
from fingerpost.proof.dmn import dmn


def export(name: str, to: Path | None, folder: Path | None, *, as_dmn: bool) -> None:
    """Write a procedure to a file, or to standard output."""
    with problems_told():
        if not as_dmn:
            raise refuse("", "no form is named", "There is --dmn")
        document = dmn(Procedures(folder).named(name))
        if to is None:
            sys.stdout.buffer.write(document)
            return
        try:
            to.write_bytes(document)
        except OSError as error:
            raise refuse(str(to), f"it cannot be written ({error.strerror})") from None
