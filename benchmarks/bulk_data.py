"""Invented national data in memory, and how a run of something over it is called and timed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import process_time
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.plan import SCOPES
from fingerpost_bulk.simulate import pieces

Counts = dict[str, tuple[int, int]]
"""For each provision, in how many rows it applies, and in how many it depends."""


@dataclass(frozen=True)
class National:
    """Tables of invented concerns, each in one piece of memory."""

    tables: Mapping[Scope, Any]

    @classmethod
    def of(cls, pack: Pack, concerns: int) -> National:
        """So many concerns with their people."""
        made = list(pieces(pack, concerns, seed=1, year=2026))
        return cls({scope: pa.concat_batches([piece[scope] for piece in made]) for scope in SCOPES})

    def known(self, pack: Pack) -> National:
        """The same with nothing open: what is not known is no, an age is 17, and all children are listed."""
        listed = {fact.id for fact in pack.facts.values() if fact.unlisted_child}
        return National({scope: _filled(table, listed) for scope, table in self.tables.items()})

    @property
    def concerns(self) -> int:
        """How many concerns there are."""
        return int(self.tables["concern"].num_rows)


def _filled(table: Any, listed: set[str]) -> Any:
    columns = {}
    for name, column in zip(table.schema.names, table.columns, strict=True):
        if name in listed:
            columns[name] = pa.repeat(True, len(column))
        elif pa.types.is_dictionary(column.type):
            codes = column.indices.fill_null(0)
            columns[name] = pa.DictionaryArray.from_arrays(codes, column.dictionary)
        elif column.null_count:
            columns[name] = pc.fill_null(column, False if pa.types.is_boolean(column.type) else 17)
        else:
            columns[name] = column
    return pa.RecordBatch.from_pydict(columns)


@dataclass
class Contender:
    """Something to time. `count` says what a result holds, so that all can be seen to agree."""

    name: str
    run: Callable[[], Any]
    count: Callable[[Any], Counts] | None = None
    seconds: list[float] = field(default_factory=list)

    def time(self) -> None:
        """Run once, by the processor's clock: what others do on the machine meanwhile counts for less."""
        start = process_time()
        result = self.run()
        self.seconds.append(process_time() - start)
        del result

    def rate(self, concerns: int) -> float:
        """Million concerns a second, in the middle round."""
        return concerns / median(self.seconds) / 1e6


def in_rounds(contenders: Sequence[Contender], rounds: int) -> None:
    """Time all of them in every round; each round begins with another."""
    for contender in contenders:
        contender.run()
    for number in range(rounds):
        first = number % len(contenders)
        for contender in (*contenders[first:], *contenders[:first]):
            contender.time()


def ratio(ours: Contender, theirs: Contender) -> tuple[float, float, float]:
    """How many times faster ours is: in the middle of all rounds, at the least, at the most."""
    ratios = [b / a for a, b in zip(ours.seconds, theirs.seconds, strict=True)]
    return median(ratios), min(ratios), max(ratios)
