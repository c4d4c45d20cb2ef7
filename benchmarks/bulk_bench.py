"""Deciding a country's concerns: planes and their peers on the same data, in one run, on one core.

script/bench bulk                 everything, PostgreSQL and Spark too
script/bench bulk --quick         a tenth of it: to see that it works, not to quote
script/bench bulk --memory-only   only what runs in memory: no files, PostgreSQL or Spark
"""

from __future__ import annotations

import argparse
import os
import platform
from pathlib import Path
from tempfile import TemporaryDirectory

import bulk_duckdb
import bulk_kernel
import bulk_memory
import bulk_openfisca
import bulk_ours
import bulk_polars
from bulk_data import Contender, National, in_rounds, ratio

from fingerpost.procedure.pack.library import load_pack

CONCERNS = 2_000_000
ROUNDS = 9


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare deciding in bulk with its peers.")
    parser.add_argument("--quick", action="store_true", help="a tenth of it: to see that it works, not to quote")
    parser.add_argument("--memory-only", action="store_true", help="without files, PostgreSQL and Spark")
    options = parser.parse_args()
    scale = 0.1 if options.quick else 1.0
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(setting(), flush=True)
    in_memory(round(CONCERNS * scale), 3 if options.quick else ROUNDS)
    if not options.memory_only:
        import bulk_files
        import bulk_servers

        bulk_files.report(round(10_000_000 * scale))
        bulk_servers.compare(round(200_000 * scale))


def setting() -> str:
    """What the figures were made on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    return f"{model}, one core, Python {platform.python_version()}; others' load on the machine at the start: {load}.\n"


def in_memory(concerns: int, rounds: int) -> None:
    """Everything that runs in this process, round by round."""
    pack = load_pack()
    national = National.of(pack, concerns)
    known = national.known(pack)
    memory = bulk_memory.Memory(pack, national)
    ours = bulk_ours.contenders(pack, national)
    settled = bulk_ours.contenders(pack, known)[0]
    settled.name += ", nothing unknown"
    openfisca = bulk_openfisca.contender(pack, known)
    polars, duckdb = bulk_polars.contender(pack, national), bulk_duckdb.contender(pack, national)
    agree(ours[0], [polars, duckdb])
    agree(settled, [openfisca])
    limit = bulk_memory.contender(memory)
    with TemporaryDirectory() as folder:
        compiled = bulk_kernel.contenders(pack, national, Path(folder))
    everything = [*ours, *compiled, settled, openfisca, polars, duckdb, limit]
    in_rounds(everything, rounds)
    people = sum(national.tables[kind].num_rows for kind in ("child", "adult"))
    print(
        f"{concerns:,} concerns, {people:,} people; all answers compared and found alike. Medians of {rounds} rounds.\n"
    )
    print("| | million concerns a second | times slower than planes (least to most) |\n|---|---|---|")
    for one in everything:
        base = settled if one is openfisca else ours[0]
        middle, least, most = ratio(base, one)
        print(f"| {one.name} | {one.rate(concerns):.2f} | {middle:.2f} ({least:.2f} to {most:.2f}) |")
    total = memory.bytes_read + memory.bytes_written
    speed = total * limit.rate(concerns) * 1e6 / concerns / 1e9
    read, written = memory.bytes_read / concerns, memory.bytes_written / concerns
    print(f"\nA concern has {read:.1f} bytes of columns and {written:.1f} of answers; memory moves {speed:.1f} GB/s.\n")


def agree(ours: Contender, others: list[Contender]) -> None:
    """See that others count as ours does. Raises SystemExit with what differs."""
    assert ours.count is not None
    known = ours.count(ours.run())
    for other in others:
        assert other.count is not None
        found = other.count(other.run())
        wrong = [name for name in known if known[name] != found.get(name)]
        if wrong:
            raise SystemExit(
                f"{other.name} does not agree on {', '.join(wrong)}: {found.get(wrong[0])}, {known[wrong[0]]}"
            )


if __name__ == "__main__":
    main()
