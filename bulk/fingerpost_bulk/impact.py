"""Tables of concerns for `fingerpost impact`: bit planes say for which something would change, the engine says what.

Both versions answer whole columns. Only a concern whose answers differ, or which has a provision whose date is counted
otherwise, is made a case and decided one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fingerpost.procedure.calendar import LONDON
from fingerpost.procedure.errors import Problem
from fingerpost.procedure.language.tree import PersonKind, Scope
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.impact import Document, Impact, changes
from fingerpost_bulk.aligned import Block, owners_of
from fingerpost_bulk.completing import reported
from fingerpost_bulk.machine import Owners
from fingerpost_bulk.plan import KINDS, SCOPES
from fingerpost_bulk.planes import Answers, Planes
from fingerpost_bulk.reading import Chosen, chosen, read
from fingerpost_bulk.sources import open_tables
from fingerpost_bulk.tables import AS_OF, EVENTS, HAPPENED, ID, REPORTED_AT, REPORTED_ON, TABLES, Format, TableError

NOON = time(12)
Rows = NDArray[np.bool_]


def impact_of_tables(given: str, old: Pack, new: Pack) -> Impact:
    """What would change for the concerns of a folder of tables, or a database. Raises TableError and CaseError."""
    versions = Planes(old), Planes(new)
    found = Impact(old, new)
    form = _either(versions[0].form, versions[1].form)
    with closing(open_tables(given, form)) as tables:
        names = tables.schemas[TABLES["concern"]].names
        if REPORTED_ON not in names and REPORTED_AT not in names:
            what = f"it has neither {REPORTED_ON} nor {REPORTED_AT}"
            raise TableError([Problem(tables.where(TABLES["concern"]), what, "Without it no day can be counted.")])
        choices = [chosen(tables, form, planes.conditions) for planes in versions]
        for block in read(tables, _both(choices[0], choices[1], tables.schemas)):
            found.cases += block.concerns.num_rows
            happened = _happened(block)
            for row in np.flatnonzero(_affected(block, versions)):
                reference, document, undated = _case(block, happened, int(row), (old, new))
                found.changes += changes(old, new, reference, document, undated)
    return found


def _either(old: Format, new: Format) -> Format:
    """The columns that at least one version knows."""
    columns = {scope: {**old.columns[scope], **new.columns[scope]} for scope in SCOPES}
    return Format(columns, {**old.names, **new.names}, {**old.births, **new.births})


def _both(old: Chosen, new: Chosen, schemas: Mapping[str, Any]) -> Chosen:
    """What both need to read, and when things happened."""
    columns = {table: list(dict.fromkeys([*old.columns[table], *new.columns.get(table, ())])) for table in old.columns}
    if EVENTS in columns and "to" in schemas[EVENTS].names:
        columns[EVENTS].append("to")
    return replace(old, columns=columns)


def _affected(block: Block, versions: tuple[Planes, Planes]) -> Rows:
    """The rows of concerns for which some answer differs, or some date may."""
    found = np.zeros(block.concerns.num_rows, bool)
    old, new = (_answers(block, planes, other) for planes, other in zip(versions, versions[::-1], strict=True))
    moved = _carried_otherwise(versions[0].pack, versions[1].pack)
    for scope in SCOPES:
        differ = np.zeros(block.tables()[scope].num_rows, bool)
        for provision in dict.fromkeys([*old[scope], *new[scope]]):
            before, after = old[scope].get(provision), new[scope].get(provision)
            differ |= _differing(before, after, len(differ))
            if provision in moved and before is not None and after is not None:
                differ |= _known(before) & _known(after)
        if scope == "concern":
            found |= differ
        else:
            found[block.owners[scope][np.flatnonzero(differ)]] = True
    return found


def _answers(block: Block, planes: Planes, other: Planes) -> Mapping[Scope, Mapping[str, Any]]:
    """Each provision's column, as one version answers what it is told."""
    ready = planes.ready(_told(block, planes, other))
    chunks: list[Mapping[Scope, Answers]] = list(planes.answers(ready))
    return {
        scope: {
            name: pa.concat_arrays([chunk[scope].columns.column(name) for chunk in chunks])
            for name in planes.names[scope]
        }
        for scope in SCOPES
    }


def _differing(before: Any, after: Any, rows: int) -> Rows:
    """Where one answer is not the other; a version without the provision says no."""
    no = pa.array(np.zeros(rows, bool))
    one, other = (no if column is None else column for column in (before, after))
    same = pc.or_(pc.and_(pc.is_null(one), pc.is_null(other)), pc.equal(one, other).fill_null(False))
    different: Rows = ~same.to_numpy(zero_copy_only=False)
    return different


def _known(column: Any) -> Rows:
    """Where the provision applies."""
    applies: Rows = column.fill_null(False).to_numpy(zero_copy_only=False)
    return applies


def _carried_otherwise(old: Pack, new: Pack) -> set[str]:
    """The provisions whose day is counted in another way, or that go to others."""
    return {
        one.id
        for one in old.decided
        if (other := new.provisions.get(one.id))
        and (one.deadline != other.deadline or set(one.to) != set(other.to) or old.nation != new.nation)
    }


