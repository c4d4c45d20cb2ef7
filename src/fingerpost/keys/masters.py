"""The master keys, as they are given to the process: in the environment, or in a file that only its owner may read.

A key is `ID:SECRET`: an id of small letters, digits and hyphens, and 32 random bytes in base64. The last one wraps what
is new; those before it still open what they wrapped. In the environment keys are parted by spaces or commas; in a file
they are one a line, and lines that begin with # are notes.
"""

from __future__ import annotations

import binascii
import os
import re
import secrets
import stat
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

from fingerpost.keys.envelope import KEY_SIZE, Key, MasterKey, MasterKeys
from fingerpost.keys.errors import MasterKeyError

VARIABLE: Final = "FINGERPOST_MASTER_KEYS"
FILE_VARIABLE: Final = "FINGERPOST_MASTER_KEY_FILE"
MODE: Final = 0o600

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}", re.ASCII)
_ADVICE = "A key is ID:SECRET, the secret being 32 random bytes in base64. “fingerpost keys new” makes one."
_FEW = 12  # 32 random bytes have fewer distinct values than this less than once in 10**18 times


def new_line(day: date) -> str:
    """Make a master key, as a line for the file or the environment. Its id has the day, so that people see its age."""
    return f"{day.isoformat()}-{secrets.token_hex(2)}:{b64encode(secrets.token_bytes(KEY_SIZE)).decode('ascii')}"


def read_masters(environ: Mapping[str, str]) -> MasterKeys:
    """Read the master keys that the environment has or names a file of. Raises `MasterKeyError`, with what to do."""
    given, file = environ.get(VARIABLE, "").strip(), environ.get(FILE_VARIABLE, "").strip()
    if given and file:
        raise MasterKeyError(
            VARIABLE, f"{FILE_VARIABLE} is set too, and it is not clear which of the two counts", "Keep one of them."
        )
    if given:
        return parse_masters(re.split(r"[\s,]+", given), VARIABLE)
    if file:
        return read_file(Path(file))
    raise MasterKeyError(
        VARIABLE,
        "there is no master key, and without one no personal text can be written or read",
        f"Set {VARIABLE}, or {FILE_VARIABLE} to the path of a file. “fingerpost keys new FILE” makes one.",
    )


def read_file(path: Path) -> MasterKeys:
    """Read a file of master keys. Raises `MasterKeyError` if others than its owner may read or write it."""
    where = f"{FILE_VARIABLE}, {path}"
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise MasterKeyError(where, "this is not a file")
            if stat.S_IMODE(mode) & ~MODE:
                raise MasterKeyError(
                    where,
                    f"others than its owner may use this file (its mode is {stat.S_IMODE(mode):04o})",
                    f"Run:  chmod {MODE:o} {path}",
                )
            lines = [line.strip() for line in file]
    except OSError as error:
        raise MasterKeyError(where, f"the file cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise MasterKeyError(where, "this is not a text file", _ADVICE) from None
    return parse_masters([line for line in lines if line and not line.startswith("#")], where)


def write_new(path: Path, day: date) -> str:
    """Add a new master key to a file, making the file (for its owner only) if there is none. Return the key's id.

    Raises `MasterKeyError` if there is a file that cannot be read as one of master keys: it is left as it is.
    """
    taken = {master.id for master in read_file(path).keys} if path.exists() else set()
    line = next(line for line in iter(lambda: new_line(day), "") if line.partition(":")[0] not in taken)
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, MODE)
        with os.fdopen(handle, "a+b") as file:
            file.write((_line_end(file) + line + "\n").encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise MasterKeyError(str(path), f"the file cannot be written: {error.strerror}") from None
    return line.partition(":")[0]


def after_new(path: Path, name: str) -> str:
    """Return what to tell the person who has made the master key `name` in a file."""
    return (
        f"{path} has the new master key “{name}”. It wraps what is new from the service's next start on.\n"
        f"The service takes it from there with {FILE_VARIABLE}={path}\n"
        "Keep a copy in a safe place, apart from the database and its backups: without it nobody can read the record."
    )


def _line_end(file: BinaryIO) -> str:
    """Return what a file that somebody wrote by hand lacks before another line can follow."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 1, 0))
    return "" if file.read(1) in (b"", b"\n") else "\n"


def parse_masters(entries: list[str], where: str) -> MasterKeys:
    """Read master keys, oldest first. Raises `MasterKeyError`, which names a key by its number and never shows it."""
    masters: list[MasterKey] = []
    for number, entry in enumerate(entries, start=1):
        master = _parse(entry, f"{where}, key {number}")
        if any(master.id == other.id for other in masters):
            raise MasterKeyError(f"{where}, key {number}", f"the id “{master.id}” is there twice")
        masters.append(master)
    if not masters:
        raise MasterKeyError(where, "there is no key in it", _ADVICE)
    return MasterKeys(tuple(masters))


def _parse(entry: str, where: str) -> MasterKey:
    name, colon, encoded = entry.partition(":")
    if not colon or not _ID.fullmatch(name):
        raise MasterKeyError(where, "this does not begin with an id and a colon", _ADVICE)
    try:
        secret = b64decode(encoded.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        raise MasterKeyError(where, f"the secret of “{name}” is not base64", _ADVICE) from None
    if len(secret) != KEY_SIZE:
        raise MasterKeyError(where, f"the secret of “{name}” has {len(secret)} bytes", _ADVICE)
    if len(set(secret)) < _FEW:
        raise MasterKeyError(where, f"the secret of “{name}” is not random", _ADVICE)
    return MasterKey(name, Key(secret))
