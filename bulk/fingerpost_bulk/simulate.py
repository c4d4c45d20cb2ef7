"""Invented national data: areas, concerns, people; the same for the same seed, written a piece at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fingerpost.procedure.language.tree import PersonKind, Scope
from fingerpost.procedure.pack.model import Fact, Pack
from fingerpost_bulk import shape
from fingerpost_bulk.columns import booleans
from fingerpost_bulk.machine import Owners
from fingerpost_bulk.plan import KINDS
from fingerpost_bulk.tables import HAPPENED, ID, REPORTED_ON
from fingerpost_bulk.writing import Folder, Writer

PIECE = 1 << 18
"""Concerns at a time, each piece from random numbers of its own."""
_TOPICS = tuple(shape.TOPICS)
_WHOLE = 1 << 16
NOTE = """Invented data. No concern, child, adult or area in these files is real.

Made by: fingerpost simulate --concerns {concerns} --seed {seed}
Its assumptions are listed in fingerpost_bulk.shape and in the guide to bulk deciding.
"""


def simulate(
    pack: Pack, out: Path, concerns: int, seed: int, year: int, watch: Callable[[int], None] = lambda _: None
) -> dict[Scope, int]:
    """Write tables of so many concerns, reported in one year; return how many rows each has. Raises TableError."""
    total: dict[Scope, int] = {"concern": 0, "child": 0, "adult": 0}
    with Folder(out) as folder:
        writer = Writer(folder)
        for tables in pieces(pack, concerns, seed, year):
            writer.write(tables)
            for scope, table in tables.items():
                total[scope] += table.num_rows
            watch(total["concern"])
        writer.close()
        note = NOTE.format(concerns=concerns, seed=seed)
        (folder.path / "README.txt").write_text(note, encoding="utf-8")
    return total


def pieces(pack: Pack, concerns: int, seed: int, year: int) -> Iterator[Mapping[Scope, Any]]:
    """The tables, a piece at a time: concerns are numbered from 1, in the order in which they were reported."""
    areas = np.random.default_rng([seed, 0]).lognormal(0.0, 0.6, shape.AREAS)
    for number, first in enumerate(range(0, concerns, PIECE), 1):
        rows = min(PIECE, concerns - first)
        yield _Piece(pack, np.random.default_rng([seed, number]), first, rows).tables(areas, concerns, year)


class _Piece:
    """Some concerns with their people. `topics` says what each concern is about."""

    def __init__(self, pack: Pack, random: np.random.Generator, first: int, rows: int) -> None:
        self.pack = pack
        self.random = random
        self.ids = np.arange(first + 1, first + rows + 1)
        self.topics = self.drawn(list(shape.TOPICS.values()), rows)

    def tables(self, areas: NDArray[np.float64], concerns: int, year: int) -> Mapping[Scope, Any]:
        rows = len(self.ids)
        area = self.drawn(areas, rows)
        names = [f"Area {number:03}" for number in range(1, len(areas) + 1)]
        own = {
            ID: pa.array(self.ids),
            "area": pa.DictionaryArray.from_arrays(pa.array(area.astype(np.int16)), names),
            REPORTED_ON: pa.array(_days(self.ids - 1, concerns, year)),
        }
        tables: dict[Scope, Any] = {"concern": self.table("concern", own, self.topics)}
        for kind in KINDS:
            owners = np.repeat(np.arange(rows), self.people(kind))
            tables[kind] = self.table(
                kind, {ID: pa.array(self.ids[owners]), kind: _numbers(owners)}, self.topics[owners]
            )
        return tables

    def people(self, kind: PersonKind) -> NDArray[np.intp]:
        """How many people of a kind each concern lists."""
        if kind == "child":
            return self.drawn(shape.CHILDREN, len(self.ids))
        counts = np.zeros(len(self.ids), np.intp)
        for topic, name in enumerate(_TOPICS):
            chosen = np.flatnonzero(self.topics == topic)
            counts[chosen] = self.drawn(shape.ADULTS[name], len(chosen))
        return counts

    def table(self, scope: Scope, own: Mapping[str, Any], topics: NDArray[np.intp]) -> Any:
        columns = dict(own)
        for fact in self.pack.facts_of(scope):
            columns[fact.id] = self.answers(fact, topics)
        for event in self.pack.events.values():
            if event.about == scope:
                columns[HAPPENED + event.id] = self.yes_or_no([shape.SELDOM] * len(_TOPICS), topics, 0.0)
        return pa.RecordBatch.from_pydict(columns)

    def answers(self, fact: Fact, topics: NDArray[np.intp]) -> Any:
        if fact.type == "bool":
            shares = [shape.OFTEN[topic].get(fact.id, shape.SELDOM) for topic in _TOPICS]
            return self.yes_or_no(shares, topics, shape.UNKNOWN)
        weights: Sequence[float] = [1.0] * len(fact.values)
        if fact.birth_date and len(fact.values) == len(shape.AGES):
            weights = shape.AGES
        if fact.type == "enum":
            weights = [shape.SETTINGS.get(str(value), 0.1) for value in fact.values]
        places = self.drawn(weights, len(topics)).astype(np.int8)
        mask = self.random.random(len(topics), np.float32) < shape.UNKNOWN / 3
        if fact.type == "enum":
            return pa.DictionaryArray.from_arrays(pa.array(places, mask=mask), [str(value) for value in fact.values])
        return pa.array(np.array(fact.values, np.int8)[places], mask=mask)

    def yes_or_no(self, shares: Sequence[float], topics: NDArray[np.intp], unknown: float) -> Any:
        """A column: of known answers the topic's share is yes, and a share of all is unknown."""
        drawn = self.random.integers(0, _WHOLE, len(topics), np.uint16)
        known = int(_WHOLE * (1 - unknown)) - 1
        yes = np.array([int(share * known) for share in shares], np.uint16)[topics]
        return booleans(_packed(drawn < yes), _packed(drawn <= known), len(topics))

    def drawn(self, weights: Sequence[float] | NDArray[np.float64], rows: int) -> NDArray[np.intp]:
        """For each row a place in the list, as often as its weight says."""
        bounds = np.cumsum(np.asarray(weights, np.float64))
        return np.searchsorted(bounds / bounds[-1], self.random.random(rows), side="right").astype(np.intp)


def _packed(bits: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.packbits(bits, bitorder="little")


def _numbers(owners: Owners) -> Any:
    """Each concern's people numbered from 1."""
    heads = np.flatnonzero(np.diff(owners, prepend=-1))
    sizes = np.diff(heads, append=len(owners))
    return pa.array((np.arange(len(owners)) - np.repeat(heads, sizes) + 1).astype(np.int16))


def _days(places: NDArray[np.int64], concerns: int, year: int) -> NDArray[np.datetime64]:
    """The day on which each concern was reported: in order, and more on working days."""
    first = np.datetime64(f"{year}-01-01", "D")
    days = np.arange(first, np.datetime64(f"{year + 1}-01-01", "D"))
    weights = np.array([shape.BY_WEEKDAY[date.weekday(day)] for day in days.astype(object)])
    bounds = np.cumsum(weights) / weights.sum()
    found: NDArray[np.datetime64] = days[np.searchsorted(bounds, places / concerns, side="right")]
    return found
