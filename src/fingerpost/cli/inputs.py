"""From a file or standard input to plain data. JSON is taken strictly, YAML wherever JSON is."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from fingerpost.cli.problems import refuse
from fingerpost.procedure.source.json import JsonLines, parse_json
from fingerpost.procedure.source.text import place

STANDARD_INPUT = "-"
LARGEST = 16 * 1024 * 1024
"""The longest case, and the longest line of many, in bytes: a bound on memory that no real case comes near."""

Lines = Callable[..., int]


def is_lines(path: str) -> bool:
    """Whether a file holds one case a line, by its name."""
    return path.lower().endswith(".jsonl")


def spoken_name(path: str) -> str:
    """What messages call the input."""
    return "standard input" if path == STANDARD_INPUT else path


def open_input(path: str) -> BinaryIO:
    """Open a file, or standard input for `-`. Raises InputError."""
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise refuse(spoken_name(path), "it is closed")
        return sys.stdin.buffer
    try:
        return Path(path).open("rb")
    except FileNotFoundError:
        raise refuse(path, "there is no such file") from None
    except IsADirectoryError:
        raise refuse(path, "this is a folder", "Name a file in it") from None
    except (OSError, ValueError) as error:
        raise refuse(path, f"it cannot be opened ({_reason(error)})") from None


def read_document(path: str) -> tuple[object, Lines]:
    """Return the plain data of one case, and where its parts stand. Raises InputError or SourceError."""
    name = spoken_name(path)
    with open_input(path) as file:
        try:
            data = file.read(LARGEST + 1)
        except OSError as error:
            raise refuse(name, f"it cannot be read ({_reason(error)})") from None
    if len(data) > LARGEST:
        raise refuse(
            name, f"it is larger than {LARGEST // 1024 // 1024} MB", "One case, without pictures or attachments"
        )
    text = decode(data, name)
    if _is_json(path, text):
        return parse_json(text, name=name), JsonLines(text).line
    from fingerpost.procedure.source.yaml import parse_yaml

    located = parse_yaml(text, name=name)
    return located.value, located.line


def decode(data: bytes, name: str = "", first_line: int = 1) -> str:
    """Return UTF-8 text, without a byte order mark. Raises InputError that names the line."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + first_line
        raise refuse(place(name, line), "this is not UTF-8 text", "Save the file as UTF-8") from None


def read_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield each line; of one longer than LARGEST only so much that it can be told. One line at a time is held."""
    while line := file.readline(LARGEST + 1):
        yield line
        while len(line) > LARGEST and not line.endswith(b"\n"):
            line = file.readline(LARGEST + 1)


def is_regular(file: BinaryIO) -> bool:
    """Whether this is a file that is all there, and not something that may still be being written."""
    try:
        return stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _is_json(path: str, text: str) -> bool:
    suffix = Path(path).suffix.lower()
    if suffix == ".json":
        return True
    return suffix not in (".yaml", ".yml") and text.lstrip()[:1] == "{"


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror or "") if isinstance(error, OSError) and error.strerror else str(error)
