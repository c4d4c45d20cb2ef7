"""What a pack has to fulfil beyond its own words: the file `checks.yaml` beside it, which no digest covers.

It says when a concern has been named, which provisions ask for an act and which forbid it, what is grave and who has to
hear of it, which provisions make people talk to each other, and which facts must never matter. The pack itself has no
word for these, and a published pack is never touched (decision record 0060).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from fingerpost.procedure.errors import Problem, nearest
from fingerpost.procedure.language.names import FactName
from fingerpost.procedure.language.parse import ConditionError, parse
from fingerpost.procedure.language.tree import Answer, Any, Node, Or, Scope
from fingerpost.procedure.pack import beside
from fingerpost.procedure.pack.model import Pack, Place
from fingerpost.procedure.pack.sources import NONE, Sources, read_sources
from fingerpost.proof.side import scope_of

FILE = "checks.yaml"

NEVER_MATTERS = "apparently_agreed"
"""Whether a child seems to have agreed never changes what is done for them, even if a pack's file says otherwise."""


@dataclass(frozen=True)
class Act:
    """Something that some provisions ask for and others forbid."""

    what: str
    asked_by: tuple[str, ...]
    forbidden_by: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Grave:
    """Something that has to reach a duty that binds and goes to somebody; to one of `to`, and by `day`, where given.

    `acknowledged`: why the source reaches none (under `to`), or none with a day (under `day`).
    """

    what: str
    condition: Node
    to: tuple[str, ...]
    day: str | None
    acknowledged: Mapping[str, str]
    place: Place


@dataclass(frozen=True)
class Talk:
    """Provisions that make somebody talk to a person, who is named as `held_for` names them."""

    to: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Expectations:
    """`concerns` are the ways in which a concern can be named, each seen from the concern.

    `sources`: who looked at the pack's sources, and when, from the file beside it.
    """

    concerns: tuple[Node, ...]
    place: Place
    acts: tuple[Act, ...]
    grave: tuple[Grave, ...]
    talks: tuple[Talk, ...]
    irrelevant: tuple[str, ...]
    sources: Sources = NONE


def read_expectations(pack: Pack, folder: Path) -> Expectations:
    """What is in the folder's `checks.yaml` and `sources.yaml`, or what holds without them. Raises PackError."""
    return replace(expectations_from(pack, beside.text_of(folder / FILE)), sources=read_sources(pack, folder))


def expectations_from(pack: Pack, text: str = "") -> Expectations:
    """The same, from the file's text. Raises PackError with everything that is wrong with it."""
    return beside.read_text(text, FILE, partial(_Reader, pack))


_KEYS = "It has concern, acts, grave, talks and irrelevant."
_GRAVE = "Each has what and if; to, day and acknowledged where they are claimed."
_TALK = "Each has to, as held_for says it, and rules."


