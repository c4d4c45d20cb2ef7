"""Polars: the same lifted conditions as its expressions, whose own logic of nulls is the three-valued one.

People's conditions are grouped by concern, as a pair of least and greatest, which is faster than its own three-valued
`any` over groups; the tables are declared sorted; it finds common parts by itself.
"""

from __future__ import annotations

import os
from functools import reduce
from operator import and_, or_
from typing import Any

os.environ["POLARS_MAX_THREADS"] = "1"

import polars as pl
from bulk_data import Contender, Counts, National

from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.conditions import conditions_of
from fingerpost_bulk.lifted import EVENT, Join, Lifted, Literal, Over, level
from fingerpost_bulk.plan import KINDS, SCOPES
from fingerpost_bulk.tables import HAPPENED, ID

UNKNOWN = pl.lit(None, dtype=pl.Boolean)


class Polars:
    """The pack's conditions over lazy frames."""

    def __init__(self, pack: Pack, national: National) -> None:
        conditions = conditions_of(pack)
        self.frames = {scope: pl.from_arrow(national.tables[scope]).lazy().set_sorted(ID) for scope in SCOPES}  # type: ignore[union-attr]
        self.asked: dict[Over, str] = {}
        self.answers = {
            scope: [self.said(conditions.lifted[p.id], scope).alias(p.id) for p in conditions.provisions[scope]]
            for scope in SCOPES
        }

    def run(self) -> list[pl.DataFrame]:
        """Decide all rows."""
        concerns = self.frames["concern"]
        for kind in KINDS:
            asked = {one: name for one, name in self.asked.items() if one.kind == kind}
            bounds = []
            for one, name in asked.items():
                body = self.said(one.body, kind)
                bounds += [
                    body.fill_null(False).max().alias(f"{name}_sure"),
                    body.fill_null(True).max().alias(f"{name}_can"),
                ]
            grouped = self.frames[kind].group_by(ID, maintain_order=True).agg(bounds).set_sorted(ID)
            concerns = concerns.join(grouped, on=ID, how="left", maintain_order="left")
        opened = [self.opened(name) for name in self.asked.values()]
        concerns = concerns.with_columns(opened)
        frames = [concerns.select(ID, *self.answers["concern"])]
        needed = self.frames["concern"].collect_schema().names()
        for kind in KINDS:
            own = set(self.frames[kind].collect_schema().names())
            above = [name for name in needed if name == ID or name not in own]
            read = {name for answer in self.answers[kind] for name in answer.meta.root_names()}
            facts = self.frames["concern"].select([name for name in above if name in read | {ID}])
            joined = (
                self.frames[kind] if facts.collect_schema().names() == [ID] else self.frames[kind].join(facts, on=ID)
            )
            frames.append(joined.select(ID, *self.answers[kind]))
        return pl.collect_all(frames)

    @staticmethod
    def opened(name: str) -> pl.Expr:
        """Somebody surely, somebody possibly: true, open or false."""
        sure, can = pl.col(f"{name}_sure"), pl.col(f"{name}_can")
        return (sure.fill_null(False) | (can.fill_null(False) & UNKNOWN)).alias(name)

    def said(self, whole: Lifted, scope: Any) -> pl.Expr:
        match whole:
            case bool():
                return pl.lit(whole)
            case Join(every, parts):
                ordered = sorted(parts, key=lambda part: level(part) != "concern")
                return reduce(and_ if every else or_, (self.said(part, scope) for part in ordered))
            case Over():
                if whole.every:
                    raise NotImplementedError("the chapter has no “all”")
                return pl.col(self.asked.setdefault(whole, f"q{len(self.asked)}"))
            case Literal(fact, values):
                if fact.owner == "unlisted":
                    return UNKNOWN
                if fact.name.startswith(EVENT):
                    happened = pl.col(HAPPENED + fact.name.removeprefix(EVENT))
                    return happened if values == {True} else ~happened
                column = pl.col(fact.name)
                if values in ({True}, {False}):
                    return column if values == {True} else ~column
                numbers = sorted(value for value in values if isinstance(value, int))
                if numbers:
                    return column.is_between(numbers[0], numbers[-1])
                return reduce(or_, (column == str(value) for value in sorted(map(str, values))))


def contender(pack: Pack, national: National) -> Contender:
    """One thread, columns in and columns out."""
    return Contender("Polars", Polars(pack, national).run, counted)


def counted(found: list[pl.DataFrame]) -> Counts:
    """The counts of all tables."""
    return {
        name: (int(frame[name].sum()), frame[name].null_count())
        for frame in found
        for name in frame.columns
        if name != ID
    }
