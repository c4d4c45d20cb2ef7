"""What takes long to make and is the same for whoever asks is made once a run, by the process that asks first.

It lies in a folder that the processes of pytest-xdist share (tests/conftest.py) and that goes with the run: whatever is
there was made from the source as it is now.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_folder: Path | None = None


def share(folder: Path) -> None:
    """Let this process find what is made once in another one's folder."""
    global _folder  # noqa: PLW0603
    _folder = folder


def folder() -> Path:
    """Return the folder; this process's own, which it takes away when it ends, where none was shared with it."""
    if _folder is None:
        made = Path(tempfile.mkdtemp(prefix="fingerpost-once-"))
        made.chmod(0o711)  # PostgreSQL's programs run as somebody else, and find what is theirs in it
        atexit.register(_take_away, made, os.getpid())
        share(made)
    assert _folder is not None
    return _folder


def once(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder of this name. `make` fills it, in whichever process comes first; others wait until it has."""
    place = folder() / name
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            unfinished = folder() / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(0o711)
            make(unfinished)
            unfinished.rename(place)
    return place


def _take_away(made: Path, owner: int) -> None:
    if os.getpid() == owner:  # and not in a process that was forked from it
        shutil.rmtree(made)
