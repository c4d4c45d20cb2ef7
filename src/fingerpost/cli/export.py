"""`fingerpost export`: a procedure in a form that other tools read."""

from __future__ import annotations

import sys
from pathlib import Path

from fingerpost.cli.problems import refuse
from fingerpost.cli.proving import pack_at, refusals_told


def export(name: str, to: Path | None, folder: Path | None, *, as_dmn: bool, as_js: bool) -> None:
    """Write a procedure to a file, or to standard output. Types go beside a JavaScript module's file."""
    with refusals_told("Nothing has been exported."):
        if as_dmn is as_js:
            raise refuse("", "no form is named" if not as_js else "two forms are named", "There is --dmn, and --js")
        pack = pack_at(name, folder)[0]
        if as_dmn:
            from fingerpost.proof.dmn import dmn

            _write(dmn(pack), to)
            return
        from fingerpost.proof.javascript import javascript, types

        _write(javascript(pack), to)
        if to is not None:
            suffix = ".d.mts" if to.suffix == ".mjs" else ".d.ts"
            _write(types(pack), to.with_suffix(suffix))


def _write(document: bytes, to: Path | None) -> None:
    if to is None:
        sys.stdout.buffer.write(document)
        return
    try:
        to.write_bytes(document)
    except OSError as error:
        raise refuse(str(to), f"it cannot be written ({error.strerror})") from None
