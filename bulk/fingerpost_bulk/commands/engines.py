"""Which engine decides, and what each is given."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from importlib.util import find_spec

from fingerpost.cli.problems import refuse
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.commands.decide import Options, tell_missing
from fingerpost_bulk.counts import Counts
from fingerpost_bulk.planes import Planes
from fingerpost_bulk.reading import chosen, read, read_cases
from fingerpost_bulk.running import Watch, run
from fingerpost_bulk.sources import POSTGRES, open_tables
from fingerpost_bulk.tables import TABLES
from fingerpost_bulk.writing import Folder, Writer


def decided(options: Options, pack: Pack) -> Counts:
    """Decide by the engine that was asked for. Raises FingerpostError."""
    if options.engine == "duckdb":
        return _by_duckdb(options, pack)
    if options.engine == "postgres":
        if not options.given.startswith(POSTGRES):
            raise refuse("--engine postgres", f"“{options.given}” is no such database", "Give postgresql://… as IN.")
        return _by_postgres(options, pack) if options.way == "sql" else _by_planes(options, pack)
    if options.engine == "spark":
        return _by_spark(options, pack)
    return _by_planes(options, pack)


def _by_planes(options: Options, pack: Pack) -> Counts:
    planes = Planes(pack, options.only or None)
    if options.given.lower().endswith(".jsonl"):
        return _cases(options, pack, planes)
    with closing(open_tables(options.given, planes.form, sort=options.sort)) as tables:
        choice = chosen(tables, planes.form, planes.conditions, options.keep)
        tell_missing({TABLES[scope]: names for scope, names in choice.missing.items()})
        total = sum(tables.rows(table) for table in tables.schemas if table in TABLES.values()) if _watched() else 0
        with _writer(options) as writer, progress("Deciding", total) as watch:
            return run(planes, read(tables, choice), choice.kept, writer, watch)


def _cases(options: Options, pack: Pack, planes: Planes) -> Counts:
    from fingerpost.cli.inputs import open_input, read_lines
    from fingerpost.cli.progress import watched

    kept: dict[Scope, list[str]] = {"concern": [], "child": ["child"], "adult": ["adult"]}
    with open_input(options.given) as file, _writer(options) as writer:
        lines = watched(file) if _watched() else read_lines(file)
        return run(planes, read_cases(lines, pack), kept, writer)


def _by_duckdb(options: Options, pack: Pack) -> Counts:
    from fingerpost_bulk.engines.duck import decide

    with _folder(options) as folder:
        return decide(options.given, pack, options.only or None, options.keep, folder)


def _by_postgres(options: Options, pack: Pack) -> Counts:
    from fingerpost_bulk.engines.postgres import decide

    with _writer(options) as writer:
        return decide(options.given, pack, options.only or None, options.keep, writer)


def _by_spark(options: Options, pack: Pack) -> Counts:
    if find_spec("pyspark") is None:
        raise refuse("--engine spark", "pyspark is not installed", "Install fingerpost-bulk[spark].")
    from fingerpost_bulk.engines.spark import decide

    return decide(options.given, options.out, pack, options.only or None, options.keep, options.master, options.way)


@contextmanager
def _writer(options: Options) -> Iterator[Writer | None]:
    if options.out is None or options.count:
        yield None
        return
    with Folder(options.out) as folder:
        yield Writer(folder)


def _folder(options: Options) -> Folder | nullcontext[None]:
    return nullcontext() if options.out is None or options.count else Folder(options.out)


def _watched() -> bool:
    return sys.stderr.isatty()


@contextmanager
def progress(name: str, total: int) -> Iterator[Watch]:
    """A bar on standard error for a person at a terminal; what it yields is told how much is done."""
    if not _watched():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=total or None)
        update: Callable[[int], None] = lambda done: bar.update(task, completed=done)  # noqa: E731
        yield update
