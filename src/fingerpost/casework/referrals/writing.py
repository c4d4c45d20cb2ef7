"""What a referral passes on: passages of the common record, of which the sender takes what the recipient needs."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from fingerpost.access.models import Compartment, Matter
from fingerpost.record import shown
from fingerpost.record.people_shown import People, PersonShown

_COMMON = frozenset({Compartment.COMMON})


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and what stands under it. `key` names it in an address, and says nothing of what it has."""

    key: str
    heading: str
    text: str


def passages(matter: Matter) -> list[Passage]:
    """Return the passages of the common record that may be passed on: what was told, and everybody in it."""
    told = [
        (f"told-{number}", content.heading, "\n".join(content.paragraphs))
        for number, content in enumerate(shown.of_matter(matter, _COMMON, None), start=1)
    ]
    people = [
        (f"person-{one.appearance.pk}", f"{one.place}: {one.name}", "\n".join(_lines(one)))
        for one in People(matter, _COMMON)
    ]
    return [Passage(*one) for one in [*told, *people]]


def written(offered: Iterable[Passage], taken: Container[str]) -> str:
    """Return the passages that were taken as one text, for the sender to check and to change."""
    return "\n\n".join(f"{passage.heading}\n{passage.text}".strip() for passage in offered if passage.key in taken)


def _lines(person: PersonShown) -> Iterator[str]:
    for part in person.parts:
        yield part.get_part_display()
    for one in person.details:
        yield f"{one.detail.get_kind_display()}: {one.text}"
