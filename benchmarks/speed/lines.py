"""`fingerpost decide CASES.jsonl --json` as a program of its own: documents a second, and memory at its highest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

import orjson

from fingerpost.procedure.pack.model import Pack
from speed.cases import OPEN, SETTLED, Mood, Population


@dataclass(frozen=True)
class Run:
    """One run: lines of what, seconds by the clock, seconds of processor time, and the most memory held, in MiB."""

    cases: str
    lines: int
    seconds: float
    processor: float
    memory: float


def runs(pack: Pack, folder: Path, short: int, long: int) -> Iterator[Run]:
    """Files of settled and of open cases through the command: a short and a long one of each in turns, three times."""
    files = {
        (name, count): write(pack, folder / f"{name}-{count}.jsonl", count, mood)
        for name, mood in (("settled", SETTLED), ("open", OPEN))
        for count in (short, long)
    }
    for _ in range(3):
        for (name, count), path in files.items():
            yield run(name, path, count)


def write(pack: Pack, path: Path, count: int, mood: Mood) -> Path:
    """Write that many cases, one a line, and return the path."""
    with path.open("wb") as file:
        for document in Population(pack, 600).documents(count, mood):
            file.write(orjson.dumps(document) + b"\n")
    return path


def run(cases: str, path: Path, count: int) -> Run:
    """Decide a file into another beside it, and see that every line was answered. Raises RuntimeError if not."""
    answers = path.with_suffix(".answers")
    program = Path(sys.executable).with_name("fingerpost")
    with answers.open("wb") as out:
        start = perf_counter()
        process = subprocess.Popen([program, "decide", path, "--json"], stdout=out, stderr=subprocess.DEVNULL)  # noqa: S603
        memory = 0.0
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            memory = max(memory, _most_memory(process.pid))
            sleep(0.02)
        seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    with answers.open("rb") as file:
        answered = sum(line.startswith(b'{"procedure"') for line in file)
    if process.returncode or answered != count:
        raise RuntimeError(f"{answered} of {count} lines were answered, exit status {process.returncode}")
    return Run(cases, count, seconds, ended[2].ru_utime + ended[2].ru_stime, memory)


def _most_memory(process: int) -> float:
    """The most memory that a running program has held so far, in MiB, 0 if it has just ended.

    What `wait4` tells counts the memory of the program that started it, too.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def rate(short: Run, long: Run) -> float:
    """Documents a second, without what it takes to start: what the longer run took more, of processor time."""
    return (long.lines - short.lines) / (long.processor - short.processor)
