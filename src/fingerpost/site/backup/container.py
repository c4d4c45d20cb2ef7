"""The form of a backup's file: a line with a digest, a line with the manifest, then the data.

    fingerpost backup 1 SHA-256-OF-THE-NEXT-LINE
    {"kind": "record", …, "size": BYTES-OF-DATA, "sha256": SHA-256-OF-DATA}
    data

So `head -2 FILE` tells people what a file is, and no byte of it can change unnoticed. The digests tell damage. Somebody
who alters a file on purpose can make them anew: that is what the ledger's checkpoints that are kept elsewhere are for.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from fingerpost.keys import files
from fingerpost.site.backup.errors import BackupError

RECORD: Final = "record"
KEYS: Final = "keys"
_MAGIC: Final = b"fingerpost backup 1 "
_LONGEST: Final = 1 << 20  # bytes of a manifest
_CHUNK: Final = 1 << 20
_DAMAGED: Final = "Take another copy of it. Nothing was restored."


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """What the database was when it was copied: all of it at one moment, `made_at`, in UTC.

    `migrations` are as “app.name”; `ledger_root` is the root hash at `ledger_size`, in hexadecimal digits.
    """

    made_at: str
    version: str
    vendor: str
    migrations: tuple[str, ...]
    ledger_size: int
    ledger_root: str

    @property
    def moment(self) -> datetime:
        """When it was copied."""
        return datetime.fromisoformat(self.made_at)


@dataclass(frozen=True, slots=True)
class Backup:
    """A file whose manifest was read: its kind, the database's state, and where its data begin."""

    path: Path
    kind: str
    state: DatabaseState
    size: int
    sha256: str
    start: int

    def extract(self, target: Path) -> None:
        """Write the data to `target`, for its owner only. Raises `BackupError` unless they are as they were written."""
        digest = hashlib.sha256()
        with self.path.open("rb") as file, _made(target) as out:
            file.seek(self.start)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                out.write(chunk)
        if target.stat().st_size != self.size or digest.hexdigest() != self.sha256:
            raise BackupError(str(self.path), "the file is damaged: its data are not those that were written", _DAMAGED)


def write(path: Path, kind: str, state: DatabaseState, data: Path) -> None:
    """Put the manifest and the data into a new file, whole or not at all. Raises `BackupError` if there is one."""
    with data.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    document = {"kind": kind, **asdict(state), "size": data.stat().st_size, "sha256": sha256}
    line = json.dumps(document, ensure_ascii=False).encode() + b"\n"
    made = data.with_name(f"{data.name}.whole")
    with data.open("rb") as file, _made(made) as out:
        out.write(_MAGIC + hashlib.sha256(line).hexdigest().encode() + b"\n" + line)
        shutil.copyfileobj(file, out, _CHUNK)
    try:
        path.open("xb").close()  # so that no file that came meanwhile is written over
    except FileExistsError:
        raise already_there(path) from None
    made.replace(path)
    files.sync_folder(path.parent)


def read(path: Path, kind: str) -> Backup:
    """Read a file's manifest. Raises `BackupError` if it is damaged, or no such file."""
    try:
        with path.open("rb") as file:
            first, line = file.readline(len(_MAGIC) + 65), file.readline(_LONGEST)
    except OSError as error:
        raise BackupError(str(path), f"the file cannot be read: {error.strerror}") from None
    if not first.startswith(_MAGIC):
        raise BackupError(str(path), "this is no backup of Fingerpost, or its first bytes are damaged")
    if first[len(_MAGIC) :].strip() != hashlib.sha256(line).hexdigest().encode():
        raise BackupError(str(path), "the file is damaged: its manifest is not the one that was written", _DAMAGED)
    document: dict[str, Any] = json.loads(line)
    found, size, sha256 = document.pop("kind"), document.pop("size"), document.pop("sha256")
    if found != kind:
        raise BackupError(str(path), f"this is the file of the {found}, not of the {kind}", "Give the record first.")
    state = DatabaseState(**{**document, "migrations": tuple(document["migrations"])})
    return Backup(path, found, state, size, sha256, len(first) + len(line))


def already_there(path: Path) -> BackupError:
    """Return the error for a file that would be written over."""
    return BackupError(str(path), "there is a file already, and a backup takes the place of none", "Give a new name.")


@contextmanager
def workplace(beside: Path) -> Iterator[Path]:
    """Give a folder for its owner only, on the disk where the file is to be, which is gone afterwards."""
    try:
        folder = tempfile.TemporaryDirectory(prefix=".fingerpost-", dir=beside.parent)
    except OSError as error:
        raise BackupError(str(beside.parent), f"nothing can be written there: {error.strerror}") from None
    with folder as name:
        yield Path(name)


@contextmanager
def _made(path: Path) -> Iterator[BinaryIO]:
    """Open a new file for its owner only, and bring it to the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())
