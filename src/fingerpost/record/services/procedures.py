"""Which procedure a concern is decided under."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.pack.library import available, load_pack, procedures_folder
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.source.yaml import parse_yaml

PROCEDURE: Final = "e-safety"
_PUBLISHED: Final = "published.yaml"


def in_force(moment: datetime) -> Pack:
    """Return the version in force on the London day of `moment`: of those published, the newest that had begun.

    A moment before all of them is decided under the first. Raises PackError when a pack cannot be read.
    """
    day = london_day(moment)
    packs = sorted((load_pack(name) for name in _published(procedures_folder())), key=lambda pack: pack.in_force)
    return next((pack for pack in reversed(packs) if pack.in_force <= day), packs[0])


@lru_cache(maxsize=8)
def _published(folder: Path) -> tuple[str, ...]:
    file = folder / _PUBLISHED
    listed = parse_yaml(file.read_text(encoding="utf-8"), name=_PUBLISHED).value if file.is_file() else None
    names = listed if isinstance(listed, dict) else dict.fromkeys(available(folder))
    return tuple(name for name in names if str(name).startswith(f"{PROCEDURE}@"))
