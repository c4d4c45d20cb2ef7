"""A file system that is really small, in a mount namespace of its own: nobody else on the machine sees it.

Programs that are to see it are run with `within` before them. From outside it is at `seen`. It needs the right to mount
(root, or CAP_SYS_ADMIN); whoever has it not is told so, and nothing is skipped in silence.
"""

from __future__ import annotations

import errno
import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 20.0  # seconds
_BLOCK = b"\xa5" * 65536

_MOUNT = 'mount -t tmpfs -o "size=$1,mode=0700,uid=$3,gid=$4" tmpfs "$2" && echo ready && exec sleep 1800'
MISSING = (
    "A test fills a file system of its own and may not mount one here: {error}.\n"
    "Run it as root (or with CAP_SYS_ADMIN). A limit on a file's size would not do: the database takes that for a "
    "fault of the file, not for a full disk."
)


class NoDiskError(Exception):
    """No file system could be made; says what to do."""


@dataclass(frozen=True)
class SmallDisk:
    """A tmpfs at `path`, seen by programs run with `within` before them."""

    path: Path
    holder: int

    @property
    def within(self) -> list[str]:
        """What is before a program and its arguments, for it to see the disk."""
        return ["nsenter", f"--mount=/proc/{self.holder}/ns/mnt", "env", "-C", "/"]

    @property
    def seen(self) -> Path:
        """Where the disk is from outside."""
        return Path(f"/proc/{self.holder}/root{self.path}")

    def fill(self) -> None:
        """Take all the room that is left, to the last byte."""
        with (self.seen / "filler").open("ab", buffering=0) as filler:
            block = _BLOCK
            while block:
                try:
                    filler.write(block)
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    block = block[: len(block) // 2]

    def make_room(self) -> None:
        """Give back the room that was taken."""
        (self.seen / "filler").unlink(missing_ok=True)

    @property
    def free(self) -> int:
        """How many bytes are left."""
        found = os.statvfs(self.seen)
        return found.f_bavail * found.f_frsize


@contextmanager
def small_disk(path: Path, size: str, uid: int = 0, gid: int = 0) -> Iterator[SmallDisk]:
    """Mount a file system of this size (as `64m`), of this owner, at a folder that is there.

    Raises `NoDiskError` where one may not.
    """
    mounting = ["unshare", "--mount", "--propagation", "private", "sh", "-c", _MOUNT, "sh"]
    mounting += [size, str(path), str(uid), str(gid)]
    holder = subprocess.Popen(mounting, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        answered, _, _ = select.select([holder.stdout], [], [], PATIENCE)
        if not answered or holder.stdout.readline() != b"ready\n":
            holder.kill()
            _, error = holder.communicate(timeout=PATIENCE)
            raise NoDiskError(MISSING.format(error=error.decode().strip()))
        yield SmallDisk(path, holder.pid)
    finally:
        holder.kill()
        holder.communicate(timeout=PATIENCE)
