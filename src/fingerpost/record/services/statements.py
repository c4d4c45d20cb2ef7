"""What is said of a concern, and what of it stands: the newest statement of each fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from fingerpost.access import queries, read_once
from fingerpost.access.actor import Actor
from fingerpost.access.models import Concern
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.language.tree import Value
from fingerpost.record.models import Assertion


@dataclass(frozen=True, slots=True)
class KnownFact:
    """The present answer to one fact, of one person (`about` is their appearance) or (None) of the concern.

    `value` None: not known, or not known any more. `against` are statements that stand too, and say otherwise.
    """

    about: UUID | None
    fact: str
    value: Value | None
    assertion: Assertion
    against: tuple[Assertion, ...] = ()


@keys_at_hand()
def known(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[KnownFact]:
    """Return what stands of what was stated in these compartments, as recorded at `at`; now when left out."""
    return settled(statements(concern, compartments, at))


def history(
    concern: Concern, compartments: Collection[str], fact: str, about: UUID | None = None, at: datetime | None = None
) -> list[Assertion]:
    """Return every statement of one fact about one person or the concern, oldest first."""
    rows = recorded(Assertion.objects.visible(), concern, compartments, at)
    return list(rows.filter(fact=fact, about=about).select_related("recorded_by__user", "recorded_by__organisation"))


def statements(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[Assertion]:
    """Return every statement of a fact, oldest first."""
    return rows_of(Assertion, concern, compartments, at)


def rows_of[Row: CaseData](
    model: type[Row], concern: Concern, compartments: Collection[str], at: datetime | None = None, **with_: str
) -> list[Row]:
    """Return the rows of a model that `recorded` has, and that are `with_` these values: while a concern is changed,
    read once as they are now (`access.read_once`).
    """

    if at is not None:
        return list(recorded(model.objects.visible(), concern, compartments, at).filter(**with_))

    def build(actor: Actor, now: datetime, concern_id: UUID, parts: Collection[str]) -> QuerySet[Row]:
        rows = model.objects.visible(actor, at=now)
        return rows.filter(concern=concern_id, compartment__in=parts, **with_)

    name = (model, *with_.items())
    tables, key = frozenset({model._meta.db_table}), (*name, concern.pk, frozenset(compartments))
    return list(read_once.once(key, tables, lambda: queries.read(name, build, concern.pk, compartments)))


def recorded[Row: CaseData](
    rows: QuerySet[Row], concern: Concern, compartments: Collection[str], at: datetime | None
) -> QuerySet[Row]:
    """Return those of `rows` that are of this concern, in these compartments, and were recorded by `at`."""
    rows = rows.filter(concern=concern, compartment__in=compartments)
    return rows if at is None else rows.filter(recorded_at__lte=at)


def settled(rows: Iterable[Assertion]) -> list[KnownFact]:
    """Return what stands of these statements, which are in the order in which they were recorded.

    What a person said last is over what follows from parts and relationships, unless it was that it is not known.
    """
    told: dict[tuple[UUID | None, str], list[Assertion]] = defaultdict(list)
    for row in rows:
        told[row.about_id, row.fact].append(row)
    return [_settled(about, fact, rows) for (about, fact), rows in told.items()]


def _settled(about: UUID | None, fact: str, rows: Sequence[Assertion]) -> KnownFact:
    said = next((row for row in reversed(rows) if not row.is_derived), None)
    newest = {row.came_from: row for row in rows if row.is_derived}
    following = [row for row in rows if row.is_derived and newest[row.came_from] is row and row.answer is not None]
    if said is not None and said.answer is not None:
        return KnownFact(about, fact, said.answer, said, tuple(row for row in following if row.answer != said.answer))
    if following:
        return KnownFact(about, fact, following[0].answer, following[0])
    return KnownFact(about, fact, None, said or rows[-1])
