"""The people of a concern as pages show them: what they are called, what they have to do with it, what is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fingerpost.access.models import Concern
from fingerpost.procedure.calendar import date_in_words
from fingerpost.record.models import Appearance, Detail, DetailKind, PartTaken, PersonKind, Relationship, Sex
from fingerpost.record.services.relationships import parts_of, relationships_of
from fingerpost.record.services.statements import recorded


@dataclass(frozen=True, slots=True)
class DetailShown:
    """A detail that stands, in words, and those that it replaced, the last first."""

    detail: Detail
    earlier: tuple[Detail, ...]

    @property
    def text(self) -> str:
        """Return the value as it is read: a date of birth as “4 May 2012”."""
        return in_words(self.detail)


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person: `number` is their place among the children, or the adults, in the order of recording."""

    appearance: Appearance
    number: int
    parts: Sequence[PartTaken]
    details: Sequence[DetailShown]

    @property
    def place(self) -> str:
        """Return “Child 1”, which they are called where no name is known."""
        return f"{PersonKind(self.appearance.kind).label} {self.number}"

    @property
    def name(self) -> str:
        """Return what they are called."""
        names = [str(one.detail.value) for one in self.details if one.detail.kind == DetailKind.NAME]
        return names[-1] if names else f"{self.place}, whose name is not known"


class PeopleOfConcern:
    """Everybody in a concern whom somebody sees, as recorded at a moment. Three queries, however many they are."""

    def __init__(self, concern: Concern, compartments: Collection[str], at: datetime | None = None) -> None:
        found = list(recorded(Appearance.objects.visible(), concern, compartments, at).order_by("recorded_at", "pk"))
        details: dict[UUID, list[Detail]] = defaultdict(list)
        for detail in recorded(Detail.objects.visible(), concern, compartments, at):
            details[detail.appearance_id].append(detail)
        parts: dict[UUID, list[PartTaken]] = defaultdict(list)
        for taken in parts_of(concern, compartments, at):
            parts[taken.appearance_id].append(taken)
        counts: dict[str, int] = defaultdict(int)
        self._people: dict[UUID, PersonShown] = {}
        for one in found:
            counts[one.kind] += 1
            self._people[one.pk] = PersonShown(
                one, counts[one.kind], tuple(parts[one.pk]), tuple(_standing(details[one.pk]))
            )

    def __iter__(self) -> Iterator[PersonShown]:
        """Yield everybody, children first, in the order of recording."""
        return iter(sorted(self._people.values(), key=lambda one: one.appearance.kind != PersonKind.CHILD))

    def __len__(self) -> int:
        return len(self._people)

    def get(self, appearance_id: UUID | None) -> PersonShown | None:
        """Return somebody, or None when nobody who is seen has this id."""
        return self._people.get(appearance_id) if appearance_id else None

    def name(self, appearance_id: UUID | None) -> str:
        """Return what somebody is called."""
        person = self.get(appearance_id)
        return person.name if person else "somebody who is not shown here"

    def within(self, sources: Collection[str]) -> list[PersonShown]:
        """Return those who are in these compartments."""
        return [one for one in self if one.appearance.compartment in sources]


@dataclass(frozen=True, slots=True)
class RelationshipShown:
    """A relationship in words: “Amina lives with Sadia”."""

    relationship: Relationship
    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.one} {self.relationship.get_kind_display()} {self.other}"


def ties(
    concern: Concern, compartments: Collection[str], people: PeopleOfConcern, at: datetime | None = None
) -> list[RelationshipShown]:
    """Return the relationships that stand, in words. One query."""
    return [
        RelationshipShown(row, people.name(row.one_id), people.name(row.other_id) if row.other_id else str(row.place))
        for row in relationships_of(concern, compartments, at)
    ]


def in_words(detail: Detail) -> str:
    """Return the value of a detail as it is read."""
    if detail.kind == DetailKind.BORN:
        try:
            born = date.fromisoformat(detail.value)
        except ValueError:
            return str(detail.value)
        return date_in_words(born)
    if detail.kind == DetailKind.SEX:
        return dict(Sex.choices).get(detail.value, str(detail.value))
    return str(detail.value)


def _standing(details: Iterable[Detail]) -> Iterator[DetailShown]:
    by_id = {detail.pk: detail for detail in details}
    replaced = {detail.replaces_id for detail in by_id.values()}
    for detail in by_id.values():
        if detail.pk not in replaced:
            yield DetailShown(detail, tuple(_before(detail, by_id)))


def _before(detail: Detail, by_id: dict[UUID, Detail]) -> Iterator[Detail]:
    earlier = detail.replaces_id
    while earlier in by_id:
        yield by_id[earlier]
        earlier = by_id[earlier].replaces_id
