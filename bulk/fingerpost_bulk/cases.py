"""Cases in the decision contract's form as tables, so that files of cases can be decided in bulk too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from fingerpost.procedure.case.model import Case, Person
from fingerpost.procedure.language.tree import PersonKind, Scope, Value
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.aligned import Block
from fingerpost_bulk.plan import KINDS
from fingerpost_bulk.tables import HAPPENED, ID

Batch = Any
_TYPES = {"bool": pa.bool_(), "int": pa.int8(), "enum": pa.string()}


def block_of(cases: Sequence[Case], pack: Pack, first: int = 1) -> Block:
    """Cases as a block. Concerns are numbered in their order, beginning with `first`."""
    people: dict[PersonKind, list[tuple[int, Person]]] = {kind: [] for kind in KINDS}
    for number, case in enumerate(cases):
        for person in case.people:
            people[person.kind].append((number, person))
    concerns = _table(
        pack, "concern", [first + n for n in range(len(cases))], [case.facts for case in cases], _happened(cases)
    )
    tables: dict[PersonKind, Batch] = {}
    for kind in KINDS:
        ids = [first + number for number, _ in people[kind]]
        happened = [_events(cases[number], person.id) for number, person in people[kind]]
        table = _table(pack, kind, ids, [person.facts for _, person in people[kind]], happened)
        names = pa.array([person.id for _, person in people[kind]], pa.string())
        tables[kind] = table.add_column(1, kind, names)
    owners = {kind: np.array([number for number, _ in people[kind]], np.intp) for kind in KINDS}
    return Block(concerns, tables, owners)


def _happened(cases: Sequence[Case]) -> list[set[str]]:
    return [_events(case, None) for case in cases]


def _events(case: Case, person: str | None) -> set[str]:
    """What has happened to one person, or events that name nobody."""
    return {event.type for event in case.events if event.person == person and event.at <= case.as_of}


def _table(
    pack: Pack, scope: Scope, ids: list[int], facts: Sequence[Mapping[str, Value]], happened: Sequence[set[str]]
) -> Batch:
    columns = {ID: pa.array(ids, pa.int64())}
    for fact in pack.facts_of(scope):
        columns[fact.id] = pa.array([known.get(fact.id) for known in facts], _TYPES[fact.type])
    for event in pack.events.values():
        if event.about == scope:
            columns[HAPPENED + event.id] = pa.array([event.id in known for known in happened], pa.bool_())
    return pa.RecordBatch.from_pydict(columns)
