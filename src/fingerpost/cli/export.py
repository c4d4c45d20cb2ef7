"""`fingerpost export`: a procedure in a form that other tools read."""

from __future__ import annotations

import sys
from pathlib import Path

from fingerpost.cli.problems import refuse
from fingerpost.cli.proving import pack_at, refusals_told
from fingerpost.proof.dmn import dmn


def export(name: str, to: Path | None, folder: Path | None, *, as_dmn: bool) -> None:
    """Write a procedure to a file, or to standard output."""
    with refusals_told("Nothing has been exported."):
        if not as_dmn:
            raise refuse("", "no form is named", "There is --dmn")
        document = dmn(pack_at(name, folder)[0])
        if to is None:
            sys.stdout.buffer.write(document)
            return
        try:
            to.write_bytes(document)
        except OSError as error:
            raise refuse(str(to), f"it cannot be written ({error.strerror})") from None
