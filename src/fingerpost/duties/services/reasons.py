"""Since when what brings a duty was known, and what took a duty away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Concern
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.language.tree import Happened, walk
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.models import Assertion
from fingerpost.record.services.cases import births_told, telling
from fingerpost.record.services.decisions import CompartmentDecision
from fingerpost.record.services.statements import statements

CONCERN = "concern"


@dataclass(frozen=True, slots=True)
class StatementBehind:
    """What was stated where the decision of a compartment is made from.

    `rows`: every statement of each fact, the oldest first, by the appearance that it is about. `births`: when the birth
    date that stands was recorded. `opened`: when the concern was recorded.
    """

    rows: Mapping[tuple[UUID | None, str], Sequence[Assertion]]
    births: Mapping[UUID, datetime]
    opened: datetime

    def known_since(self, fact: tuple[UUID | None, str]) -> datetime | None:
        """Return when the present answer was first said; None: with the concern itself.

        Who somebody is, and what follows from that, has no moment of its own at which it was said. Recorded on the day
        on which the concern was, it was known from the first; otherwise since it was recorded.
        """
        rows = self.rows.get(fact)
        if rows:
            standing = list(takewhile(lambda row: row.answer == rows[-1].answer, reversed(rows)))
            moments = [self._later(row.recorded_at) if row.is_derived else row.said_at for row in standing]
            return None if None in moments else min(moment for moment in moments if moment is not None)
        born = self.births.get(fact[0]) if fact[0] else None
        return self._later(born) if born else None

    def with_more(self, statements: Iterable[Assertion]) -> StatementBehind:
        """Return the same with further statements, which need not be saved."""
        rows = {fact: list(there) for fact, there in self.rows.items()}
        for one in statements:
            rows.setdefault((one.about_id, one.fact), []).append(one)
        return replace(self, rows=rows)

    def _later(self, recorded_at: datetime) -> datetime | None:
        return recorded_at if london_day(recorded_at) > london_day(self.opened) else None


def told(concern: Concern, compartment: str) -> StatementBehind:
    """Return what was stated: three queries."""
    found: dict[tuple[UUID | None, str], list[Assertion]] = defaultdict(list)
    for row in statements(concern, SOURCES[compartment]):
        found[row.about_id, row.fact].append(row)
    births = births_told(concern, SOURCES[compartment])
    return StatementBehind(
        found,
        {row.appearance_id: row.recorded_at for row in sorted(births, key=lambda row: (row.recorded_at, row.pk))},
        telling(concern, compartment).recorded_at,
    )


def fact_of(name: str, names: Mapping[str, UUID]) -> tuple[UUID | None, str]:
    """Return a fact of the decision (`c1.age`) as the record has it: an appearance, or None, and the fact."""
    owner, _, fact = name.rpartition(".")
    return (None if owner == CONCERN else names.get(owner)), fact


def learned_at(
    provision: str, because: Sequence[str], decided: CompartmentDecision, told: StatementBehind, now: datetime
) -> datetime:
    """Return since when the facts that settle a provision have all been known.

    `because` are facts that suffice, none of which can be left out, so it is when the last of them was first said, with
    the answer that it still has. What follows from an event, or from no fact at all, was learned `now`.
    """
    if not because or _reads_events(decided.pack, provision):
        return now
    moments = [told.known_since(fact_of(name, decided.names)) for name in because]
    return min(now, max((moment for moment in moments if moment is not None), default=decided.case.reported_at))


def taken_away_by(
    provision: str, about: str | None, decided: CompartmentDecision, told: StatementBehind
) -> list[dict[str, str]]:
    """Return the newest statement among the facts that a provision reads, as it is kept in a step.

    `about` is the person's id in the case; None: they are no longer in it.
    """
    engine = engine_for(decided.pack)
    node = next((place for place, one in enumerate(engine.decided) if one.id == provision), None)
    if node is None or about is None:
        return []
    read = [fact_of(name, decided.names) for name in engine.reads(node, about, decided.case)]
    rows = [row for fact in read for row in told.rows.get(fact, ())]
    if not rows:
        return []
    newest = max(rows, key=lambda row: (row.recorded_at, row.pk))
    return [kept(newest.about_id, newest.fact, newest.pk)]


def kept(about: UUID | None, fact: str, assertion: UUID | None = None) -> dict[str, str]:
    """Return a fact as a step keeps it."""
    made = {"about": str(about) if about else CONCERN, "fact": fact}
    return made | {"assertion": str(assertion)} if assertion else made


def _reads_events(pack: Pack, provision: str) -> bool:
    condition = pack.provisions[provision].condition
    return condition is not None and any(isinstance(node, Happened) for node in walk(condition))
