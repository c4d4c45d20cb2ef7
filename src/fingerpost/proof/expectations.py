"""What a pack is held to beside its own words: the file `checks.yaml` beside it, which no digest covers.

It says when a concern has been named, which provisions ask for an act and which forbid it, and which facts must never
matter. The pack itself has no word for these, and a published pack is never touched (decision record 0060).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fingerpost.procedure.errors import PackError, Problem, nearest
from fingerpost.procedure.language.names import FactName
from fingerpost.procedure.language.parse import ConditionError, parse
from fingerpost.procedure.language.tree import Answer, Any, Node, Or, Scope
from fingerpost.procedure.pack.model import Pack, Place
from fingerpost.procedure.source.text import SourceError
from fingerpost.procedure.source.yaml import parse_yaml
from fingerpost.proof.side import scope_of

FILE = "checks.yaml"

NEVER_MATTERS = "apparently_agreed"
"""Whether a child seems to have agreed never changes what is done for them, whatever a pack's file says."""


@dataclass(frozen=True)
class Act:
    """Something that some provisions ask for and others forbid."""

    what: str
    asked_by: tuple[str, ...]
    forbidden_by: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Expectations:
    """`concerns` are the ways in which a concern can be named, each seen from the concern."""

    concerns: tuple[Node, ...]
    place: Place
    acts: tuple[Act, ...]
    irrelevant: tuple[str, ...]


def read_expectations(pack: Pack, folder: Path) -> Expectations:
    """What stands in the folder's `checks.yaml`, or what holds without one. Raises PackError."""
    file = folder / FILE
    try:
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise PackError([Problem(FILE, f"it cannot be read ({error})")]) from None
    return expectations_from(pack, text)


def expectations_from(pack: Pack, text: str = "") -> Expectations:
    """The same, from the file's text. Raises PackError with everything that is wrong with it."""
    try:
        located = parse_yaml(text, name=FILE)
    except SourceError as error:
        raise PackError(error.problems) from None
    reader = _Reader(pack, located.line)
    found = reader.read(located.value)
    if reader.problems:
        raise PackError(reader.problems)
    return found


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
            self.wrong((), "this is not a mapping", "It has concern, acts and irrelevant.")
        for key in given:
            if key not in ("concern", "acts", "irrelevant"):
                self.wrong((key,), f"“{key}” is not known here", "It has concern, acts and irrelevant.")
        concerns, place = self.concerns(given.get("concern"))
        acts = given.get("acts") or []
        if not isinstance(acts, list):
            self.wrong(("acts",), "acts are a list", "Each has act, asked_by and forbidden_by.")
            acts = []
        irrelevant = self.names(("irrelevant",), given.get("irrelevant"), self.pack.facts)
        if NEVER_MATTERS in self.pack.facts and NEVER_MATTERS not in irrelevant:
            irrelevant = (*irrelevant, NEVER_MATTERS)
        return Expectations(
            concerns, place, tuple(self.act(number, act) for number, act in enumerate(acts)), irrelevant
        )

    def concerns(self, text: object) -> tuple[tuple[Node, ...], Place]:
        if text is None:
            return tuple(_graver_answers(self.pack)), Place("pack.md", 1)
        try:
            tree = parse(" ".join(str(text).split()), "concern", PackNames(self.pack))
        except ConditionError as error:
            for what, right in error.problems:
                self.wrong(("concern",), what, right)
            return (), self.place()
        return tree.operands if isinstance(tree, Or) else (tree,), self.place("concern")

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
