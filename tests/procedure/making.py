"""Small packs and cases for tests of deciding: a few facts of each kind, and whatever rules a test wants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from fingerpost.procedure.case.model import Case, Occurrence, Person
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.decision import Outcome
from fingerpost.procedure.language.tree import Value
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import pack_from

TUESDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)

HEAD = """# A pack

```pack
id: t
version: "1"
title: T
in_force: 2017-01-01
nation: england-and-wales
emergency: Call.
sources: {s: S}
sections: [pack.md]
```
"""
FACTS = {
    "p": "scope: concern\ntype: bool",
    "q": "scope: concern\ntype: bool",
    "r": "scope: concern\ntype: bool",
    "n": "scope: concern\ntype: int\nmin: 0\nmax: 3",
    "m": "scope: concern\ntype: int\nmin: 0\nmax: 3",
    "x": "scope: child\ntype: bool",
    "age": "scope: child\ntype: int\nmin: 0\nmax: 17\nbirth_date: born",
    "y": "scope: adult\ntype: bool",
    "z": "scope: adult\ntype: bool",
}
EVENTS = {
    "begun": "about: concern",
    "ended": "about: concern",
    "arrest": "about: adult",
    "told": "about: adult\nto: true",
}
# So that nothing in the pack is idle.
USES_ALL = "p or q or r or n < 1 or m < 1 or any_child(x or age < 1) or any_adult(y or z)"


def rule(id: str, about: str, condition: str, more: str = "kind: duty\nmodality: must") -> str:
    return f"id: {id}\ntitle: Do it\nabout: {about}\nwhen: so\nif: >-\n  {condition}\ntext: Do.\ncites: [s 1]\n{more}"


def pack(
    *rules: str, events: tuple[str, ...] = (), more: Mapping[str, str] | None = None, definition: str = ""
) -> Pack:
    """A pack with all FACTS and `more`, these events and rules, and last of all the rule `idle`."""
    blocks = [
        *(
            f"```fact\nid: {id}\n{text}\nask: {id}?\nwithout_viewing: true\n```"
            for id, text in (FACTS | dict(more or {})).items()
        ),
        *(f"```event\nid: {id}\n{EVENTS[id]}\ntext: It happened.\n```" for id in events),
        *([f"```definition\n{definition}\n```"] if definition else []),
        *(f"```provision\n{text}\n```" for text in (*rules, rule("idle", "concern", USES_ALL))),
    ]
    return pack_from({"pack.md": HEAD + "\n".join(blocks) + "\n"})


def case(
    facts: Mapping[str, Value] | None = None,
    *people: Person,
    events: tuple[Occurrence, ...] = (),
    as_of: datetime = TUESDAY + 30 * DAY,
) -> Case:
    return Case(TUESDAY, facts or {}, people, events, as_of, "t@1")


def child(id: str = "c1", **facts: Value) -> Person:
    return Person(id, "child", facts)


def adult(id: str = "a1", **facts: Value) -> Person:
    return Person(id, "adult", facts)


def outcomes(pack: Pack, case: Case) -> dict[tuple[str, str], Outcome]:
    return {(o.provision, o.about): o for o in Engine(pack).decide(case).outcomes if o.provision != "idle"}
