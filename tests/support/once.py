"""What takes long to make and is the same for whoever asks is made once, by the process that asks first, and kept.

It is in the checkout, in a folder of `.cache/once` whose name is the hash of all that it is made from
(`support.sources`): whoever changes any of that never meets what was made before. Several processes and several runs
share it. One that is stopped in the middle leaves nothing that another would take for whole.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from support import sources

KEPT = sources.ROOT / ".cache" / "once"
_UNUSED = 24 * 60 * 60  # seconds, after which somebody else's is taken away

_folder: Path | None = None


def share(folder: Path) -> None:
    """Let this process find what is made once in another one's folder."""
    global _folder  # noqa: PLW0603
    _folder = folder


def folder() -> Path:
    """Return the folder. It is chosen when it is first asked for: a run keeps to one."""
    if _folder is None:
        share(KEPT / sources.key())
    assert _folder is not None
    return _folder


def once(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder of this name. `make` fills it, in whichever process comes first; others wait until it has."""
    place = folder() / name
    folder().mkdir(parents=True, exist_ok=True)
    os.utime(folder())
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            unfinished = folder() / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            if folder().name != sources.key():
                raise RuntimeError("What databases are made from was changed during this run. Start it again.")
            unfinished.rename(place)
            take_old_ones_away(folder())
    return place


def take_old_ones_away(newest: Path) -> None:
    """Take away what nobody used in the day before `newest` was."""
    used = newest.stat().st_mtime
    for other in newest.parent.iterdir():
        if used - other.stat().st_mtime > _UNUSED:
            shutil.rmtree(other, ignore_errors=True)
