"""The record as a case: what the engine decides, for the decision of one compartment.

In the case stand the children and adults of whom anything is asked: everybody but those who only stand beside it (a
parent, a partner, somebody of the household, a safer person), as long as nobody has answered anything about them and
no event names them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from fingerpost.access import compartments, context
from fingerpost.access.compartments import SOURCES
from fingerpost.access.embargo import Relation
from fingerpost.access.errors import no_such_concern
from fingerpost.access.models import Concern
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.calendar import age_on, london_day
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.errors import NothingToldError
from fingerpost.record.models import (
    Appearance,
    Assertion,
    Detail,
    DetailKind,
    Happened,
    InitialAccount,
    PartInConcern,
    PartTaken,
    PersonKind,
    ProcedureMove,
)
from fingerpost.record.services.procedures import deciding
from fingerpost.record.services.statements import rows_of, settled, statements

BESIDE: Final = frozenset(
    {PartInConcern.PARTNER, PartInConcern.PARENT_OR_CARER, PartInConcern.HOUSEHOLD, PartInConcern.SAFER_PERSON}
)
"""The parts of those who stand beside the case: nothing is asked about them until somebody answers something."""


@dataclass(frozen=True, slots=True)
class Built:
    """A case, the procedure it is decided under, and who is who in it: `c1` is the appearance of this id."""

    case: Case
    pack: Pack
    names: Mapping[str, UUID]


@dataclass(frozen=True)
class Gathered:
    """What is recorded of a concern in the sources of one compartment, at one moment. Reading it is seven queries."""

    account: InitialAccount
    people: Sequence[Appearance]
    parts: Sequence[PartTaken]
    births: Mapping[UUID, str]
    statements: Sequence[Assertion]
    events: Sequence[Happened]
    moved_to: Sequence[str]
    at: datetime | None

    @cached_property
    def pack(self) -> Pack:
        """The version in force when the practitioner became aware, or a later one to which a manager moved it."""
        return deciding(self.account.became_aware_at, self.moved_to).load()

    @cached_property
    def names(self) -> dict[str, UUID]:
        """Who is who: children c1, c2 …, adults a1, a2 … in the order of recording, whether or not they are in it."""
        names: dict[str, UUID] = {}
        for kind in PersonKind:
            of_kind = [person for person in self.people if person.kind == kind]
            names |= {f"{kind[0]}{number}": person.pk for number, person in enumerate(of_kind, start=1)}
        return names

    def within(self) -> list[Appearance]:
        """Return those who stand in the case."""
        parts: dict[UUID, set[str]] = defaultdict(set)
        for taken in PartTaken.standing(self.parts):
            parts[taken.appearance_id].add(taken.part)
        concerned: set[UUID | None] = {row.about_id for row in self.statements if not row.is_derived}
        for event in Happened.standing(self.events):
            concerned |= {event.about_id, recipient_of(event)}
        return [one for one in self.people if one.pk in concerned or not parts[one.pk] or parts[one.pk] - BESIDE]

    def with_more(self, statements: Iterable[Assertion], parts: Iterable[PartTaken] = ()) -> Gathered:
        """Return the same with further statements and parts, which need not be saved."""
        return replace(self, statements=(*self.statements, *statements), parts=(*self.parts, *parts))


@keys_at_hand()
def case_of(concern: Concern, compartment: str, at: datetime | None = None) -> Built:
    """Return the case that the decision of a compartment is made from, as it was recorded at `at`; now when left out.

    Raises `AccessError` unless whoever is acting sees all that it is made from, `NothingToldError` where nobody has
    told what happened.
    """
    return build(gather(concern, compartment, at))


def gather(concern: Concern, compartment: str, at: datetime | None = None) -> Gathered:
    """Return what is recorded, in as many queries however much it is. Raises as `case_of` does."""
    sources = SOURCES[compartment]
    if not sources <= compartments.view_of(context.required(), concern.pk):
        raise no_such_concern()
    account = telling(concern, compartment, at)
    return Gathered(
        account=account,
        people=sorted(rows_of(Appearance, concern, sources, at), key=lambda one: (one.recorded_at, one.pk)),
        parts=rows_of(PartTaken, concern, sources, at),
        births=births_of(births_told(concern, sources, at)),
        statements=statements(concern, sources, at),
        events=rows_of(Happened, concern, sources, at),
        moved_to=moved_to(concern, compartment, at),
        at=at,
    )


def telling(concern: Concern, compartment: str, at: datetime | None = None) -> InitialAccount:
    """Return what was told that the decision of a compartment counts from: its days, and its procedure.

    It is that of the common record where the decision rests on it, or else the compartment's own. Raises
    `NothingToldError`.
    """
    told = {row.compartment: row for row in rows_of(InitialAccount, concern, SOURCES[compartment], at)}
    found = told.get("common") or told.get(compartment)
    if found is None:
        raise NothingToldError
    return found


def moved_to(concern: Concern, compartment: str, at: datetime | None = None) -> list[str]:
    """Return the later versions to which a manager moved what is decided from these sources."""
    return [move.to for move in rows_of(ProcedureMove, concern, SOURCES[compartment], at)]


def births_told(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[Detail]:
    """Return every birth date that was said in these compartments, also what was replaced."""
    return rows_of(Detail, concern, compartments, at, kind=DetailKind.BORN)


def births_of(details: Iterable[Detail]) -> dict[UUID, str]:
    """Return the birth date of each person, as it was said last and not replaced."""
    details = list(details)
    replaced = {detail.replaces_id for detail in details}
    return {detail.appearance_id: str(detail.value) for detail in details if detail.pk not in replaced}


def build(gathered: Gathered, pack: Pack | None = None) -> Built:
    """Return the case, as another version would be told it when one is given: its own questions, with its own answers.

    Raises CaseError for a day that the procedure's calendar does not know.
    """
    pack, reported_at = pack or gathered.pack, gathered.account.became_aware_at
    kinds: dict[UUID | None, str] = {None: "concern", **{one.pk: str(one.kind) for one in gathered.people}}
    idents = {appearance: ident for ident, appearance in gathered.names.items()}
    answers: dict[UUID | None, dict[str, object]] = defaultdict(dict)
    for one in settled(gathered.statements):
        fact = pack.facts.get(one.fact)
        if one.value is not None and fact and fact.scope == kinds.get(one.about) and _is_among(one.value, fact.values):
            answers[one.about][one.fact] = one.value
    document: dict[str, object] = {
        "reported_at": reported_at.isoformat(),
        "facts": answers[None],
        "people": [
            {
                "id": idents[person.pk],
                "kind": str(person.kind),
                "facts": _with_birth(pack, person, answers[person.pk], gathered.births.get(person.pk), reported_at),
            }
            for person in gathered.within()
        ],
        "events": list(filter(None, (_event(pack, row, idents) for row in Happened.standing(gathered.events)))),
        "as_of": gathered.at.isoformat() if gathered.at else None,
    }
    return Built(case_from(document, pack), pack, gathered.names)


def _is_among(value: object, values: Iterable[object]) -> bool:
    """Whether it is one of these answers. An older version may have had others; what is not asked now is not known."""
    return any(type(one) is type(value) and one == value for one in values)


def _with_birth(
    pack: Pack, person: Appearance, answers: dict[str, object], born: str | None, reported_at: datetime
) -> dict[str, object]:
    """Return the answers with a birth date in the place of an age that nobody stated, if it is one of a child."""
    for fact in pack.facts_of("child" if person.kind == PersonKind.CHILD else "adult"):
        if fact.birth_date and born and fact.id not in answers and is_fitting(born, reported_at, fact.values):
            return {**answers, fact.birth_date: born}
    return answers


def is_fitting(born: str, reported_at: datetime, ages: Sequence[object]) -> bool:
    """Whether somebody born on this day was of one of these ages when it was reported."""
    try:
        return age_on(date.fromisoformat(born), london_day(reported_at)) in ages
    except ValueError:
        return False


def _event(pack: Pack, row: Happened, idents: Mapping[UUID, str]) -> dict[str, object] | None:
    """Return an event as a case states it; None for one that is the record's alone."""
    event = pack.events.get(row.type)
    if event is None or (event.about == "concern") != (row.about_id is None):
        return None
    stated: dict[str, object] = {"type": row.type, "at": row.at.isoformat()}
    if row.about_id is not None:
        stated["person"] = idents[row.about_id]
    if recipient := recipient_of(row):
        relation = row.to.partition(":")[0]
        ident = idents[recipient]
        stated["to"] = ident if relation == Relation.SELF else f"{relation}:{ident}"
    return stated


def recipient_of(row: Happened) -> UUID | None:
    """Return the appearance whom an event's `to` refers to, as somebody who may be told or whose parents may."""
    return UUID(row.to.partition(":")[2]) if row.to else None
