"""`fingerpost simulate`: invented tables of concerns, for trying things out on a country's scale."""

from __future__ import annotations

from pathlib import Path

from fingerpost.cli.problems import problems_told, tell
from fingerpost.cli.procedures import Procedures
from fingerpost.procedure.pack.library import DEFAULT


def simulate_tables(out: Path, concerns: int, seed: int, year: int, procedure: str | None, folder: Path | None) -> None:
    """Write the tables. Exits with status 2, and leaves nothing behind, where that cannot be done."""
    with problems_told("Nothing has been written."):
        from fingerpost_bulk.commands.engines import progress
        from fingerpost_bulk.simulate import simulate

        pack = Procedures(folder).named(procedure or DEFAULT)
        with progress("Inventing", concerns) as watch:
            rows = simulate(pack, out, concerns, seed, year, watch)
    told = f"{rows['concern']:,} concerns, {rows['child']:,} children, {rows['adult']:,} adults"
    tell(f"{told}: invented, all of it, in {out}.")
