"""Who lives with a child, and who the siblings are: read from the relationships, with what they rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from fingerpost.record.models import PersonKind, Relationship, RelationshipKind
from fingerpost.record.people_presentation import PeopleOfConcern, PersonShown


@dataclass(frozen=True, slots=True)
class Household:
    """A child with the parents or carers, those they live with, and the siblings: who has a parent with them."""

    child: PersonShown
    parents: Sequence[PersonShown]
    lives_with: Sequence[PersonShown]
    siblings: Sequence[PersonShown]


def households(people: PeopleOfConcern, relationships: Iterable[Relationship]) -> list[Household]:
    """Return the household of each child, in the order in which people are shown.

    Only what was stated of the child counts: a child may live in two homes, whose people do not live together.
    """
    parents: dict[UUID, set[UUID]] = defaultdict(set)
    beside: dict[UUID, set[UUID]] = defaultdict(set)
    for one in relationships:
        if one.other_id is None:
            continue
        if one.kind == RelationshipKind.PARENT_OF:
            parents[one.other_id].add(one.one_id)
        elif one.kind == RelationshipKind.LIVES_WITH:
            beside[one.one_id].add(one.other_id)
            beside[one.other_id].add(one.one_id)

    def shown(ids: Iterable[UUID]) -> list[PersonShown]:
        wanted = set(ids)
        return [person for person in people if person.appearance.pk in wanted]

    return [
        Household(
            child=child,
            parents=shown(parents[ident]),
            lives_with=shown(beside[ident]),
            siblings=shown(other for other, theirs in parents.items() if other != ident and theirs & parents[ident]),
        )
        for child in people
        if child.appearance.kind == PersonKind.CHILD and (ident := child.appearance.pk)
    ]
