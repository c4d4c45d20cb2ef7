"""What a block's tables say in another form: events with their times, and birth dates instead of ages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fingerpost.procedure.calendar import LONDON
from fingerpost.procedure.errors import Problem, nearest
from fingerpost.procedure.language.tree import PersonKind
from fingerpost.procedure.pack.model import Event, Pack
from fingerpost_bulk.aligned import Block, owners_of
from fingerpost_bulk.machine import Owners
from fingerpost_bulk.tables import AS_OF, EVENTS, HAPPENED, ID, REPORTED_AT, REPORTED_ON, TABLES, Format, TableError

Array = Any
Batch = Any
Days = NDArray[np.datetime64]


def completed(block: Block, pack: Pack, form: Format) -> Block:
    """The block with columns for events that happened and for ages. Raises TableError."""
    if block.events is not None and block.events.num_rows:
        _with_events(block, block.events, pack)
    for fact, birth in form.births.items():
        kind = pack.facts[fact].scope
        if kind != "concern" and birth in block.people[kind].schema.names:
            block.people[kind] = _with_ages(block, kind, fact, birth, len(pack.facts[fact].values))
    return block


def _with_events(block: Block, events: Batch, pack: Pack) -> None:
    """Turn the rows of `events` that happened by the time the case is looked at into columns."""
    _known_types(events, pack)
    owners = owners_of(block.concerns.column(ID), events.column(ID), EVENTS)
    happened = _by_then(block, events, owners)
    types = events.column("type").cast(pa.string()).dictionary_encode()
    codes = types.indices.to_numpy()
    for code, name in enumerate(types.dictionary.to_pylist()):
        event = pack.events[name]
        chosen = (codes == code) & happened
        if event.about == "concern":
            found = np.zeros(block.concerns.num_rows, bool)
            found[owners[chosen]] = True
            block.concerns = _or(block.concerns, HAPPENED + name, found)
        else:
            table = block.people[event.about]
            found = np.zeros(table.num_rows, bool)
            found[_people(block, event, owners[chosen], events.filter(pa.array(chosen)))] = True
            block.people[event.about] = _or(table, HAPPENED + name, found)


def _known_types(events: Batch, pack: Pack) -> None:
    for name in pc.unique(events.column("type")).to_pylist():
        if name not in pack.events:
            what = "the type is missing" if name is None else f"“{name}” is no event"
            raise TableError([Problem(EVENTS, what, nearest(name or "", pack.events))])


def _by_then(block: Block, events: Batch, owners: Owners) -> NDArray[np.bool_]:
    """Whether each event had happened at `as_of`: all have where that is not said."""
    if AS_OF not in block.concerns.schema.names:
        return np.ones(events.num_rows, bool)
    limit = block.concerns.column(AS_OF).take(pa.array(owners))
    by_then: NDArray[np.bool_] = (
        pc.less_equal(events.column("at"), limit).fill_null(True).to_numpy(zero_copy_only=False)
    )
    return by_then


def _people(block: Block, event: Event, owners: Owners, events: Batch) -> Owners:
    """The rows of the people that events name. Raises TableError for one that names nobody of the concern."""
    kind: PersonKind = "child" if event.about == "child" else "adult"
    table = block.people[kind]
    if "person" not in events.schema.names or kind not in table.schema.names:
        missing = ("person", EVENTS) if kind in table.schema.names else (kind, TABLES[kind])
        what = f"{event.id} names a person, and {missing[1]} has no column “{missing[0]}”"
        raise TableError([Problem(EVENTS, what, f"Name each {kind} there, by a number or a text.")])
    ids = pa.concat_arrays([table.column(kind).cast(pa.string()), events.column("person").cast(pa.string())])
    codes = ids.dictionary_encode().indices.fill_null(-1).to_numpy().astype(np.int64)
    width = len(ids) + 1
    listed = block.owners[kind] * width + codes[: table.num_rows]
    named = owners * width + codes[table.num_rows :]
    order = np.argsort(listed)
    if not len(listed):
        raise _nobody(block, event, owners, events, 0)
    places: Owners = order[np.minimum(np.searchsorted(listed, named, sorter=order), len(listed) - 1)]
    wrong = np.flatnonzero((listed[places] != named) | (codes[table.num_rows :] < 0))
    if len(wrong):
        raise _nobody(block, event, owners, events, int(wrong[0]))
    return places


def _nobody(block: Block, event: Event, owners: Owners, events: Batch, place: int) -> TableError:
    concern = block.concerns.column(ID)[int(owners[place])].as_py()
    person = events.column("person")[place].as_py()
    what = f"concern {concern}: {event.id} names {'nobody' if person is None else person}"
    return TableError([Problem(EVENTS, what, f"It names {'an adult' if event.about == 'adult' else 'a child'} of it.")])


def _or(table: Batch, name: str, found: NDArray[np.bool_]) -> Batch:
    """The table with a column in which `found` is added to what it says already."""
    column = pa.array(found)
    if name in table.schema.names:
        said = table.column(name).cast(pa.bool_()).fill_null(False)
        return table.set_column(table.schema.get_field_index(name), name, pc.or_(column, said))
    return table.append_column(name, column)


def _with_ages(block: Block, kind: PersonKind, fact: str, birth: str, years: int) -> Batch:
    """The table of people with ages also where a birth date was given instead: those on the day reported, in London."""
    table = block.people[kind]
    born = table.column(birth).cast(pa.date32())
    owners = block.owners[kind]
    days = reported(block.concerns).take(pa.array(owners))
    given = np.flatnonzero(born.is_valid().to_numpy(zero_copy_only=False))
    known = born.take(pa.array(given))

    def refuse(place: int, what: str, right: str) -> TableError:
        concern = block.concerns.column(ID)[int(owners[given[place]])].as_py()
        return TableError([Problem(f"{TABLES[kind]}, concern {concern}", what, right)])

    on = days.take(pa.array(given))
    if on.null_count:
        place = pc.index(on.is_null(), True).as_py()
        what = f"{birth} is given, and concerns does not say on which day it was reported"
        raise refuse(place, what, f"Give {REPORTED_ON} or {REPORTED_AT} there, or {fact} here.")
    ages = _ages(known.to_numpy(zero_copy_only=False), on.to_numpy(zero_copy_only=False))
    for place in np.flatnonzero((ages < 0) | (ages >= years))[:1]:
        what = f"somebody born on {known[int(place)]} was {ages[place]} on {on[int(place)]}"
        raise refuse(int(place), what, f"A {kind} is 0 to {years - 1}.")
    if fact not in table.schema.names:
        whole = pa.nulls(table.num_rows, pa.int8())
    else:
        whole = table.column(fact).cast(pa.int8())
        both = np.flatnonzero(whole.take(pa.array(given)).is_valid().to_numpy(zero_copy_only=False))
        for place in both[:1]:
            raise refuse(int(place), f"{birth} is given together with {fact}", "Give one of them.")
    mask = pa.array(born.is_valid().to_numpy(zero_copy_only=False))
    filled = pc.replace_with_mask(whole, mask, pa.array(ages, pa.int8()))
    if fact in table.schema.names:
        return table.set_column(table.schema.get_field_index(fact), fact, filled)
    return table.append_column(fact, filled)


def _ages(born: Days, on: Days) -> NDArray[np.int64]:
    """Full years from birth; somebody born on 29 February comes of an age on 1 March in other years."""
    (year, month, day), (year_on, month_on, day_on) = _parts(born), _parts(on)
    early: NDArray[np.bool_] = (month_on < month) | ((month_on == month) & (day_on < day))
    return year_on - year - early.astype(np.int64)


def _parts(days: Days) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    months = days.astype("datetime64[M]")
    years = days.astype("datetime64[Y]").astype(np.int64)
    return years, months.astype(np.int64) % 12, (days - months.astype("datetime64[D]")).astype(np.int64)


def reported(concerns: Batch) -> Array:
    """The day in London on which each concern was reported; null where it is not said."""
    names = concerns.schema.names
    if REPORTED_ON in names:
        return concerns.column(REPORTED_ON).cast(pa.date32())
    if REPORTED_AT not in names:
        return pa.nulls(concerns.num_rows, pa.date32())
    moments = concerns.column(REPORTED_AT).cast(pa.timestamp("s", "UTC"), safe=False)
    seconds = moments.cast(pa.int64()).fill_null(0).to_numpy()
    # London's clocks change on the hour: one look at the calendar for each hour that occurs.
    hours, places = np.unique(seconds // 3600, return_inverse=True)
    shifts = np.array([_shift(int(hour)) for hour in hours], np.int64)
    days = (seconds + shifts[places]) // 86400
    return pa.array(days.astype("datetime64[D]"), pa.date32(), mask=moments.is_null().to_numpy(zero_copy_only=False))


def _shift(hour: int) -> int:
    """How many seconds London's clocks are ahead of UTC from an hour on, which is counted from 1970."""
    there = datetime.fromtimestamp(hour * 3600, LONDON).replace(tzinfo=UTC)
    return int(there.timestamp()) - hour * 3600
