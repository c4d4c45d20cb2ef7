"""Since when what brings a duty was known, and what took a duty away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Matter
from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.language.tree import Happened, walk
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.models import Assertion
from fingerpost.record.services.decisions import Decided
from fingerpost.record.services.statements import statements

type Told = Mapping[tuple[UUID | None, str], Sequence[Assertion]]
"""Every statement of each fact, the oldest first, by the appearance that it is about."""

CONCERN = "concern"


def told(matter: Matter, compartment: str) -> Told:
    """Return what was stated where the decision of a compartment is made from: one query."""
    found: dict[tuple[UUID | None, str], list[Assertion]] = defaultdict(list)
    for row in statements(matter, SOURCES[compartment]):
        found[row.about_id, row.fact].append(row)
    return found


def fact_of(name: str, names: Mapping[str, UUID]) -> tuple[UUID | None, str]:
    """Return a fact of the decision (`c1.age`) as the record has it: an appearance, or None, and the fact."""
    owner, _, fact = name.rpartition(".")
    return (None if owner == CONCERN else names.get(owner)), fact


def learned_at(provision: str, because: Sequence[str], decided: Decided, told: Told, now: datetime) -> datetime:
    """Return since when the facts that settle a provision have all been known.

    `because` are facts that suffice, none of which can be left out, so it is when the last of them was first said, with
    the answer that it still has. What follows from an event, or from nothing that anybody stated, was learned `now`.
    """
    if _reads_events(decided.pack, provision):
        return now
    first = [_first_said(told.get(fact_of(name, decided.names), ())) for name in because]
    moments = [moment for moment in first if moment is not None]
    return min(now, max(moments)) if moments else now


def taken_away_by(provision: str, about: str | None, decided: Decided, told: Told) -> list[dict[str, str]]:
    """Return the newest statement among the facts that a provision reads, as it is kept in a step.

    `about` is the person's id in the case; None: they are no longer in it.
    """
    engine = engine_for(decided.pack)
    node = next((place for place, one in enumerate(engine.decided) if one.id == provision), None)
    if node is None or about is None:
        return []
    read = [fact_of(name, decided.names) for name in engine.reads(node, about, decided.case)]
    rows = [row for fact in read for row in told.get(fact, ())]
    if not rows:
        return []
    newest = max(rows, key=lambda row: (row.recorded_at, row.pk))
    return [kept(newest.about_id, newest.fact, newest.pk)]


def kept(about: UUID | None, fact: str, assertion: UUID | None = None) -> dict[str, str]:
    """Return a fact as a step keeps it."""
    made = {"about": str(about) if about else CONCERN, "fact": fact}
    return made | {"assertion": str(assertion)} if assertion else made


def _first_said(rows: Sequence[Assertion]) -> datetime | None:
    """Return when the answer that stands now was first said, without another one in between."""
    if not rows:
        return None
    answer, first = rows[-1].answer, rows[-1].said_at
    for row in reversed(rows):
        if row.answer != answer:
            break
        first = min(first, row.said_at)
    return first


def _reads_events(pack: Pack, provision: str) -> bool:
    condition = pack.provisions[provision].condition
    return condition is not None and any(isinstance(node, Happened) for node in walk(condition))
