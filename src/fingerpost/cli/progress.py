"""A progress bar on standard error: for a person at a terminal, and only where there is something to wait for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import BinaryIO

from fingerpost.cli.inputs import is_regular, read_lines

LONG = 1024 * 1024
"""From this many bytes on a run takes long enough to be worth a bar."""


def watched(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file, showing how far they have been read."""
    if not (sys.stderr.isatty() and is_regular(file)) or (size := os.fstat(file.fileno()).st_size) < LONG:
        yield from read_lines(file)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Deciding", total=size)
        done = 0
        for line in read_lines(file):
            yield line
            done += len(line)
            progress.update(task, completed=done)