class _Reader:
    """One reading of the file, gathering problems as it goes."""

    def __init__(self, pack: Pack, line: Callable[..., int]) -> None:
        self.pack = pack
        self.line = line
        self.problems: list[Problem] = []

    def place(self, *path: str | int) -> Place:
        return Place(FILE, self.line(*path))

    def wrong(self, path: tuple[str | int, ...], what: str, right: str) -> None:
        self.problems.append(Problem(str(self.place(*path)), what, right))

    def read(self, value: object) -> Expectations:
        given: Mapping[str, object] = value if isinstance(value, dict) else {}
        if value is not None and not isinstance(value, dict):
            self.wrong((), "this is not a mapping", _KEYS)
        for key in given:
            if key not in ("concern", "acts", "grave", "talks", "irrelevant"):
                self.wrong((key,), f"“{key}” is not known here", _KEYS)
        concerns, place = self.concerns(given.get("concern"))
        acts = self.listed(given, "acts", "Each has act, asked_by and forbidden_by.")
        grave = self.listed(given, "grave", _GRAVE)
        talks = self.listed(given, "talks", _TALK)
        irrelevant = self.names(("irrelevant",), given.get("irrelevant"), self.pack.facts)
        if NEVER_MATTERS in self.pack.facts and NEVER_MATTERS not in irrelevant:
            irrelevant = (*irrelevant, NEVER_MATTERS)
        return Expectations(
            concerns,
            place,
            tuple(self.act(number, act) for number, act in enumerate(acts)),
            tuple(found for number, one in enumerate(grave) if (found := self.grave(number, one))),
            tuple(self.talk(number, one) for number, one in enumerate(talks)),
            irrelevant,
        )

    def listed(self, given: Mapping[str, object], key: str, right: str) -> list[object]:
        value = given.get(key) or []
        if isinstance(value, list):
            return value
        self.wrong((key,), f"{key} are a list", right)
        return []

    def concerns(self, text: object) -> tuple[tuple[Node, ...], Place]:
        if text is None:
            return tuple(_graver_answers(self.pack)), Place("pack.md", 1)
        tree = self.condition(("concern",), text)
        if tree is None:
            return (), self.place()
        return tree.operands if isinstance(tree, Or) else (tree,), self.place("concern")

    def condition(self, path: tuple[str | int, ...], text: object) -> Node | None:
        """A condition in the pack's language, seen from the concern."""
        try:
            return parse(" ".join(str(text).split()), "concern", PackNames(self.pack))
        except ConditionError as error:
            for what, right in error.problems:
                self.wrong(path, what, right)
            return None

    def grave(self, number: int, value: object) -> Grave | None:
        path = ("grave", number)
        given = value if isinstance(value, dict) else {}
        if not {"what", "if"} <= set(given) <= {"what", "if", "to", "day", "acknowledged"}:
            self.wrong(path, "what is grave is not complete", _GRAVE)
            return None
        day = given.get("day")
        if day not in (None, "same_day"):
            self.wrong((*path, "day"), f"“{day}” is no day that something grave can have", "Write day: same_day.")
        reasons = given.get("acknowledged") or {}
        if not isinstance(reasons, dict) or not set(reasons) <= {"to", "day"}:
            self.wrong((*path, "acknowledged"), "what is acknowledged is not said", "Give the reason under to or day.")
            reasons = {}
        tree = self.condition((*path, "if"), given["if"])
        told = {str(key): " ".join(str(reason).split()) for key, reason in reasons.items()}
        to = self.names((*path, "to"), given.get("to"), self.pack.recipients)
        what = " ".join(str(given["what"]).split())
        return Grave(what, tree, to, day, told, self.place(*path)) if tree else None

    def talk(self, number: int, value: object) -> Talk:
        path = ("talks", number)
        given = value if isinstance(value, dict) else {}
        if set(given) != {"to", "rules"}:
            self.wrong(path, "a talk is not complete", _TALK)
        decided = {provision.id for provision in self.pack.decided}
        return Talk(str(given.get("to", "")), self.names((*path, "rules"), given.get("rules"), decided))

    def act(self, number: int, value: object) -> Act:
        path = ("acts", number)
        given = value if isinstance(value, dict) else {}
        if set(given) != {"act", "asked_by", "forbidden_by"}:
            self.wrong(path, "an act is not complete", "Each has act, asked_by and forbidden_by.")
        decided = {provision.id for provision in self.pack.decided}
        return Act(
            " ".join(str(given.get("act", "")).split()),
            self.names((*path, "asked_by"), given.get("asked_by"), decided),
            self.names((*path, "forbidden_by"), given.get("forbidden_by"), decided),
            self.place(*path),
        )

    def names(self, path: tuple[str | int, ...], value: object, known: Collection[str]) -> tuple[str, ...]:
        found = value if isinstance(value, list) else [] if value is None else [value]
        for name in found:
            if name not in known:
                self.wrong(path, f"there is no “{name}” in the pack", nearest(str(name), known))
        return tuple(map(str, found))


def _graver_answers(pack: Pack) -> Iterable[Node]:
    """Without a file, every yes-or-no fact that is answered the graver way names a concern."""
    for fact in pack.facts.values():
        if isinstance(fact.graver, bool) and not fact.record_only:
            answer = Answer(fact.id, fact.scope, frozenset({fact.graver}), fact.id)
            yield answer if fact.scope == "concern" else Any(fact.scope, answer)


class PackNames:
    """A pack's names, as the language asks for them."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack

    def fact(self, name: str) -> FactName | None:
        fact = self._pack.facts.get(name)
        return FactName(fact.id, fact.scope, fact.type, fact.values) if fact else None

    def event(self, name: str) -> Scope | None:
        event = self._pack.events.get(name)
        return event.about if event else None

    def definition(self, name: str) -> tuple[Scope, Node] | None:
        definition = self._pack.definitions.get(name)
        return (definition.scope, definition.meaning) if definition else None

    def provision(self, name: str) -> tuple[Scope, Node] | None:
        provision = self._pack.provisions.get(name)
        if provision is None or provision.condition is None:
            return None
        return scope_of(provision.about), provision.condition

    def unlisted_child(self) -> tuple[str, str] | None:
        listed = (fact for fact in self._pack.facts.values() if fact.unlisted_child)
        return next(((fact.id, fact.unlisted_child or "") for fact in listed), None)

    def known(self) -> Iterable[str]:
        return (*self._pack.facts, *self._pack.events, *self._pack.definitions, *self._pack.provisions)
