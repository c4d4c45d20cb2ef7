"""Deciding in process: a block of concerns in, a column of true, false and null for each provision out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.aligned import Block
from fingerpost_bulk.checking import checked
from fingerpost_bulk.columns import booleans, source
from fingerpost_bulk.completing import completed
from fingerpost_bulk.conditions import conditions_of
from fingerpost_bulk.lifted import EVENT, Domains
from fingerpost_bulk.listed import Listed
from fingerpost_bulk.machine import CHUNK, Machine, Rows
from fingerpost_bulk.plan import KINDS, SCOPES, plan
from fingerpost_bulk.tables import format_of

Batch = Any


class Answers(NamedTuple):
    """Some rows' answers: a column a provision. A table of no provisions has rows all the same."""

    rows: int
    columns: Batch


class Planes:
    """A pack made ready for blocks of concerns. Not to be used by two threads at once."""

    def __init__(self, pack: Pack, only: Collection[str] | None = None, chunk: int = CHUNK) -> None:
        self.pack = pack
        self.form = format_of(pack)
        self.conditions = conditions_of(pack, only)
        provisions, lifted = self.conditions.provisions, self.conditions.lifted
        self._direct = {scope: tuple(one.id for one in provisions[scope] if one.id in lifted) for scope in SCOPES}
        found = {scope: [lifted[id] for id in self._direct[scope]] for scope in SCOPES}
        self.plan = plan(found, Domains(pack))
        self._machine = Machine(self.plan, chunk)
        self._listed = Listed(pack, self.conditions.tangled) if self.conditions.tangled else None
        self.names = {scope: tuple(provision.id for provision in provisions[scope]) for scope in SCOPES}

    def ready(self, block: Block) -> Block:
        """The block with its values checked, events and birth dates made columns. Raises TableError."""
        block = completed(block, self.pack, self.form)
        block.concerns = checked(block.concerns, "concern", self.pack)
        for kind in KINDS:
            block.people[kind] = checked(block.people[kind], kind, self.pack)
        return block

    def planes(self, block: Block) -> Iterator[Mapping[Scope, Rows]]:
        """Each chunk's answers as planes, in the order of `names`, but for tangled provisions. The block is `ready`."""
        tables = block.tables()
        sources = {}
        for scope in SCOPES:
            columns = set(tables[scope].schema.names)
            sources[scope] = [
                source(
                    base,
                    tables[scope].column(name) if (name := self.form.names[base.fact]) in columns else None,
                    event=base.fact.name.startswith(EVENT),
                )
                for base in self.plan.bases[scope].values()
            ]
        return self._machine.run(sources, block.concerns.num_rows, block.owners)

    def answers(self, block: Block) -> Iterator[Mapping[Scope, Answers]]:
        """Each chunk's answers as columns called after the provisions, beside the tables' rows in order."""
        others = self._listed.answers(block) if self._listed else {}
        for chunk in self.planes(block):
            found = {}
            for scope in SCOPES:
                rows = chunk[scope]
                columns = {
                    name: booleans(planes[0], planes[1], rows.rows)
                    for name, planes in zip(self._direct[scope], rows.planes, strict=True)
                }
                for name in self.names[scope]:
                    if name not in columns:
                        columns[name] = others[name].slice(rows.first, rows.rows)
                ordered = [columns[name] for name in self.names[scope]]
                found[scope] = Answers(rows.rows, pa.RecordBatch.from_arrays(ordered, list(self.names[scope])))
            yield found
