"""The people of a concern in words, and their household and relationships as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from fingerpost.procedure.calendar import age_on
from fingerpost.procedure.explaining.words import joined
from fingerpost.record.models import DetailKind, PersonKind, Relationship, Sex
from fingerpost.record.people_presentation import PeopleOfConcern, PersonShown
from fingerpost.record.services.relationships import relationships_of
from fingerpost.site.concern.household_picture import Box, Joined, PictureTie, Somebody, draw
from fingerpost.site.concern.shell import Reading

_LINE: Final = 17  # so many letters fit beside the symbol


def people_of(reading: Reading) -> PeopleOfConcern:
    """Return everybody whom the reader sees: three queries."""
    return PeopleOfConcern(reading.concern, reading.seen, reading.at)


def called(person: PersonShown) -> str:
    """Return what somebody is called in the middle of a sentence: their name, or “child 1”."""
    is_named = any(one.detail.kind == DetailKind.NAME for one in person.details)
    return person.name if is_named else person.place.lower()


def names_of(people: Iterable[PersonShown]) -> dict[UUID, str]:
    """Return what each of them is called."""
    return {person.appearance.pk: called(person) for person in people}


def age(person: PersonShown, day: date) -> int | None:
    """Return how old somebody is on a day; None where no birth date is known."""
    said = next((str(one.detail.value) for one in person.details if one.detail.kind == DetailKind.BORN), "")
    try:
        return age_on(date.fromisoformat(said), day)
    except ValueError:
        return None


def sex(person: PersonShown) -> str:
    """Return somebody's sex as it is recorded; an empty text where it is not."""
    said = [str(one.detail.value) for one in person.details if one.detail.kind == DetailKind.SEX]
    return said[-1] if said else ""


def parts(person: PersonShown) -> list[str]:
    """Return what somebody has to do with the concern, each in words."""
    return list(dict.fromkeys(str(taken.get_part_display()) for taken in person.parts))


def line(person: PersonShown, day: date) -> str:
    """Return who somebody is in a line: `Amina Demo (13), shown in the imagery`."""
    years = age(person, day)
    said = joined(part[:1].lower() + part[1:] for part in parts(person))
    known = [str(years)] if years is not None else []
    known += [Sex(sex(person)).label.lower()] if sex(person) in (Sex.FEMALE, Sex.MALE) else []
    return f"{called(person)}{f' ({", ".join(known)})' if known else ''}{', ' if said else ''}{said}"


# ---- the picture -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Card:
    """One person in the picture: `symbol` is in the shape of their sex, `lines` beside it, `title` is all in words."""

    id: UUID
    box: Box
    sex: str
    symbol: str
    lines: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class RelationshipLine:
    """One relationship: its kind, its path in the picture (empty for an enclosing line), and a sentence."""

    kind: str
    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture as a page draws it. `lines` has every relationship, and so is the table too."""

    width: int
    height: int
    cards: tuple[Card, ...]
    places: tuple[tuple[str, Box], ...]
    households: tuple[Box, ...]
    lines: tuple[RelationshipLine, ...]


def drawing(reading: Reading, people: PeopleOfConcern) -> Drawing:
    """Return the picture of everybody, as known then: one query."""
    rows = relationships_of(reading.concern, reading.seen, reading.at)
    picture = draw(
        [Somebody(str(one.appearance.pk), one.appearance.kind == PersonKind.CHILD) for one in people],
        [Joined(PictureTie(row.kind), str(row.one_id), str(row.other_id or row.place)) for row in rows],
    )
    names = names_of(people)
    paths = {(str(tie.tie), tie.one, tie.other): path for tie, path in picture.lines}
    return Drawing(
        width=picture.width,
        height=picture.height,
        cards=tuple(_cards(people, picture.people, reading.day)),
        places=tuple((_short(name, _LINE + 6), box) for name, box in picture.places.items()),
        households=tuple(picture.households),
        lines=tuple(_line(row, names, paths) for row in rows),
    )


def _cards(people: PeopleOfConcern, boxes: Mapping[str, Box], day: date) -> Iterator[Card]:
    for ident, box in boxes.items():
        person = people.get(UUID(ident))
        if person is not None:
            years = age(person, day)
            shown = [*_wrapped(called(person)), *(_short(part, _LINE + 2) for part in parts(person)[:1])]
            yield Card(
                UUID(ident), box, sex(person), "?" if years is None else str(years), tuple(shown[:3]), line(person, day)
            )


def _line(row: Relationship, names: Mapping[UUID, str], paths: Mapping[tuple[str, str, str], str]) -> RelationshipLine:
    other = names.get(row.other_id, "somebody") if row.other_id else str(row.place)
    sentence = f"{names.get(row.one_id, 'somebody')} {row.get_kind_display()} {other}"
    return RelationshipLine(
        row.kind, paths.get((row.kind, str(row.one_id), str(row.other_id or row.place)), ""), sentence
    )


def _wrapped(name: str) -> Sequence[str]:
    """Return a name in at most two lines."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [_short(one, _LINE) for one in (lines if len(lines) <= 2 else [lines[0], " ".join(lines[1:])])]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
