"""Shutting a process in, before it reads what somebody sent: little memory, little time, no file, no connection.

Everywhere: limits of the operating system that no process without privileges can raise again. No file may grow, none
may be opened (the number of open files is what is open already), no process begun. On Linux, where it can be had, a
filter of system calls as well: what is not on a short list is refused by the kernel, so that nothing is opened, not
even to read, nothing is sent anywhere, no process begun, no memory made executable.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
import sys
from typing import Final

from fingerpost.gate.blocks import Limits

# By their numbers on each machine: memory, clocks, chance, locks, what is open already, the end. No signal can be
# sent, nor asked for: another process of the same user, the service among them, could be ended by one.
_CALLS: Final = {
    "x86_64": (
        0xC000003E,
        (0, 1, 3, 5, 7, 8, 11, 12, 13, 14, 15, 19, 20, 24, 25, 28, 35, 39, 60, 96, 98, 99, 102, 104, 107, 108, 131,
         186, 201, 202, 204, 228, 229, 230, 231, 273, 318, 324, 334),
        9, 10,
    ),
    "aarch64": (
        0xC00000B7,
        (57, 62, 63, 64, 65, 66, 73, 80, 93, 94, 98, 99, 101, 113, 114, 115, 123, 124, 132, 134, 135, 139, 165,
         169, 172, 174, 175, 176, 177, 178, 179, 214, 215, 216, 233, 278, 283, 293),
        222, 226,
    ),
}  # fmt: skip
_MAPPED: Final = 512 * 2**20  # bytes of libraries and of the program itself, which are only read
_REFUSED: Final = 0x00050000 | 1  # EPERM
_ALLOWED: Final = 0x7FFF0000
_ENDED: Final = 0x80000000
_EXECUTABLE: Final = 4
_LOAD, _EQUAL, _ALL_OF, _RETURN = 0x20, 0x15, 0x45, 0x06
_NO_NEW_PRIVILEGES, _SECCOMP, _NOT_DUMPABLE = 38, 22, 4


def limit(limits: Limits) -> None:
    """Set what no process may go beyond, itself included. Before anything is read."""
    _set("RLIMIT_DATA", limits.memory)
    _set("RLIMIT_AS", limits.memory + _MAPPED)
    _set("RLIMIT_CPU", limits.processor)
    _set("RLIMIT_FSIZE", 0)
    _set("RLIMIT_CORE", 0)
    _set("RLIMIT_NPROC", 0)
    _set("RLIMIT_MEMLOCK", 0)


def shut_in() -> bool:
    """Open nothing any more: return whether the kernel filters system calls as well. After all is imported."""
    _set("RLIMIT_NOFILE", 0)
    return sys.platform == "linux" and _filter()


def _set(name: str, value: int) -> None:
    known = getattr(resource, name, None)
    if known is not None:
        resource.setrlimit(known, (value, value))


def _filter() -> bool:
    machine = _CALLS.get(platform.machine())
    if machine is None:
        return False
    program = program_of(*machine)
    held = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    said = ctypes.create_string_buffer(header, len(header))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    libc.prctl(_NOT_DUMPABLE, 0, None, 0, 0)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, 2, ctypes.addressof(said), 0, 0) == 0)


def program_of(architecture: int, calls: tuple[int, ...], mmap: int, mprotect: int) -> bytes:
    """Return the filter as the kernel reads it: what is allowed, mappings that are not executable, and no other."""
    steps: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _ENDED),
        (_LOAD, 0, 0, 0),
    ]
    for call in calls:
        steps += [(_EQUAL, 0, 1, call), (_RETURN, 0, 0, _ALLOWED)]
    steps += [
        (_EQUAL, 1, 0, mmap),
        (_EQUAL, 0, 3, mprotect),
        (_LOAD, 0, 0, 32),  # the third argument: what may be done with the memory
        (_ALL_OF, 1, 0, _EXECUTABLE),
        (_RETURN, 0, 0, _ALLOWED),
        (_RETURN, 0, 0, _REFUSED),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
