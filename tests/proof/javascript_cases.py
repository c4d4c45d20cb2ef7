"""Awkward cases of any pack at random: birth dates, offsets, days of every century, contradictions, and mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from typing import Any

from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Fact, Pack

Document = dict[str, Any]

IDS = ["c1", "c2", "a1", "a2", "c10", "Zoe", "7", "b-1", "é", "d.1", "__proto__", "constructor", 'q"', "東京", "🙂"]
OFFSETS = [UTC, *(timezone(timedelta(hours=hours)) for hours in (1, 5.5, -8, 23.75))]
TIMES = ["14:05:00", "00:00:00", "00:30:00", "00:59:59.999999", "08:59:59", "22:59:59", "23:00:00", "23:30", "23:59:59"]
AWKWARD = [
    "2025-03-30",
    "2025-10-26",
    "2026-12-24",
    "2026-04-02",
    "2024-02-29",
    "2025-02-28",
    "2028-12-20",
    "2028-12-31",
]
"""Clocks forward and back, before Christmas and Easter, leap days, and the end of the bank holidays known."""

FAR = ["1847-12-01", "1916-05-21", "1943-06-30", "1947-04-13", "1968-11-01", "1972-10-29", "1995-10-22", "0002-01-01"]
FAR += ["2050-10-30", "2099-03-29", "2400-02-29", "9998-10-25"]
LAST = datetime(2028, 12, 31, 23, tzinfo=UTC)
"""The last hour that somebody can be told of; what is later may be an event."""

SHARES = [(0.0, 0.5), (0.15, 0.3), (0.5, 0.3), (0.9, 0.1), (0.95, 0.7), (1.0, 0.02), (0.6, 0.95)]
"""How much is answered, and how much of that with yes."""


def documents(pack: Pack, count: int, seed: int, mistakes: float = 0.1) -> Iterator[Document]:
    """So many, the same for the same seed. `mistakes`: the share that is no case."""
    random = Random(seed)  # noqa: S311  # repeatable, not secret
    for _ in range(count):
        document = _Maker(pack, random).document()
        if random.random() < mistakes:
            for _ in range(random.choice((1, 1, 2, 3))):
                random.choice(MISTAKES)(document, random, pack)
        yield document


class _Maker:
    def __init__(self, pack: Pack, random: Random) -> None:
        self.pack = pack
        self.random = random
        self.known, self.yes = random.choice(SHARES)
        self.reported = min(self.moment(), LAST)

    def moment(self) -> datetime:
        random = self.random
        drawn = random.random()
        day = (date(2023, 1, 1) + timedelta(days=random.randrange(1800))).isoformat()
        day = random.choice(AWKWARD) if drawn < 0.3 else random.choice(FAR) if drawn < 0.35 else day
        moment = datetime.fromisoformat(f"{day}T{random.choice(TIMES)}").replace(tzinfo=UTC)
        return moment.astimezone(random.choice(OFFSETS))

    def document(self) -> Document:
        random = self.random
        kinds = ["child"] * random.choice((0, 1, 1, 2, 3)) + ["adult"] * random.choice((0, 0, 1, 1, 2))
        random.shuffle(kinds)
        people = [
            {"id": id, "kind": kind, "facts": self.facts("child" if kind == "child" else "adult")}
            for id, kind in zip(random.sample(IDS, len(kinds)), kinds, strict=True)
        ]
        made: Document = {
            "reported_at": self.written(self.reported),
            "facts": self.facts("concern"),
            "people": people,
            "events": [*self.events(people)],
        }
        if random.random() < 0.3:
            made["as_of"] = random.choice([made["reported_at"], None, *(one["at"] for one in made["events"])])
        if random.random() < 0.3:
            made["procedure"] = random.choice([None, self.pack.name])
        return {key: made[key] for key in random.sample([*made], len(made))} if random.random() < 0.2 else made

    def written(self, moment: datetime) -> str:
        text = moment.isoformat()
        return text.replace("+00:00", "Z").replace("T", " ") if self.random.random() < 0.3 else text

    def facts(self, scope: Scope) -> Document:
        found: Document = {}
        for fact in self.pack.facts_of(scope):
            if self.random.random() < self.known:
                name, answer = self.answer(fact)
                found[name] = answer
        return found

    def answer(self, fact: Fact) -> tuple[str, Any]:
        random = self.random
        if random.random() < 0.05:
            return fact.id, None
        if fact.birth_date and self.reported.year > 20 and random.random() < 0.5:
            days = random.choice([365 * random.randrange(1, 17) + random.randrange(-3, 9), random.randrange(1, 6500)])
            return fact.birth_date, (self.reported.date() - timedelta(days=days)).isoformat()
        return fact.id, random.random() < self.yes if fact.type == "bool" else random.choice(fact.values)

    def events(self, people: list[Document]) -> Iterator[Document]:
        random = self.random
        for event in random.choices([*self.pack.events.values()], k=random.choice((0, 0, 1, 2, 4, 8))):
            of_kind = [one["id"] for one in people if one["kind"] == event.about]
            if event.about != "concern" and not of_kind:
                continue
            later = timedelta(seconds=random.choice((0, 1, -1, 3600, 86400, -86400, 5_000_000)))
            moment = self.moment() if random.random() < 0.1 else self.reported
            made: Document = {"type": event.id, "at": self.written(moment + later)}
            if event.about != "concern":
                made["person"] = random.choice(of_kind)
            if event.to:
                made["to"] = random.choice([_told(one, relation) for one in people for relation in (True, False)])
            yield made


def _told(one: Document, relation: bool) -> str:
    if not relation:
        return str(one["id"])
    return f"parents:{one['id']}" if one["kind"] == "child" else f"partner:{one['id']}"


Mistake = Callable[[Document, Random, Pack], None]
ODD = [
    12,
    -1,
    18,
    99,
    12.5,
    "yes",
    "No",
    "trve",
    "",
    [],
    {},
    True,
    "x" * 70,
    "tab\there",
    "it's “so”",
    "\u200b",
    10**15,
]
NO_TIMES = ["2026-02-30T10:00Z", "2026-11-24", "2026-11-24T10:00", "2026-11-24T25:00Z", "2026-11-24T10:60Z", "soon", 5]
NO_TIMES += [
    "2026-11-24T10:00+24:00",
    "0001-11-24T10:00Z",
    "9999-11-24T10:00Z",
    "2031-01-01T00:00Z",
    "0000-01-01T00:00Z",
]
NO_DATES = ["2026-02-30", "31.3.2014", "2001-01-01", "2031-01-01", 2014, "2014-3-1", ["2014-03-31"], "0000-12-31"]
NO_IDS = ["", "a b", "a/b", "a:b", "concern", "unlisted", None, 7, "\u200b", "a\u00a0b", "x\ny", "\\\u0007"]


def _somewhere(document: Document, random: Random) -> Document:
    """The facts of the concern or of somebody, as they may be."""
    places = [document, *(one for one in _list(document, "people") if isinstance(one, dict))]
    place = random.choice(places)
    if not isinstance(place.get("facts"), dict):
        place["facts"] = {}
    facts: Document = place["facts"]
    return facts


def _list(document: Document, name: str) -> list[Any]:
    found = document.get(name)
    return found if isinstance(found, list) else []


def _misspelt(text: str, random: Random) -> str:
    place = random.randrange(len(text))
    return text[:place] + random.choice(["", text[place] * 2, "z"]) + text[place + 1 :]


def _wrong_answer(document: Document, random: Random, pack: Pack) -> None:
    _somewhere(document, random)[random.choice([*pack.facts])] = random.choice(ODD)


def _unknown_fact(document: Document, random: Random, pack: Pack) -> None:
    name = random.choice(
        [_misspelt(random.choice([*pack.facts]), random), "weather", "two words", "é", "a" * 70, "x\u0301"]
    )
    _somewhere(document, random)[name] = random.choice([True, None])


def _wrong_birth(document: Document, random: Random, pack: Pack) -> None:
    births = [fact.birth_date for fact in pack.facts.values() if fact.birth_date]
    _somewhere(document, random)[random.choice(births)] = random.choice(NO_DATES)


def _wrong_time(document: Document, random: Random, _: Pack) -> None:
    place = random.choice([document, document, *(one for one in _list(document, "events") if isinstance(one, dict))])
    place[random.choice(["reported_at", "as_of"]) if place is document else "at"] = random.choice([*NO_TIMES, None])


def _unknown_key(document: Document, random: Random, pack: Pack) -> None:
    place = random.choice([document, *(one for one in _list(document, "people") if isinstance(one, dict))])
    place[random.choice(["fact", "events_", "kinds", "note", "Id", random.choice([*pack.facts])])] = 1


def _wrong_person(document: Document, random: Random, _: Pack) -> None:
    for one in _list(document, "people")[:1]:
        if isinstance(one, dict):
            key = random.choice(["id", "kind"])
            one[key] = random.choice(NO_IDS) if key == "id" else random.choice(["chid", "person", None, 4, "adults"])


def _two_of_one_id(document: Document, random: Random, _: Pack) -> None:
    if people := _list(document, "people"):
        people.append(random.choice(people))


def _wrong_event(document: Document, random: Random, pack: Pack) -> None:
    events = [one for one in _list(document, "events") if isinstance(one, dict)]
    if not events:
        events = [{"type": random.choice([*pack.events]), "at": document.get("reported_at")}]
        document["events"] = events
    one = random.choice(events)
    key = random.choice(["type", "person", "to", "person", "to"])
    values = [
        "nobody",
        "parents:nobody",
        "c1",
        "a1",
        "partner:c1",
        "employer:a1",
        None,
        3,
        _misspelt(str(one.get("type", "x")) or "x", random),
    ]
    one[key] = random.choice(values)


def _wrong_shape(document: Document, random: Random, _: Pack) -> None:
    document[random.choice(["facts", "people", "events", "procedure"])] = random.choice(
        [[], {}, 3, [1], [None, []], True]
    )


MISTAKES: list[Mistake] = [
    _wrong_answer,
    _unknown_fact,
    _wrong_birth,
    _wrong_time,
    _unknown_key,
    _wrong_person,
    _two_of_one_id,
    _wrong_event,
    _wrong_shape,
]
