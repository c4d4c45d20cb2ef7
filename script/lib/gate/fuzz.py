"""One reader of documents under atheris: whatever comes in, it answers, and what it keeps is tidy and reads as
words."""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO

import atheris

with atheris.instrument_imports(include=["fingerpost.gate", "fingerpost.wording", "email", "html", "zipfile"]):
    from fingerpost.gate import docx, html, mail, odt, packed, passing, pdf, plain, rtf  # noqa: F401 - to be instrumented
    from fingerpost.gate.blocks import Limits, Stop
    from fingerpost.gate.reading import _read

LIMITS = Limits()
FORMAT = sys.argv.pop(1)


def one(data: bytes) -> None:
    """Read a document; let out whatever is no refusal."""
    try:
        found = _read(data, LIMITS)
    except (Stop, RecursionError, MemoryError):
        return
    if passing.heard(passing.said(found), LIMITS) != found:
        raise ValueError("what was kept is not what would be believed")


def mutated(data: bytes, largest: int, seed: int) -> bytes:
    """Mutate a part inside a ZIP, not only the ZIP around it."""
    if FORMAT not in ("docx", "odt") or seed % 4 == 0:
        return atheris.Mutate(data, largest)
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            parts = [(name, file.read(name)) for name in file.namelist()[:40]]
    except Exception:
        return atheris.Mutate(data, largest)
    if not parts:
        return atheris.Mutate(data, largest)
    chosen = seed // 4 % len(parts)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for place, (name, part) in enumerate(parts):
            file.writestr(name, atheris.Mutate(part, 10_000) if place == chosen else part)
    return out.getvalue() if len(out.getvalue()) <= largest else atheris.Mutate(data, largest)


atheris.Setup(sys.argv, one, custom_mutator=mutated)
atheris.Fuzz()
