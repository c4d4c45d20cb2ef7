"""The register and its facts, read from the copies beside this file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from register.language import LETTERS, NotUnderstoodError, Or, Owner, Shorthand, Some, Tree, Value, Vocabulary, read

SPEC = Path(__file__).parent / "spec"
OWNERS: tuple[Owner, ...] = ("concern", "child", "adult")

# What the decision contract says of events, and the register does not.
PERSON_EVENTS = frozenset({"arrest", "agreement_started", "disclosure_agreed"})
EVENTS_WITH_A_RECIPIENT = frozenset({"disclosure_agreed"})


@dataclass(frozen=True)
class Fact:
    id: str
    owner: Owner
    type: Literal["bool", "int", "enum"]
    values: tuple[Value, ...]
    record_only: bool


@dataclass(frozen=True)
class Due:
    """`working_days` after the start, which is an event, or the report where `event` is None."""

    working_days: int
    event: str | None


@dataclass(frozen=True)
class Provision:
    id: str
    section: str
    kind: str
    modality: str
    who: tuple[str, ...]
    about: str
    by: str | None
    due: Due | None
    condition: Tree | None
    to: tuple[str, ...]
    held_for: str | None
    said: str | None
    inferred: bool


@dataclass(frozen=True)
class Register:
    """Everything in the register's own order."""

    provisions: tuple[Provision, ...]
    facts: tuple[Fact, ...]
    events: tuple[str, ...]
    vocabulary: Vocabulary
    shorthands: Mapping[str, Shorthand]

    def facts_of(self, owner: Owner) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.owner == owner)

    def condition(self, text: str) -> Tree:
        """Read a condition that stands elsewhere than in the register, in the register's words."""
        return read(text, self.vocabulary, self.shorthands)


@cache
def register() -> Register:
    """Read the copies."""
    listed = yaml.safe_load((SPEC / "facts.yaml").read_text(encoding="utf-8"))
    text = (SPEC / "provisions.yaml").read_text(encoding="utf-8")
    facts = tuple(_fact(owner, entry) for owner in OWNERS for entry in listed[owner])
    events = tuple(listed["events"])
    vocabulary = Vocabulary(
        {owner: {fact.id: fact.values for fact in facts if fact.owner == owner} for owner in OWNERS},
        frozenset(events),
        PERSON_EVENTS,
    )
    shorthands = _shorthands(text, vocabulary)
    entries: list[dict[str, Any]] = yaml.safe_load(text)
    conditions: dict[str, Tree] = {}
    for entry in entries:
        if "if" in entry:
            conditions[entry["id"]] = _condition(entry["if"], entries, conditions, vocabulary, shorthands)
    provisions = tuple(_provision(entry, conditions.get(entry["id"])) for entry in entries)
    return Register(provisions, facts, events, vocabulary, shorthands)


def _fact(owner: Owner, entry: Mapping[str, Any]) -> Fact:
    values: tuple[Value, ...]
    match entry["type"]:
        case "bool":
            values = (True, False)
        case "int":
            values = tuple(range(entry["min"], entry["max"] + 1))
        case "enum":
            values = tuple(entry["values"])
        case other:
            raise NotUnderstoodError(other)
    return Fact(entry["id"], owner, entry["type"], values, entry.get("use") == "record")


def _shorthands(text: str, vocabulary: Vocabulary) -> dict[str, Shorthand]:
    """Those that the header lists after the word “shorthands”; each may use those before it."""
    header = text.partition("shorthands:\n")[2].partition("An event that is not listed")[0]
    lines = re.sub(r"\n#\s+(?=or )", " ", header)
    found: dict[str, Shorthand] = {}
    for line in lines.splitlines():
        match = re.fullmatch(r"#\s+(\w+)(?:\(([ac])\))?\s*=\s*(.+)", line)
        if match is not None:
            owner: Owner = LETTERS[match[2]] if match[2] else "concern"
            found[match[1]] = Shorthand(owner, read(match[3], vocabulary, found))
    return found


def _condition(
    text: str,
    entries: list[dict[str, Any]],
    earlier: Mapping[str, Tree],
    vocabulary: Vocabulary,
    shorthands: Mapping[str, Shorthand],
) -> Tree:
    condition = text.partition(";")[0]
    grounds = re.fullmatch(r"any of the five (\S+)\* grounds holds, for the concern or for some child", condition)
    if grounds is None:
        return read(condition, vocabulary, shorthands)
    named = [entry for entry in entries if entry["id"].startswith(grounds[1])]
    if len(named) != 5:
        raise NotUnderstoodError(f"{len(named)} grounds: {text}")
    return Or(
        tuple(
            Some("child", earlier[entry["id"]]) if entry["about"] == "child" else earlier[entry["id"]]
            for entry in named
        )
    )


NUMBERS = {"five": 5, "45": 45}


def _due(by: str | None, sentence: str, condition: str) -> Due | None:
    """What `by` says, with where the count starts, which is in words after the condition."""
    stated = re.fullmatch(r"due (\S+) working days after (it|the concern was reported)", sentence)
    if stated is not None and by == f"working_days:{NUMBERS[stated[1]]}":
        event = condition.removeprefix("event ") if stated[2] == "it" else None
        return Due(NUMBERS[stated[1]], event)
    if by == "on:arrest" and sentence == "due on the day of the arrest":
        return Due(0, "arrest")
    if by == "same_day" and not sentence:
        return Due(0, None)
    if sentence or (by is not None and not by.startswith("before:")):
        raise NotUnderstoodError(f"{by}: {sentence}")
    return None


def _provision(entry: Mapping[str, Any], condition: Tree | None) -> Provision:
    who = entry.get("who", [])
    words, _, sentence = entry.get("if", "").partition("; ")
    return Provision(
        id=entry["id"],
        section=entry["section"],
        kind=entry["kind"],
        modality=entry["modality"],
        who=tuple([who] if isinstance(who, str) else who),
        about=entry["about"],
        by=entry.get("by"),
        due=_due(entry.get("by"), sentence, words),
        condition=condition,
        to=tuple(entry.get("to", [])),
        held_for=entry.get("held_for"),
        said=entry.get("said"),
        inferred=entry.get("inferred", False),
    )
