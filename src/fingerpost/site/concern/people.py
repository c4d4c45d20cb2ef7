"""The people of a concern, as somebody may know them who sees some compartments: what they are called, who they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fingerpost.access.embargo import Relation
from fingerpost.procedure.calendar import age_on
from fingerpost.procedure.explaining.words import joined, told_person
from fingerpost.record.models import Appearance, Detail, DetailKind, PersonKind
from fingerpost.record.services.relationships import parts_of
from fingerpost.record.services.statements import recorded
from fingerpost.site.concern.shell import Reading


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a concern. `called` is their name, or “child 1” where none is known; `age` is on the day of reading.

    `details` are pairs of what it is and what it says, without the name and the date of birth.
    """

    id: UUID
    kind: PersonKind
    called: str
    compartment: str
    born: date | None
    age: int | None
    parts: tuple[str, ...]
    details: tuple[tuple[str, str], ...]

    @property
    def is_child(self) -> bool:
        """Whether the record has them as a child."""
        return self.kind == PersonKind.CHILD

    @property
    def line(self) -> str:
        """Who it is in a line: `Amina Demo (13), shown in the imagery`."""
        age = f" ({self.age})" if self.age is not None else ""
        parts = joined(part[:1].lower() + part[1:] for part in self.parts)
        return f"{self.called}{age}{', ' if parts else ''}{parts}"


def people_of(reading: Reading) -> list[Person]:
    """Return the people of a concern, children first, in the order of recording: three queries."""
    rows = recorded(Appearance.objects.visible(), reading.matter, reading.seen, reading.at)
    known: dict[UUID, list[Detail]] = defaultdict(list)
    for detail in _standing(recorded(Detail.objects.visible(), reading.matter, reading.seen, reading.at)):
        known[detail.appearance_id].append(detail)
    parts: dict[UUID, list[str]] = defaultdict(list)
    for taken in parts_of(reading.matter, reading.seen, reading.at):
        parts[taken.appearance_id].append(taken.get_part_display())
    number: Counter[str] = Counter()
    found = []
    for row in sorted(rows.order_by("recorded_at", "pk"), key=lambda row: list(PersonKind).index(PersonKind(row.kind))):
        number[row.kind] += 1
        found.append(_person(row, number[row.kind], known[row.pk], parts[row.pk], reading.day))
    return found


def names_of(people: Iterable[Person]) -> dict[UUID, str]:
    """Return what each of them is called."""
    return {person.id: person.called for person in people}


def recipient(to: str, names: Mapping[UUID, str]) -> str:
    """Return whom `access.embargo.Person` means, as it is written in a row: `Amina’s parents or carers`."""
    relation, _, of = to.partition(":")
    name = names.get(UUID(of), "somebody")
    if relation == Relation.OTHER:
        return "another organisation"
    return name if relation == Relation.SELF else told_person(f"{relation}:{of}", name)


def _person(row: Appearance, number: int, details: list[Detail], parts: list[str], day: date) -> Person:
    said = {detail.kind: str(detail.value) for detail in details}
    born = _day(said.get(DetailKind.BORN, ""))
    shown = {DetailKind.NAME, DetailKind.BORN}
    return Person(
        id=row.pk,
        kind=PersonKind(row.kind),
        called=said.get(DetailKind.NAME) or f"{row.get_kind_display()} {number}",
        compartment=row.compartment,
        born=born,
        age=age_on(born, day) if born else None,
        parts=tuple(dict.fromkeys(parts)),
        details=tuple((str(one.get_kind_display()), str(one.value)) for one in details if one.kind not in shown),
    )


def _standing(details: Iterable[Detail]) -> list[Detail]:
    details = list(details)
    replaced = {detail.replaces_id for detail in details}
    return [detail for detail in details if detail.pk not in replaced]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
