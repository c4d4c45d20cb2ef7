"""The one file that a service is set up with: NAME=value, one a line, as `fingerpost init` writes and systemd reads."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Final

from fingerpost.cli.problems import refuse

VARIABLE: Final = "FINGERPOST_SETTINGS"
NAME: Final = "fingerpost.env"
MODE: Final = 0o600

_LINE: Final = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)", re.ASCII)


def path_in(environ: Mapping[str, str]) -> Path | None:
    """Return the file: the one that FINGERPOST_SETTINGS names, else `fingerpost.env` here; None where there is none."""
    named = environ.get(VARIABLE, "").strip()
    if named:
        return Path(named)
    here = Path(NAME)
    return here if here.is_file() else None


def read(path: Path) -> dict[str, str]:
    """Return what the file sets. Raises `InputError`, naming the line, for what is no setting or is open to others."""
    try:
        with path.open(encoding="utf-8") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            lines = file.read().splitlines()
    except OSError as error:
        raise refuse(str(path), f"this file of settings cannot be read: {error.strerror}") from None
    if mode & ~MODE & 0o007:
        raise refuse(str(path), "everybody on this machine may use this file", f"It has secrets: chmod {MODE:o} {path}")
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise refuse(f"{path}:{number}", f"“{line.strip()[:40]}” is no setting", "Write NAME=value.")
        found[match[1]] = _unquoted(match[2].strip())
    return found


def apply(environ: MutableMapping[str, str]) -> Path | None:
    """Put into `environ` what the file sets and the environment does not. Return the file; None where there is none."""
    path = path_in(environ)
    if path is not None:
        for name, value in read(path).items():
            environ.setdefault(name, value)
    return path


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
