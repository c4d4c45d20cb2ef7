"""Where everybody is in the picture of a household and its relationships: plain data in, plain data out.

After the conventions of genograms: a generation is a row, a line leads down from parent to child, a line encloses those
who live together, and an age is in the symbol: a square is male, a circle female, a diamond not recorded or
neither; nobody's sex is assumed. Each household has columns of its own, so that a line around it encloses nobody else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

CARD: Final = (176, 76)
"""How wide and how high somebody's card is, in units of the drawing."""
_CELL: Final = (204, 152)
_MARGIN: Final = 20
_BETWEEN: Final = 16  # two households


class PictureTie(StrEnum):
    """What joins two people, or a person and a place."""

    LIVES_WITH = "lives_with"
    PARENT = "parent_of"
    PARTNER = "partner_of"
    CONTACT = "unsupervised_contact"
    WORKS = "works_at"
    VOLUNTEERS = "volunteers_at"


_AT_A_PLACE: Final = (PictureTie.WORKS, PictureTie.VOLUNTEERS)
_BESIDE: Final = {
    PictureTie.PARENT: 0,
    PictureTie.CONTACT: 22,
    PictureTie.PARTNER: -22,
    PictureTie.WORKS: 0,
    PictureTie.VOLUNTEERS: 22,
}
"""How far from the middle of a card a line of each kind begins and ends, so that two kinds do not cover each other."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person. A child stands a row lower than adults to whom nothing ties them."""

    id: str
    is_child: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A tie from one to the other: of a person, or for work the name of a place."""

    tie: PictureTie
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its left upper corner, and its size."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Half way from left to right."""
        return self.x + self.width // 2

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole drawing. `lines` has the path of each tie that is a line, as SVG writes one."""

    width: int
    height: int
    people: Mapping[str, Box]
    places: Mapping[str, Box]
    households: Sequence[Box]
    lines: Sequence[tuple[Joined, str]]


def draw(people: Sequence[Somebody], ties: Sequence[Joined]) -> Picture:
    """Place everybody, each with an id of their own. Ties to somebody who is not among them are left out."""
    known = {person.id for person in people}
    ties = [tie for tie in ties if tie.one in known and (tie.tie in _AT_A_PLACE or tie.other in known)]
    rows = _rows(people, ties, first=int(any(tie.tie in _AT_A_PLACE for tie in ties)))
    groups = _households(people, ties)
    boxes = _cards(groups, rows, ties)
    places = _places(ties, boxes)
    households = [_around([boxes[one] for one in group]) for group in groups[:-1]]
    everything = [*boxes.values(), *places.values(), *households]
    return Picture(
        width=max((box.x + box.width for box in everything), default=0) + _MARGIN,
        height=max((box.bottom for box in everything), default=0) + _MARGIN,
        people=dict(sorted(boxes.items(), key=lambda entry: (entry[1].y, entry[1].x))),
        places=places,
        households=households,
        lines=[(tie, _path(tie, boxes, places)) for tie in ties if tie.tie is not PictureTie.LIVES_WITH],
    )


def _rows(people: Sequence[Somebody], ties: Iterable[Joined], *, first: int) -> dict[str, int]:
    """Return everybody's generation. Ties in a circle can only be an error, and end after as many steps as people."""
    rows = {person.id: int(person.is_child) for person in people}
    most = len(rows)
    for _ in people:
        for tie in ties:
            if tie.tie is PictureTie.PARENT:
                rows[tie.other] = min(most, max(rows[tie.other], rows[tie.one] + 1))
            elif tie.tie is PictureTie.PARTNER:
                rows[tie.one] = rows[tie.other] = max(rows[tie.one], rows[tie.other])
    used = sorted(set(rows.values()))
    return {one: used.index(row) + first for one, row in rows.items()}


def _households(people: Sequence[Somebody], ties: Iterable[Joined]) -> list[list[str]]:
    """Return who live together, the largest first, and last of all those of whom nobody says so."""
    home = {person.id: {person.id} for person in people}
    for tie in ties:
        if tie.tie is PictureTie.LIVES_WITH:
            joined = home[tie.one] | home[tie.other]
            home |= dict.fromkeys(joined, joined)
    found: dict[int, list[str]] = {}
    alone: list[str] = []
    for person in people:
        together = home[person.id]
        (found.setdefault(id(together), []) if len(together) > 1 else alone).append(person.id)
    return [*sorted(found.values(), key=len, reverse=True), alone]


def _cards(groups: Sequence[Sequence[str]], rows: Mapping[str, int], ties: Iterable[Joined]) -> dict[str, Box]:
    """Place the cards of each group beside those of the group before, partners next to each other."""
    partners: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        if tie.tie is PictureTie.PARTNER:
            partners[tie.one].append(tie.other)
            partners[tie.other].append(tie.one)
    cards: dict[str, Box] = {}
    left = _MARGIN
    for group in groups:
        taken: Counter[int] = Counter()
        for one in _beside_each_other(group, partners):
            x = left + taken[rows[one]] * _CELL[0] + (_CELL[0] - CARD[0]) // 2
            cards[one] = Box(x, _MARGIN + rows[one] * _CELL[1] + (_CELL[1] - CARD[1]) // 2, *CARD)
            taken[rows[one]] += 1
        left += max(taken.values(), default=0) * _CELL[0] + _BETWEEN
    return cards


def _beside_each_other(group: Sequence[str], partners: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a group with each partner right after the one whose partner they are."""
    found: dict[str, None] = {}
    for one in group:
        found.setdefault(one)
        found |= dict.fromkeys(other for other in group if other in partners.get(one, ()) and other not in found)
    return list(found)


def _places(ties: Iterable[Joined], boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Place where people work in a row above them all, over whoever works there if that is free."""
    taken: set[int] = set()
    found: dict[str, Box] = {}
    for tie in ties:
        if tie.tie in _AT_A_PLACE and tie.other not in found:
            x = boxes[tie.one].x
            while any(abs(x - other) < _CELL[0] for other in taken):
                x = max(taken) + _CELL[0]
            taken.add(x)
            found[tie.other] = Box(x, _MARGIN, CARD[0], CARD[1] - _MARGIN)
    return found


def _around(boxes: Sequence[Box]) -> Box:
    """Return the rectangle around some cards, with a little room."""
    room = (_CELL[0] - CARD[0]) // 4 + 4
    x, y = min(box.x for box in boxes) - room, min(box.y for box in boxes) - room
    return Box(x, y, max(box.x + box.width for box in boxes) + room - x, max(box.bottom for box in boxes) + room - y)


def _path(tie: Joined, boxes: Mapping[str, Box], places: Mapping[str, Box]) -> str:
    """Return the path of a tie: level with the cards between neighbours, else from the upper one down to the lower."""
    one = boxes[tie.one]
    other = places[tie.other] if tie.tie in _AT_A_PLACE else boxes[tie.other]
    beside = _BESIDE[tie.tie]
    if one.y != other.y:
        upper, lower = sorted((one, other), key=lambda box: box.y)
        between = lower.y - 30 - abs(beside) // 2
        return f"M{upper.middle + beside} {upper.bottom}V{between}H{lower.middle + beside}V{lower.y}"
    left, right = sorted((one, other), key=lambda box: box.x)
    if right.x - left.x <= _CELL[0] + _BETWEEN:
        y = left.y + left.height // 2 + beside // 2
        return f"M{left.x + left.width} {y}H{right.x}"
    return f"M{left.middle + beside} {left.y}V{left.y - 24 + beside // 4}H{right.middle + beside}V{right.y}"
