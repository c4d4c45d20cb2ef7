"""Which facts follow from what people have to do with a concern, and from how they stand to each other.

A fact follows where the statement settles it, whatever else is so; where it only makes it likely, it is suggested and
a person answers. What follows is a statement of its own, which says where it came from, and goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from uuid import UUID

from fingerpost.access import context
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.models import (
    Appearance,
    Assertion,
    PartInConcern,
    PartTaken,
    PersonKind,
    Relationship,
    RelationshipKind,
    Source,
)
from fingerpost.record.services.timestamps import now

type Of = tuple[Appearance, str]
"""A fact of a person."""

_CHILD, _ADULT = PersonKind.CHILD, PersonKind.ADULT

_PARTS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    (_CHILD, PartInConcern.DEPICTED): ("depicted",),
    (_CHILD, PartInConcern.MADE_OR_SHARED): ("made_or_shared_imagery",),
    (_CHILD, PartInConcern.RECEIVED): ("received_imagery",),
    (_CHILD, PartInConcern.HARMED_ANOTHER): ("harmed_another_child",),
    (_ADULT, PartInConcern.ALLEGED_ABUSER): ("alleged_abuser",),
}
_SUGGESTED_BY_PARTS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    (_ADULT, PartInConcern.MADE_OR_SHARED): ("made_took_downloaded_or_distributed",),
    (_ADULT, PartInConcern.RECEIVED): ("viewed_abusive_images",),
}

# Of the first and of the second of two, by their kinds.
type _Pair = tuple[tuple[str, ...], tuple[str, ...]]
_RELATIONSHIPS: Final[Mapping[tuple[str, str, str], _Pair]] = {
    (_ADULT, RelationshipKind.LIVES_WITH, _CHILD): (("lives_with_children", "stays_in_or_visits_home"), ()),
    (_CHILD, RelationshipKind.LIVES_WITH, _ADULT): ((), ("lives_with_children", "stays_in_or_visits_home")),
    (_ADULT, RelationshipKind.UNSUPERVISED_CONTACT, _CHILD): (("unsupervised_contact",), ()),
    (_ADULT, RelationshipKind.PARTNER_OF, _ADULT): (("has_partner",), ("has_partner",)),
}
_SUGGESTED_BY_RELATIONSHIPS: Final[Mapping[tuple[str, str, str], _Pair]] = {
    (_ADULT, RelationshipKind.LIVES_WITH, _CHILD): (("contact_personal", "unsupervised_contact"), ()),
    (_CHILD, RelationshipKind.LIVES_WITH, _ADULT): ((), ("contact_personal", "unsupervised_contact")),
    (_CHILD, RelationshipKind.LIVES_WITH, _CHILD): (
        ("lives_with_potential_victims",),
        ("lives_with_potential_victims",),
    ),
    (_ADULT, RelationshipKind.PARENT_OF, _CHILD): (
        ("lives_with_children", "contact_personal", "images_of_known_children", "images_of_own_children"),
        (),
    ),
    (_ADULT, RelationshipKind.UNSUPERVISED_CONTACT, _CHILD): (("contact_personal",), ()),
    (_ADULT, RelationshipKind.WORKS_AT, ""): (("works_with_children", "other_contact_at_work"), ()),
    (_ADULT, RelationshipKind.VOLUNTEERS_AT, ""): (("volunteers_with_children", "other_contact_at_work"), ()),
}


def of_part(taken: PartTaken) -> list[Of]:
    """Return the facts that a part settles: all of them are true."""
    person = taken.appearance
    return [(person, fact) for fact in _PARTS.get((person.kind, taken.part), ())]


def of_relationship(relationship: Relationship) -> list[Of]:
    """Return the facts that a relationship settles: all of them are true."""
    return list(_between(relationship, _RELATIONSHIPS))


def suggested(parts: Iterable[PartTaken], relationships: Iterable[Relationship]) -> list[Of]:
    """Return the facts that these make likely and do not settle: to be asked, and first."""
    found = [
        (taken.appearance, fact)
        for taken in parts
        for fact in _SUGGESTED_BY_PARTS.get((taken.appearance.kind, taken.part), ())
    ]
    for relationship in relationships:
        found += _between(relationship, _SUGGESTED_BY_RELATIONSHIPS)
    return found


def drafts(row: PartTaken | Relationship, pack: Pack) -> list[Assertion]:
    """Return the statements that follow from `row`, not saved. A fact that the pack does not have is passed over."""
    source, facts = (
        (Source.PART, of_part(row)) if isinstance(row, PartTaken) else (Source.RELATIONSHIP, of_relationship(row))
    )
    return [
        _statement(row, person.pk, fact, source, "true")
        for person, fact in facts
        if fact in pack.facts and pack.facts[fact].scope == person.kind
    ]


def withdrawals(row: PartTaken | Relationship) -> list[Assertion]:
    """Return the statements, not saved, that take back what followed from `row`."""
    rows = Assertion.objects.visible().filter(concern=row.concern_id, came_from=row.pk, compartment=row.compartment)
    standing: dict[tuple[UUID | None, str], Assertion] = {(one.about_id, one.fact): one for one in rows}
    return [
        _statement(row, one.about_id, one.fact, one.source, "null", one)
        for one in standing.values()
        if one.answer is not None
    ]


def _statement(
    row: PartTaken | Relationship,
    about: UUID | None,
    fact: str,
    source: str,
    value: str,
    replaces: Assertion | None = None,
) -> Assertion:
    moment = now(replaces)
    return Assertion(
        concern_id=row.concern_id,
        compartment=row.compartment,
        about_id=about,
        fact=fact,
        value=value,
        source=source,
        came_from=row.pk,
        replaces=replaces,
        said_at=moment,
        recorded_at=moment,
        recorded_by_id=context.required().membership_id,
    )


def _between(relationship: Relationship, table: Mapping[tuple[str, str, str], _Pair]) -> Iterator[Of]:
    one, other = relationship.one, relationship.other
    of_one, of_other = table.get((one.kind, relationship.kind, other.kind if other else ""), ((), ()))
    yield from ((one, fact) for fact in of_one)
    if other is not None:
        yield from ((other, fact) for fact in of_other)
