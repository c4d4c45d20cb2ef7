"""A folder of Parquet or CSV files, one a table, read a piece at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from fingerpost.procedure.errors import Problem
from fingerpost_bulk.tables import EVENTS, ID, TABLES, Format, TableError

FILES = (*TABLES.values(), EVENTS)
_NAMES = (ID, "child", "adult", "person")
TRUE, FALSE = ["true", "t", "yes", "1"], ["false", "f", "no", "0"]
_PIECE = 1 << 22
"""Bytes of a CSV file at a time."""
_NUMBER = re.compile(r"-?[0-9]{1,18}").fullmatch
_SPOKEN = {"int8": "a whole number", "int64": "a whole number", "date32": "a day, such as 2026-11-24"}


class FileTables:
    """`concerns.parquet` or `concerns.csv` in a folder, and the others beside it."""

    def __init__(self, folder: Path, form: Format) -> None:
        self.files = found_files(folder)
        self.schemas: dict[str, Any] = {}
        for table, file in self.files.items():
            try:
                self.schemas[table] = parquet.read_schema(file) if file.suffix == ".parquet" else csv_schema(file, form)
            except pa.ArrowInvalid as error:
                raise _unreadable(file, error) from None

    def where(self, table: str) -> str:
        """The file's name."""
        return self.files[table].name

    def rows(self, table: str) -> int:
        """How many rows the file has; for CSV an estimate from its first ones."""
        file = self.files[table]
        if file.suffix == ".parquet":
            return int(parquet.read_metadata(file).num_rows)
        with file.open("rb") as opened:
            start = opened.read(1 << 20)
        lines = start.count(b"\n")
        return max(1, lines * file.stat().st_size // max(1, len(start)) - 1)

    def batches(self, table: str, columns: Sequence[str], size: int) -> Iterator[Any]:
        """The rows, in the file's order. Raises TableError for text that is no value of its column."""
        file = self.files[table]
        try:
            if file.suffix == ".parquet":
                yield from _parquet(file, columns, size)
            else:
                yield from _csv(file, self.schemas[table], columns)
        except pa.ArrowInvalid as error:
            raise _unreadable(file, error) from None

    def close(self) -> None:
        """Nothing is held open."""


def found_files(folder: Path) -> dict[str, Path]:
    """The tables' files in a folder. Raises TableError where there are no concerns, or two files of one table."""
    found: dict[str, Path] = {}
    for table in FILES:
        there = [file for suffix in (".parquet", ".csv") if (file := folder / f"{table}{suffix}").is_file()]
        if len(there) > 1:
            names = " and ".join(file.name for file in there)
            raise TableError([Problem(str(folder), f"there are {names}", "Leave one of them there.")])
        if there:
            found[table] = there[0]
    if TABLES["concern"] not in found:
        right = "A folder of tables has concerns.parquet or concerns.csv, and children, adults and events beside it."
        raise TableError([Problem(str(folder), "there is no concerns.parquet or concerns.csv in it", right)])
    return found


def _parquet(file: Path, columns: Sequence[str], size: int) -> Iterator[Any]:
    with parquet.ParquetFile(file, read_dictionary=_texts(file), buffer_size=1 << 20) as opened:
        yield from opened.iter_batches(batch_size=size, columns=list(columns), use_threads=False)


def _texts(file: Path) -> list[str]:
    """Columns of text, which are read as codes where the file has them so. A concern's own name has too many."""
    return [field.name for field in parquet.read_schema(file) if field.type == pa.string() and field.name not in _NAMES]


def csv_schema(file: Path, form: Format) -> Any:
    """The columns of a CSV file: of the type that its table has them in; others are told from the first rows."""
    kinds = form.of(file.stem)
    with file.open(newline="", encoding="utf-8-sig") as opened:
        rows = csv.reader(opened)
        header = next(rows, [])
        first = list(islice(rows, 100))
    if not header:
        raise TableError([Problem(file.name, "it is empty", "The first line names the columns.")])
    fields = []
    for place, name in enumerate(header):
        known = kinds[name].reads if name in kinds else None
        fields.append(
            pa.field(name, _guessed(row[place] for row in first if place < len(row)) if known is None else known)
        )
    return pa.schema(fields)


def _guessed(texts: Iterable[str]) -> Any:
    """Whole numbers where the first rows have nothing else, otherwise text."""
    given = [text for text in texts if text]
    return pa.int64() if given and all(_NUMBER(text) for text in given) else pa.string()


def _csv(file: Path, schema: Any, columns: Sequence[str]) -> Iterator[Any]:
    convert = arrow_csv.ConvertOptions(
        column_types=schema,
        include_columns=list(columns),
        null_values=["", "NULL", "null"],
        strings_can_be_null=True,
        true_values=[form for word in TRUE for form in (word, word.capitalize(), word.upper())],
        false_values=[form for word in FALSE for form in (word, word.capitalize(), word.upper())],
    )
    read = arrow_csv.ReadOptions(use_threads=False, block_size=_PIECE)
    with arrow_csv.open_csv(file, read_options=read, convert_options=convert) as opened:
        yield from opened


def _unreadable(file: Path, error: Exception) -> TableError:
    """What Arrow says of a file, as a problem in it."""
    told = re.match(
        r"In CSV column #(\d+): (?:Row #(\d+): )?CSV conversion error to (\w+): invalid value '(.*)'", str(error)
    )
    if told is None:
        return TableError([Problem(file.name, f"it cannot be read ({str(error).splitlines()[0]})")])
    with file.open(newline="", encoding="utf-8-sig") as opened:
        column = next(csv.reader(opened))[int(told[1])]
    where = f"{file.name}, row {told[2]}" if told[2] else file.name
    right = "true, false or empty" if told[3] == "bool" else _SPOKEN.get(told[3], told[3])
    what = f"“{told[4]}” is in the column “{column}”"
    return TableError([Problem(where, what, f"It should be {right}.")])
