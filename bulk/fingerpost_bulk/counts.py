"""How often each provision applies and depends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fingerpost.procedure.language.tree import Scope
from fingerpost_bulk.plan import SCOPES


@dataclass
class Count:
    """Of one provision: the rows in which it applies, and in which it depends."""

    applies: int = 0
    depends: int = 0


@dataclass
class Counts:
    """The rows of each table, and each provision's count."""

    rows: dict[Scope, int] = field(default_factory=lambda: dict.fromkeys(SCOPES, 0))
    provisions: dict[str, Count] = field(default_factory=dict)

    def add(self, scope: Scope, rows: int, answers: Any) -> None:
        """Add the answers of some rows: a record batch with a column a provision."""
        self.rows[scope] += rows
        for name, column in zip(answers.schema.names, answers.columns, strict=True):
            count = self.provisions.setdefault(name, Count())
            count.applies += column.true_count
            count.depends += column.null_count

    def add_row(self, scope: Scope, names: Sequence[str], row: Sequence[int]) -> None:
        """Add what `sql.counting` found."""
        self.rows[scope] += row[0]
        for name, applies, depends in zip(names, row[1::2], row[2::2], strict=True):
            count = self.provisions.setdefault(name, Count())
            count.applies += applies
            count.depends += depends

    def of(self, names: Mapping[Scope, Sequence[str]]) -> list[tuple[Scope, str, Count]]:
        """All provisions, table by table."""
        return [(scope, name, self.provisions.get(name, Count())) for scope in SCOPES for name in names[scope]]
