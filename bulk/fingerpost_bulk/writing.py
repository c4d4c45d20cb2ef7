"""Answers as Parquet files, one a table, which are there only once all is written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as parquet

from fingerpost.procedure.errors import Problem
from fingerpost.procedure.language.tree import Scope
from fingerpost_bulk.tables import TABLES, TableError

ROWS_A_GROUP = 1 << 20


class Folder:
    """A folder of answers in the making: written beside where it will be, and put there on leaving without an error."""

    def __init__(self, out: Path) -> None:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise TableError([Problem(str(out), "something is there already", "Name a folder that is not there yet.")])
        self._out = out
        self.path = out

    def __enter__(self) -> Self:
        self._out.parent.mkdir(parents=True, exist_ok=True)
        self.path = Path(tempfile.mkdtemp(prefix=f".{self._out.name}-", dir=self._out.parent))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.path.chmod(0o755)
            if self._out.exists():
                self._out.rmdir()
            self.path.rename(self._out)
        else:
            shutil.rmtree(self.path, ignore_errors=True)

    def file(self, table: str) -> Path:
        """Where a table's file is written."""
        return self.path / f"{table}.parquet"


class Writer:
    """The three files of answers. `write` takes each table's batches in turn; rows gather to groups of a fair size."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._files: dict[Scope, Any] = {}
        self._held: dict[Scope, list[Any]] = {}

    def write(self, batches: Mapping[Scope, Any]) -> None:
        """Write the next rows of each table."""
        for scope, batch in batches.items():
            held = self._held.setdefault(scope, [])
            held.append(batch)
            if sum(one.num_rows for one in held) >= ROWS_A_GROUP:
                self._flush(scope)

    def close(self) -> None:
        """Write what is held, and end the files."""
        for scope in self._held:
            self._flush(scope)
        for file in self._files.values():
            file.close()

    def _flush(self, scope: Scope) -> None:
        held, self._held[scope] = self._held[scope], []
        if not held:
            return
        if scope not in self._files:
            path = self._folder.file(TABLES[scope])
            self._files[scope] = parquet.ParquetWriter(path, held[0].schema, compression="zstd")
        self._files[scope].write_table(pa.Table.from_batches(held), row_group_size=ROWS_A_GROUP)
