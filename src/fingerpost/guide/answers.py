"""What somebody has told the guide: ticks, answers, people, events. Immutable; pure, no clock.

People have no names. They are listed as c1, c2, a1, and called Child 1, Child 2, Adult 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.language.tree import PersonKind, Scope, Value
from fingerpost.procedure.pack.model import Pack

MOST_PEOPLE = 16
MOST_EVENTS = 24
TICKED = 0
"""The page of “What has happened?”."""
LAST_PAGE = 255
"""Answers beyond this page are kept as on this one."""

_KINDS: dict[str, PersonKind] = {"c": "child", "a": "adult"}


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and the number of the page on which it was given. None is “I don't know”."""

    value: Value | date | None
    page: int


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that has happened since. `at` is aware; `to` is who may be told, where the event says so."""

    type: str
    at: datetime
    person: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything somebody has said. `given` is by name, as `c1.age`, in the order of asking."""

    aware_at: datetime
    people: tuple[str, ...] = ()
    given: Mapping[str, Given] = field(default_factory=dict)
    events: tuple[Happening, ...] = ()

    def case(self, pack: Pack, now: datetime) -> Case:
        """Return the case as it is known `now`. Raises CaseError where the answers do not fit each other."""
        document = {
            "reported_at": self.aware_at.isoformat(),
            "as_of": max(now, self.aware_at).isoformat(),
            "facts": self._facts("concern"),
            "people": [{"id": person, "kind": kind_of(person), "facts": self._facts(person)} for person in self.people],
            "events": [
                {
                    "type": event.type,
                    "at": event.at.isoformat(),
                    **({"person": event.person} if event.person else {}),
                    **({"to": event.to} if event.to else {}),
                }
                for event in self.events
            ],
        }
        return case_from(document, pack)

    def _facts(self, owner: str) -> dict[str, object]:
        return {
            name.rpartition(".")[2]: given.value.isoformat() if isinstance(given.value, date) else given.value
            for name, given in self.given.items()
            if name.rpartition(".")[0] == owner
        }

    def of_kind(self, kind: PersonKind) -> list[str]:
        """Return the people of a kind, in order."""
        return [person for person in self.people if kind_of(person) == kind]

    def with_more(self, kind: PersonKind, number: int) -> Answers:
        """List `number` more people of a kind. Raises ValueError beyond MOST_PEOPLE."""
        if len(self.people) + number > MOST_PEOPLE:
            raise ValueError(f"more than {MOST_PEOPLE} people")
        last = max((int(person[1:]) for person in self.of_kind(kind)), default=0)
        more = [f"{kind[0]}{last + place}" for place in range(1, number + 1)]
        return replace(self, people=tuple(sorted([*self.people, *more], key=_listed_before)))

    def without(self, person: str) -> Answers:
        """Take somebody off the list, with all that was said of them."""
        return replace(
            self,
            people=tuple(one for one in self.people if one != person),
            given={name: given for name, given in self.given.items() if not name.startswith(f"{person}.")},
            events=tuple(
                event for event in self.events if person not in (event.person, (event.to or "").rpartition(":")[2])
            ),
        )

    def with_answers(self, answers: Mapping[str, Value | date | None], page: int | None = None) -> Answers:
        """Record answers: what was asked before stays on its page, the rest is on `page`, or on the next one."""
        new = min(self.last_page + 1, LAST_PAGE) if page is None else page
        given = dict(self.given)
        for name, value in answers.items():
            before = given.get(name)
            asked = before is not None and before.page > TICKED
            given[name] = Given(value, before.page if before and asked else new)
        return replace(self, given=given)

    def without_answers(self, names: Iterable[str]) -> Answers:
        """Take answers away, as if they had not been given."""
        gone = set(names)
        return replace(self, given={name: given for name, given in self.given.items() if name not in gone})

    def with_ticks(self, offered: Iterable[str], ticked: Iterable[str]) -> Answers:
        """Record what is ticked of what was offered. What is not ticked is not known; a “no” given elsewhere stays."""
        given = dict(self.given)
        chosen = set(ticked)
        for name in offered:
            before = given.get(name)
            if name in chosen and (before is None or before.value is not True):
                given[name] = Given(True, before.page if before else TICKED)
            elif name not in chosen and before is not None and before.value is True:
                del given[name]
        return replace(self, given=given)

    def aware(self, moment: datetime) -> Answers:
        """Record when the practitioner became aware, to the minute."""
        return replace(self, aware_at=moment.replace(second=0, microsecond=0))

    def with_event(self, event: Happening) -> Answers:
        """Record something that has happened, in the order of time."""
        return replace(self, events=tuple(sorted({*self.events, event}, key=lambda one: (one.at, one.type))))

    def without_event(self, place: str) -> Answers:
        """Take back the event at this place of the list."""
        return replace(self, events=tuple(one for at, one in enumerate(self.events) if str(at) != place))

    @property
    def is_full(self) -> bool:
        """Whether no event more fits."""
        return len(self.events) >= MOST_EVENTS

    @property
    def certain(self) -> set[str]:
        """The names that were answered with yes."""
        return {name for name, given in self.given.items() if given.value is True}

    @property
    def first_people(self) -> dict[Scope, str]:
        """Of whom a tick is: the concern, the first child and the first adult, listed or not."""
        children, adults = self.of_kind("child"), self.of_kind("adult")
        return {"concern": "concern", "child": (children or ["c1"])[0], "adult": (adults or ["a1"])[0]}

    @property
    def unknown(self) -> set[str]:
        """The names that were answered with “I don't know”."""
        return {name for name, given in self.given.items() if given.value is None}

    @property
    def last_page(self) -> int:
        """The number of the last question page that was answered; 0 before the first."""
        return max((given.page for given in self.given.values()), default=0)

    def on_page(self, page: int) -> list[str]:
        """Return the names that were answered on a question page."""
        return [name for name, given in self.given.items() if given.page == page]


def kind_of(person: str) -> PersonKind:
    """Return the kind of a listed person."""
    return _KINDS[person[0]]


def called(person: str) -> str:
    """Return what a listed person is called: `Child 1`."""
    return f"{kind_of(person).capitalize()} {person[1:]}" if person[:1] in _KINDS and person[1:].isdigit() else person


def _listed_before(person: str) -> tuple[bool, int]:
    return kind_of(person) != "child", int(person[1:])
