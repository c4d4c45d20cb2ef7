"""What the prepared databases are made from: its hash names the folder in which they are kept.

It is every migration, model and setting, need to know in the database, the invented people, and whatever of ours these
import, however deep; with them the versions of the packages and of the databases' own programs.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from support.postgres import PostgresError, find_programs

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"

_BEGINNINGS = (
    "*/migrations/*.py",
    "*/models.py",
    "*/models/**/*.py",
    "access/guard/**/*.py",
    "site/settings/*.py",
)
# What a room adds to the guard, and that it is in the list of rooms, without all that it imports besides.
_ADDS = re.compile(r"\bfingerpost\.access(?:\.| import (?:.*\b)?)(?:guard|tables)\b")
_ROOMS = ("*/room.py", "casework/**/subject.py", "site/rooms.py")
_DEMONSTRATION = ("settings.py", "people.py")
_OTHERS = (
    "src/fingerpost_demo/people.yaml",
    "requirements/run.txt",
    "tests/support/prepared.py",
    "tests/support/postgres.py",
)
_IMPORT = re.compile(
    r"^[ \t]*(?:import[ \t]+(fingerpost[\w.]*)|from[ \t]+(fingerpost[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*))", re.M
)


def key(root: Path = ROOT) -> str:
    """Return the hash, of the files as they are now."""
    made = hashlib.sha256(f"{sqlite3.sqlite_version} {_postgresql()}".encode())
    for path in sorted(files(root)):
        made.update(b"\0%s\0" % str(path.relative_to(root)).encode())
        made.update(hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()[:20]


def files(root: Path = ROOT) -> set[Path]:
    """Return the files whose content decides what is in a prepared database."""
    package = root / "src" / "fingerpost"
    found = {root / name for name in _OTHERS} | set(package.rglob("*.sql"))
    found |= {path for path in package.rglob("*.py") if _ADDS.search(path.read_text(encoding="utf-8"))}
    found |= {path for pattern in _ROOMS for path in package.glob(pattern)}
    waiting = [path for pattern in _BEGINNINGS for path in package.glob(pattern)]
    waiting += [root / "src" / "fingerpost_demo" / name for name in _DEMONSTRATION]
    seen = set(waiting)
    while waiting:
        for path in _imported(waiting.pop(), package.parent):
            if path not in seen:
                seen.add(path)
                waiting.append(path)
    return found | seen


def _imported(path: Path, source: Path) -> Iterator[Path]:
    """Yield the files of our modules that a file imports, in whatever place in it."""
    for whole, module, names in _IMPORT.findall(path.read_text(encoding="utf-8")):
        modules = [whole or module, *(f"{module}.{name}" for name in re.findall(r"\w+", names))]
        for place in (source.joinpath(*name.split(".")) for name in modules):
            yield from (file for file in (place / "__init__.py", place.with_suffix(".py")) if file.exists())


def _postgresql() -> str:
    """Return which PostgreSQL there is: its folder has the version in it, its program the day it was made."""
    try:
        programs = find_programs()
    except PostgresError:
        return "none"
    return f"{programs} {(programs / 'postgres').stat().st_size}"
