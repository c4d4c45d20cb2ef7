"""The packs there are, by name: `e-safety@2017` is the folder `e-safety/2017`."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from fingerpost.procedure.errors import PackError, Problem, nearest
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import HEADER_FILE, read_pack

DEFAULT = "e-safety@2017"
FOLDER_VARIABLE = "FINGERPOST_PROCEDURES"


def procedures_folder() -> Path:
    """Where packs are: the folder named by FINGERPOST_PROCEDURES, else the package's own, else the checkout's."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    package = Path(__file__).resolve().parents[2]
    inside = package / "procedures"
    return inside if inside.is_dir() else package.parents[1] / "procedures"


def available(folder: Path | None = None) -> list[str]:
    """The names of all packs, sorted."""
    folder = folder or procedures_folder()
    return sorted(f"{path.parent.parent.name}@{path.parent.name}" for path in folder.glob(f"*/*/{HEADER_FILE}"))


def load_pack(name: str = DEFAULT, *, folder: Path | None = None) -> Pack:
    """Read a pack by its name. Raises PackError when it is not there, is wrong, or is another than it says."""
    return _load(name, folder or procedures_folder())


@lru_cache(maxsize=16)
def _load(name: str, folder: Path) -> Pack:
    known = available(folder)
    if name not in known:
        right = nearest(name, known) or f"There {'is' if len(known) == 1 else 'are'} {', '.join(known) or 'none'}."
        raise PackError([Problem("procedure", f"there is no procedure “{name}”", right)])
    identity, _, version = name.partition("@")
    pack = read_pack(folder / identity / version)
    if pack.name != name:
        right = f"Its folder is {identity}/{version}; make the two agree."
        raise PackError([Problem(HEADER_FILE, f"the pack says that it is “{pack.name}”", right)])
    return pack
