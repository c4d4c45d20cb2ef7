"""The text of a procedure as it is written here: files by name, read, or told what is wrong with them (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fingerpost.procedure.errors import PackError, Problem
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import HEADER_FILE, pack_from
from fingerpost.proof.expectations import FILE, expectations_from

CHECKS: Final = FILE
"""The file beside a text that says what it is held to."""

LONGEST: Final = 300_000
"""As many characters a section may have."""

_HEADER = re.compile(r"^```pack\n.*?^```", re.MULTILINE | re.DOTALL)

type Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """A text read: its pack, or what is wrong; then there is no pack."""

    pack: Pack | None
    problems: tuple[Problem, ...] = ()


def read(files: Files) -> Read:
    """Read a text, and what it is held to. Every mistake is told at once."""
    try:
        pack = pack_from({name: text for name, text in files.items() if name != CHECKS})
        expectations_from(pack, files.get(CHECKS, ""))
    except PackError as error:
        return Read(None, error.problems)
    return Read(pack)


def headed(files: Files, version: str, in_force: date) -> dict[str, str]:
    """Return the same text as another version, in force from another day, and no draft of anybody else's."""

    def changed(found: re.Match[str]) -> str:
        lines = [line for line in found[0].splitlines() if not line.startswith("status:")]
        kept = {"version": f'"{version}"', "in_force": in_force.isoformat()}
        return "\n".join(f"{key}: {kept[key]}" if (key := line.partition(":")[0]) in kept else line for line in lines)

    return {**files, HEADER_FILE: _HEADER.sub(changed, files[HEADER_FILE], count=1)}


def written(text: str) -> str:
    """Return what a browser sent as a file has it: lines that end in a line feed, and one at the end."""
    return "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")) + "\n"
