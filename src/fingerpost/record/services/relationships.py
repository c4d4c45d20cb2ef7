"""How people stand to each other and to places of work: stated, ended, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from fingerpost.access import context
from fingerpost.access.models import Compartment, Concern, Organisation
from fingerpost.record.errors import refuse
from fingerpost.record.models import PLACES, Appearance, PartTaken, PlaceMatched, Relationship, RelationshipKind
from fingerpost.record.services import derived_facts
from fingerpost.record.services.changes import change, touch
from fingerpost.record.services.compartment_checks import require_in_compartment
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.statements import recorded
from fingerpost.record.services.timestamps import now


def relate(
    one: Appearance,
    kind: RelationshipKind,
    other: Appearance | str,
    *,
    compartment: str = Compartment.COMMON,
    reason: str = "",
    organisation: Organisation | None = None,
) -> Relationship:
    """State that `one` stands so to `other`, or works at a place in words; the facts that this settles follow.

    `organisation`: which one of the directory the place is. Its people lose sight of a suspected adult who works there.

    Raises `RecordError` for people of whom this part of the record does not speak, `AccessError` for who may not add.
    """
    draft = drafted(one, kind, other, compartment=compartment, reason=reason)
    with change(one.concern, compartment):
        draft.save()
        touch(draft.concern_id)
        if organisation is not None:
            match_place(draft, organisation)
        for fact in derived_facts.drafts(draft, pack_of(one.concern, compartment)):
            fact.save()
    return draft


def drafted(
    one: Appearance,
    kind: RelationshipKind,
    other: Appearance | str,
    *,
    compartment: str = Compartment.COMMON,
    reason: str = "",
) -> Relationship:
    """Return the statement, not saved. Raises as `relate` does."""
    person = other if isinstance(other, Appearance) else None
    place = other if isinstance(other, str) else None
    if (kind in PLACES) != (person is None) or person == one or place == "":
        raise refuse(
            "other",
            "this leads to nobody" if kind not in PLACES else "the place is missing",
            "Name another person of this concern, or for work the place.",
        )
    require_in_compartment(one.concern, compartment, one, *([person] if person else []))
    return Relationship(
        concern_id=one.concern_id,
        compartment=compartment,
        one=one,
        kind=kind,
        other=person,
        place=place,
        reason=reason,
        recorded_at=now(),
        recorded_by_id=context.required().membership_id,
    )


def end(relationship: Relationship, *, reason: str) -> Relationship:
    """State that it is so no longer, or never was: `reason` says which. What followed from it is taken back with it.

    Raises `RecordError` if it was ended before.
    """
    with change(relationship.concern, relationship.compartment):
        made = _ending(relationship, reason)
        made.save()
        for fact in derived_facts.withdrawals(relationship):
            fact.save()
    return made


def match_place(relationship: Relationship, organisation: Organisation | None, *, reason: str = "") -> PlaceMatched:
    """State which organisation of the directory a place of work is; None: none of them. Raises `AccessError`."""
    with change(relationship.concern, relationship.compartment):
        touch(relationship.concern_id)
        row = PlaceMatched(
            concern_id=relationship.concern_id,
            compartment=relationship.compartment,
            relationship=relationship,
            organisation=organisation,
            reason=reason,
            recorded_at=now(),
            recorded_by_id=context.required().membership_id,
        )
        row.save()
    return row


def relationships_of(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[Relationship]:
    """Return the relationships that stand, as recorded at `at`, oldest first, with both people."""
    rows: QuerySet[Relationship] = recorded(Relationship.objects.visible(), concern, compartments, at)
    return Relationship.standing(rows.select_related("one", "other"))


def parts_of(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[PartTaken]:
    """Return the parts that people take, as recorded at `at`, oldest first, with the people."""
    rows: QuerySet[PartTaken] = recorded(PartTaken.objects.visible(), concern, compartments, at)
    return PartTaken.standing(rows.select_related("appearance"))


def _ending(row: Relationship, reason: str) -> Relationship:
    if row.takes_back_id is not None or _is_ended(row):
        raise refuse("relationship", "this was ended already", "If it is so again, state it again.")
    return Relationship(
        concern_id=row.concern_id,
        compartment=row.compartment,
        one_id=row.one_id,
        kind=row.kind,
        other_id=row.other_id,
        place=row.place,
        reason=reason,
        takes_back=row,
        recorded_at=now(row),
        recorded_by_id=context.required().membership_id,
    )


def _is_ended(row: Relationship) -> bool:
    return Relationship.objects.visible().filter(concern=row.concern_id, takes_back=row.pk).exists()
