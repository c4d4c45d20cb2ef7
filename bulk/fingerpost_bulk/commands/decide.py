"""`fingerpost bulk`: the same decision over a table of concerns, in process or by a database that is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fingerpost.cli.problems import problems_told, refuse, tell
from fingerpost.cli.procedures import Procedures
from fingerpost.procedure.errors import nearest
from fingerpost.procedure.pack.library import DEFAULT
from fingerpost.procedure.pack.model import Pack

HEADING = "Nothing has been decided."


@dataclass(frozen=True)
class Options:
    """What was asked for. `way` is how PostgreSQL and Spark are used: by SQL, or as a source of planes."""

    given: str
    out: Path | None
    engine: str
    way: str | None
    only: Sequence[str]
    keep: Sequence[str]
    sort: bool
    count: bool
    summary: bool
    master: str | None


def decide_in_bulk(options: Options, procedure: str | None, folder: Path | None) -> None:
    """Decide all concerns. Exits with status 2 where the tables cannot be taken, and nothing is left behind."""
    with problems_told(HEADING):
        _check(options)
        pack = Procedures(folder).named(procedure or DEFAULT)
        _check_provisions(pack, options.only)
        from fingerpost_bulk.commands.engines import decided

        counts = decided(options, pack)
    if options.count or options.summary:
        from fingerpost_bulk.commands.summary import print_summary

        print_summary(pack, counts, set(options.only))


def _check(options: Options) -> None:
    if options.out is None and not options.count:
        raise refuse("OUT", "where to write the answers is missing", "Name a folder, or only count with --count.")
    if options.way and options.engine not in ("postgres", "spark"):
        raise refuse("--way", f"the engine {options.engine} has one way alone", "Leave it out.")


def _check_provisions(pack: Pack, only: Sequence[str]) -> None:
    known = [provision.id for provision in pack.decided]
    for id in only:
        if id not in known:
            advice = nearest(id, known)
            if not advice and id in pack.provisions:
                advice = "It has no condition, so that there is nothing to decide."
            raise refuse("--only", f"there is no provision “{id}” to decide", advice)


def tell_missing(missing: dict[str, list[str]]) -> None:
    """Say which facts no column tells, table by table."""
    for table, names in missing.items():
        if names:
            tell(f"Note: {table} has no column for {', '.join(names)}: taken as not known.")
