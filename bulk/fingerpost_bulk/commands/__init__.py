"""The commands `fingerpost bulk` and `fingerpost simulate`. What one does is imported when it runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fingerpost.cli.options import ProcedureName, ProceduresFolder, rules


def add_to(app: typer.Typer) -> None:
    """Add them to the command `fingerpost`, which finds this by its entry point."""
    app.command()(bulk)
    app.command()(simulate)


class BulkEngine(StrEnum):
    """What decides in bulk."""

    planes = "planes"
    duckdb = "duckdb"
    postgres = "postgres"
    spark = "spark"


class Way(StrEnum):
    """How a database or a cluster is used."""

    planes = "planes"
    sql = "sql"


def bulk(
    given: Annotated[
        str,
        typer.Argument(
            metavar="IN", help="A folder of tables, a database (a file or postgresql://…), or a .jsonl file."
        ),
    ],
    out: Annotated[
        Path | None, typer.Argument(metavar="OUT", help="A folder for the answers, which is not there yet.")
    ] = None,
    engine: Annotated[
        BulkEngine, typer.Option("--engine", help="What decides: this process, or an engine that is there.")
    ] = BulkEngine.planes,
    way: Annotated[
        Way | None, typer.Option("--way", help="With PostgreSQL or Spark: by its own SQL, or by planes (faster).")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="RULE", help="Decide this provision alone; may be given again.", autocompletion=rules
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar="COLUMN", help="Carry this column into the answers; may be given again."),
    ] = None,
    sort: Annotated[bool, typer.Option("--sort", help="Put files into order first.")] = False,
    count: Annotated[bool, typer.Option("--count", help="Only count; write no answers.")] = False,
    summary: Annotated[bool, typer.Option("--summary", help="Count as well.")] = False,
    master: Annotated[
        str | None, typer.Option("--master", metavar="URL", help="The Spark cluster; without it, this machine.")
    ] = None,
    procedure: ProcedureName = None,
    procedures: ProceduresFolder = None,
) -> None:
    """Decide a table of concerns: one row a concern, child or adult, one column a provision.

    In an answer true means that it applies, null that it depends on what is not known yet. docs/guide/bulk.md says what
    the tables look like.
    """
    from fingerpost_bulk.commands.decide import Options, decide_in_bulk

    options = Options(
        given, out, engine.value, way.value if way else None, only or [], keep or [], sort, count, summary, master
    )
    decide_in_bulk(options, procedure, procedures)


def simulate(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder for the tables, which is not there yet.")],
    concerns: Annotated[int, typer.Option("--concerns", min=1, help="How many concerns.")] = 657_800,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another number gives other data.")] = 1,
    year: Annotated[int, typer.Option("--year", min=1900, max=2200, help="The year of the reports.")] = 2026,
    procedure: ProcedureName = None,
    procedures: ProceduresFolder = None,
) -> None:
    """Invent a country's concerns: 150 areas, a year of reports, the people in them. None of it is real."""
    from fingerpost_bulk.commands.simulate import simulate_tables

    simulate_tables(out, concerns, seed, year, procedure, procedures)
