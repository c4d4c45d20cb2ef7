"""The command over files: how long it takes, and the most memory that it ever holds."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory
from time import perf_counter

PROGRAM = Path(sys.executable).parent / "fingerpost"

# Run by a small process of its own: Linux counts the memory of whoever starts a program as the program's.
_MEASURING = """
import os, sys
nowhere = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=nowhere)
_, status, usage = os.wait4(child, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
sys.exit(bool(status))
"""


def report(concerns: int) -> None:
    """Invent so many concerns, decide them from Parquet into Parquet, and count them; print what each run took."""
    print(f"\n{concerns:,} concerns in Parquet files, each row a run of the command.\n")
    print("| | seconds | processor seconds | most memory, MiB |\n|---|---|---|---|")
    with TemporaryDirectory() as folder:
        tables, answers = f"{folder}/tables", f"{folder}/answers"
        _row("simulate OUT", "simulate", tables, "--concerns", str(concerns))
        _row("bulk IN OUT", "bulk", tables, answers)
        _row("bulk IN --count", "bulk", tables, "--count")
        _row("bulk IN --count --engine duckdb", "bulk", tables, "--count", "--engine", "duckdb")


def _row(name: str, *arguments: str) -> None:
    start = perf_counter()
    command = [sys.executable, "-S", "-c", _MEASURING, str(PROGRAM), *arguments]
    measuring = run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if measuring.returncode:
        raise SystemExit(f"fingerpost {' '.join(arguments)} failed")
    took = perf_counter() - start
    seconds, kibibytes = map(float, measuring.stdout.split())
    print(f"| {name} | {took:.1f} | {seconds:.1f} | {kibibytes / 1024:.0f} |", flush=True)