def _told(block: Block, planes: Planes, other: Planes) -> Block:
    """The block as one version is told it: without columns, values and events that only the other one knows."""
    tables = {scope: _columns(table, scope, planes, other) for scope, table in _by_scope(block).items()}
    events = block.events
    if events is not None:
        strange = [name for name in other.pack.events if name not in planes.pack.events]
        kept = pc.invert(pc.is_in(events.column("type").cast(pa.string()), value_set=pa.array(strange, pa.string())))
        events = events.filter(kept)
    return Block(tables["concern"], {kind: tables[kind] for kind in KINDS}, dict(block.owners), events)


def _by_scope(block: Block) -> dict[Scope, Any]:
    return {"concern": block.concerns, "child": block.people["child"], "adult": block.people["adult"]}


def _columns(table: Any, scope: Scope, planes: Planes, other: Planes) -> Any:
    ours, theirs = planes.form.columns[scope], other.form.columns[scope]
    names = [
        name
        for name, type in zip(table.schema.names, table.schema.types, strict=True)
        if name in ours and (ours[name].is_met_by(type) or name not in theirs)
    ]
    arrays = [_values(table.column(name), name, planes.pack, other.pack) for name in names]
    return pa.RecordBatch.from_arrays(arrays, names) if names else table.select([])


def _values(column: Any, name: str, pack: Pack, other: Pack) -> Any:
    """A column of a fact without the values that only the other version knows."""
    ours, theirs = pack.facts.get(name), other.facts.get(name)
    strange = [value for value in theirs.values if value not in ours.values] if ours and theirs else []
    if not strange or not ours or ours.type == "bool":
        return column
    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    told = pc.is_in(plain, value_set=pa.array(strange).cast(plain.type))
    return pc.if_else(told, pa.scalar(None, plain.type), plain)


def _case(block: Block, happened: Owners, row: int, packs: tuple[Pack, Pack]) -> tuple[str, Document, set[str]]:
    """A concern's name, its case, and the events of which it is not known when they happened."""
    concern = block.concerns.slice(row, 1).to_pylist()[0]
    at = _moment(block, row, concern)
    undated: set[str] = set()
    events = list(_dated(block, happened, row))
    events += _undated(concern, None, at, packs, events, undated)
    people = []
    for kind in KINDS:
        first, last = np.searchsorted(block.owners[kind], (row, row + 1))
        for number, person in enumerate(block.people[kind].slice(first, last - first).to_pylist(), 1):
            name = _named(kind, person.get(kind, number))
            people.append({"id": name, "kind": kind, "facts": _facts(person, kind, packs)})
            events += _undated(person, name, at, packs, events, undated)
    document: Document = {
        "reported_at": at,
        "facts": _facts(concern, "concern", packs),
        "people": people,
        "events": events,
    }
    if concern.get(AS_OF):
        document["as_of"] = concern[AS_OF].isoformat()
    return str(concern[ID]), document, undated


def _moment(block: Block, row: int, concern: Mapping[str, Any]) -> str:
    """When it was reported: noon in London where only the day is said."""
    if concern.get(REPORTED_AT):
        return str(concern[REPORTED_AT].astimezone(UTC).isoformat())
    day = reported(block.concerns.slice(row, 1))[0].as_py()
    if day is None:
        what = f"concern {concern[ID]} does not say when it was reported"
        raise TableError([Problem(TABLES["concern"], what, f"Give {REPORTED_ON} or {REPORTED_AT}.")])
    return datetime.combine(day, NOON, LONDON).isoformat()


def _facts(row: Mapping[str, Any], scope: Scope, packs: tuple[Pack, Pack]) -> dict[str, Any]:
    """The known answers of a row. A birth date is written as a document has it."""
    births = {fact.birth_date for pack in packs for fact in pack.facts_of(scope) if fact.birth_date}
    names = births | {fact.id for pack in packs for fact in pack.facts_of(scope)}
    return {
        name: value.isoformat() if name in births else value
        for name, value in row.items()
        if name in names and value is not None
    }


def _happened(block: Block) -> Owners:
    """For each row of events the row of its concern, in order."""
    if block.events is None:
        return np.zeros(0, np.intp)
    return owners_of(block.concerns.column(ID), block.events.column(ID), EVENTS)


def _dated(block: Block, happened: Owners, row: int) -> Iterator[dict[str, Any]]:
    """A concern's rows of events."""
    first, last = np.searchsorted(happened, (row, row + 1))
    for event in block.events.slice(first, last - first).to_pylist() if block.events is not None else ():
        found = {"type": event["type"], "at": event["at"].isoformat()}
        if event.get("person") is not None:
            found["person"] = _named("adult", event["person"])
        if event.get("to") is not None:
            found["to"] = str(event["to"])
        yield found


def _undated(
    row: Mapping[str, Any],
    person: str | None,
    at: str,
    packs: tuple[Pack, Pack],
    dated: list[dict[str, Any]],
    undated: set[str],
) -> list[dict[str, Any]]:
    """Events that a column says have happened and no row of events dates: they count from the moment of the report."""
    found = []
    for name, value in row.items():
        type = name.removeprefix(HAPPENED)
        if value is not True or type == name:
            continue
        if not any(event["type"] == type and event.get("person") == person for event in dated):
            undated.add(type)
            event = {"type": type, "at": at} | ({"person": person} if person else {})
            if person and any(type in pack.events and pack.events[type].to for pack in packs):
                event["to"] = person
            found.append(event)
    return found


def _named(kind: PersonKind, name: object) -> str:
    """What a person is called: their text, or a1 for an adult that has a number."""
    return f"{kind[0]}{name}" if isinstance(name, int) else str(name)
