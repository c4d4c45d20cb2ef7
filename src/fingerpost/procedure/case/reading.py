"""Plain data into a case: everything that is wrong is found, or a case comes out.

One pass serves both ends. An answer that is in order costs two look-ups; only one that is not is looked at closely,
put into words, and in the end sorted into the order of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from fingerpost.procedure.calendar import age_on, london_day
from fingerpost.procedure.case.model import Case, Occurrence, Person
from fingerpost.procedure.case.tables import Answers, Tables, tables_of
from fingerpost.procedure.case.wording import (
    AN_OFFSET,
    in_text_order,
    listed,
    path_text,
    right_answer,
    unknown_fact,
    unknown_key,
    whom,
)
from fingerpost.procedure.errors import CaseError, Problem, nearest
from fingerpost.procedure.language.tree import PersonKind, Scope, Value
from fingerpost.procedure.pack.model import Event, Fact, Pack
from fingerpost.procedure.source.text import Step, shown

Path = tuple[Step, ...]
Lines = Callable[..., int]
"""`line(*path)`: the line of a part of the document."""

_RELATIONS: dict[str, PersonKind] = {"parents": "child", "partner": "adult", "employer": "adult"}
"""Who may be told beside a listed person: `parents:c1` are a child's, `partner:a1` and `employer:a1` an adult's."""

_CASE_KEYS = dict.fromkeys(("reported_at", "facts", "people", "events", "as_of", "procedure"))
_PERSON_KEYS = dict.fromkeys(("id", "kind", "facts"))
_EVENT_KEYS = dict.fromkeys(("type", "person", "to", "at"))
_RESERVED = ("concern", "unlisted")
_ID = re.compile(r"[^ /:]+").fullmatch
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
).fullmatch
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


def case_from(document: object, pack: Pack, *, lines: Lines | None = None) -> Case:
    """Return the case that a document in the contract's form states.

    `lines` adds the line to each problem's path. Raises CaseError with every problem, in the order of the text.
    """
    reader = _Reader(tables_of(pack))
    case = reader.case(document)
    if case is None or reader.problems:
        raise CaseError(
            Problem(path_text(path, lines), what, right)
            for path, what, right in in_text_order(document, reader.problems)
        )
    return case


class _Reader:
    """Reads one document. `problems` are path, what is wrong, what would be right."""

    __slots__ = ("day", "kinds", "problems", "tables")

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.problems: list[tuple[Path, str, str]] = []
        self.kinds: dict[str, PersonKind | None] = {}
        self.day: date | None = None

    def refuse(self, path: Path, what: str, right: str) -> None:
        self.problems.append((path, what, right))

    def case(self, document: object) -> Case | None:
        if type(document) is not dict:
            what = "the text is empty" if document is None else f"a case is not {shown(document)}"
            self.refuse((), what, f"A case is a mapping with {listed(_CASE_KEYS)}")
            return None
        if not document.keys() <= _CASE_KEYS.keys():
            self.unknown_keys((), document, _CASE_KEYS)
        reported_at = self.reported_at(document.get("reported_at"))
        facts, _ = self.answers(("facts",), document.get("facts"), "concern")
        people = self.people(document.get("people"))
        events = self.events(document.get("events"))
        as_of = document.get("as_of")
        moment = None if as_of is None else self.time(("as_of",), as_of)
        procedure = self.procedure(document.get("procedure"))
        if reported_at is None:
            return None
        if moment is None:
            moment = max(reported_at, *(event.at for event in events)) if events else reported_at
        return Case(reported_at, facts, people, events, moment, procedure)

    def reported_at(self, value: object) -> datetime | None:
        if value is None:
            self.refuse(("reported_at",), "the moment at which the practitioner became aware is missing", AN_OFFSET)
            return None
        moment = self.time(("reported_at",), value)
        if moment is None:
            return None
        self.day = london_day(moment)
        if self.day > self.tables.horizon:
            known = f"The bank holidays are known until {self.tables.horizon}"
            self.refuse(("reported_at",), f"no working day can be counted from {self.day}", known)
        return moment

    def procedure(self, value: object) -> str:
        name = self.tables.name
        if value is not None and value != name:
            self.refuse(("procedure",), f"{shown(value)} is not the procedure at hand", f"It is “{name}”")
        return name

    def unknown_keys(self, path: Path, document: dict[str, object], known: Mapping[str, None]) -> None:
        for key in document:
            if key not in known:
                self.refuse((*path, key), *unknown_key(key, known, self.tables))

    def answers(self, path: Path, value: object, scope: Scope) -> tuple[dict[str, Value], date | None]:
        """Return the known answers of one scope, and the birth date where one was given."""
        known: dict[str, Value] = {}
        born: date | None = None
        if value is None:
            return known, born
        if type(value) is not dict:
            self.refuse(path, f"facts are not {shown(value)}", "A mapping of facts to their answers")
            return known, born
        answers = self.tables.answers[scope]
        accepted = answers.accepted
        for name, answer in value.items():
            if answer is None and (name in accepted or name in answers.births):
                continue
            expected = accepted.get(name)
            if expected is not None and type(answer) is expected[0] and answer in expected[1]:
                known[name] = answer
            elif name in answers.births:
                fact = answers.births[name]
                if (born := self.birth((*path, name), answer, fact, value.get(fact.id))) and self.day:
                    known[fact.id] = age_on(born, self.day)
            else:
                self.wrong_answer((*path, name), name, answer, scope, answers)
        return known, born

    def wrong_answer(self, path: Path, name: str, answer: object, scope: Scope, answers: Answers) -> None:
        if name in answers.accepted:
            self.refuse(path, *right_answer(self.tables.facts[name], answer))
        else:
            self.refuse(path, *unknown_fact(name, scope, answers, self.tables))

    def birth(self, path: Path, value: object, fact: Fact, age: object) -> date | None:
        """Return the birth date that gives the age `fact`."""
        if age is not None:
            self.refuse(path, f"it is given together with {shown(fact.id)}", "Give one of them, leave out the other")
            return None
        if (born := self.date(path, value)) is None or self.day is None:
            return None
        years = age_on(born, self.day)
        if years < 0:
            self.refuse(path, f"{born} is after the day reported, {self.day}", "The day on which the child was born")
        elif years not in fact.values:
            oldest = max(value for value in fact.values if isinstance(value, int))
            self.refuse(path, f"somebody born on {born} was {years} on {self.day}", f"A child is {oldest} or younger")
        return born

    def date(self, path: Path, value: object) -> date | None:
        if type(value) is str and _DATE(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.refuse(path, f"there is no day {shown(value)}", "A day of the calendar, such as 2014-03-31")
                return None
        self.refuse(path, f"{shown(value)} is not a date", "Year, month and day, such as 2014-03-31")
        return None

    def time(self, path: Path, value: object) -> datetime | None:
        """Return a moment with its offset, whose day in London can be told."""
        if type(value) is not str or not (form := _TIME(value)):
            self.refuse(path, f"{shown(value)} is not a time", AN_OFFSET)
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.refuse(path, f"there is no such time as {shown(value)}", AN_OFFSET)
            return None
        if form[1] is None:
            self.refuse(path, f"{shown(value)} does not say how far from UTC it is", AN_OFFSET)
        elif not 1 < moment.year < 9999:
            self.refuse(path, f"the year of {shown(value)} is out of reach", "A year from 2 to 9998")
        else:
            return moment
        return None

    def items(self, name: str, value: object, known: Mapping[str, None]) -> Iterable[tuple[Path, dict[str, object]]]:
        """Yield path and mapping of each item of a list, refusing what is no such thing."""
        if value is None:
            return
        if type(value) is not list:
            self.refuse((name,), f"{name} are not {shown(value)}", f"A list, each with {listed(known)}")
            return
        for index, item in enumerate(value):
            path = (name, index)
            if type(item) is dict:
                if not item.keys() <= known.keys():
                    self.unknown_keys(path, item, known)
                yield path, item
            else:
                self.refuse(path, f"{shown(item)} is here", f"A mapping with {listed(known)}")

    def people(self, value: object) -> tuple[Person, ...]:
        people = []
        places: dict[str, Path] = {}
        for path, item in self.items("people", value, _PERSON_KEYS):
            ident = self.ident(path, item.get("id"), places)
            kind = item.get("kind")
            if kind == "child" or kind == "adult":
                facts, born = self.answers((*path, "facts"), item.get("facts"), kind)
                if ident is not None:
                    self.kinds[ident] = kind
                    people.append(Person(ident, kind, facts, born))
            else:
                what = "the kind of person is missing" if kind is None else f"{shown(kind)} is no kind of person"
                advice = nearest(kind, ("child", "adult")) if type(kind) is str else ""
                self.refuse((*path, "kind"), what, f"{advice} Write child or adult".strip())
                if ident is not None:
                    self.kinds[ident] = None  # there, so that an event that names them is not refused as well
        return tuple(people)

    def ident(self, path: Path, value: object, places: dict[str, Path]) -> str | None:
        """Return a person's id if it is a good one, used once."""
        path = (*path, "id")
        right = "A short name such as c1, without white space, slash or colon"
        if type(value) is not str or not _ID(value) or not value.isprintable():
            self.refuse(path, "the id is missing" if value is None else f"{shown(value)} cannot be an id", right)
        elif value in _RESERVED:
            self.refuse(path, f"{shown(value)} cannot be a person's id: answers use it for something else", right)
        elif value in places:
            self.refuse(
                path,
                f"two people have the id {shown(value)} (the first is {path_text(places[value])})",
                "An id of their own for each person",
            )
        else:
            places[value] = path[:-1]
            return value
        return None

    def events(self, value: object) -> tuple[Occurrence, ...]:
        events = []
        for path, item in self.items("events", value, _EVENT_KEYS):
            event = self.event_type((*path, "type"), item.get("type"))
            at = item.get("at")
            if at is None:
                self.refuse((*path, "at"), "the time at which it happened is missing", AN_OFFSET)
            moment = None if at is None else self.time((*path, "at"), at)
            if event is None:
                continue
            person = self.event_person((*path, "person"), item.get("person"), event)
            to = self.recipient((*path, "to"), item.get("to"), event)
            if moment is not None:
                events.append(Occurrence(event.id, moment, person, to))
        return tuple(events)

    def event_type(self, path: Path, value: object) -> Event | None:
        event = self.tables.events.get(value) if type(value) is str else None
        if event is None:
            what = "what happened is missing" if value is None else f"{shown(value)} is no event"
            advice = nearest(value, self.tables.events) if type(value) is str else ""
            self.refuse(path, what, advice or f"One of {listed(self.tables.events)}")
        return event

    def event_person(self, path: Path, value: object, event: Event) -> str | None:
        """Return the person an event is about, if it names somebody of the right kind."""
        if event.about == "concern":
            if value is not None:
                self.refuse(path, f"{shown(event.id)} names nobody", "Leave the person out")
            return None
        right = whom([ident for ident, kind in self.kinds.items() if kind == event.about], event.about)
        if value is None:
            self.refuse(path, f"{shown(event.id)} names a person, who is missing", right)
        elif type(value) is not str or value not in self.kinds:
            self.refuse(path, f"{shown(value)} is nobody in this case", right)
        elif self.kinds[value] not in (event.about, None):
            self.refuse(path, f"{shown(event.id)} cannot name {shown(value)}, a {self.kinds[value]}", right)
        else:
            return value
        return None

    def recipient(self, path: Path, value: object, event: Event) -> str | None:
        """Return who may be told from now on, for an event that says so."""
        if not event.to:
            if value is not None:
                self.refuse(path, f"{shown(event.id)} does not say who to", "Leave this out")
            return None
        right = "A person's id, or parents: and a child's id, or partner: or employer: and an adult's id"
        if value is None:
            self.refuse(path, "who may be told is missing", right)
        elif type(value) is not str:
            self.refuse(path, f"{shown(value)} names nobody", right)
        elif value in self.kinds or self.is_relation(value):
            return value
        else:
            self.refuse(path, f"{shown(value)} names nobody in this case", right)
        return None

    def is_relation(self, text: str) -> bool:
        relation, _, ident = text.partition(":")
        return relation in _RELATIONS and ident in self.kinds and self.kinds[ident] in (_RELATIONS[relation], None)
