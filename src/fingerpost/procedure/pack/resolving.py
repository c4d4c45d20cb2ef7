"""Names to meanings: definitions and provisions are read when first named, and a circle is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from fingerpost.procedure.errors import Problem
from fingerpost.procedure.language.names import BrokenError, CircularError, FactName
from fingerpost.procedure.language.parse import ConditionError, parse
from fingerpost.procedure.language.tree import Node, Scope
from fingerpost.procedure.pack.entries import DefinitionEntry, EventEntry, FactEntry, ProvisionEntry, Text
from fingerpost.procedure.pack.words import SCOPES


class Resolver:
    """The pack's names, as the language asks for them. Problems are noted once, where they are."""

    def __init__(
        self,
        facts: Mapping[str, FactEntry],
        events: Mapping[str, EventEntry],
        definitions: Mapping[str, DefinitionEntry],
        provisions: Mapping[str, ProvisionEntry],
        problems: list[Problem],
    ) -> None:
        self._facts = {f.id: FactName(f.id, f.scope, f.type, f.values) for f in facts.values()}
        self._events = events
        self._definitions = definitions
        self._provisions = provisions
        self._problems = problems
        self._read: dict[str, Node | None] = {}
        self._open: list[str] = []
        self._unlisted = next(((f.id, f.unlisted_child) for f in facts.values() if f.unlisted_child), None)

    def fact(self, name: str) -> FactName | None:
        return self._facts.get(name)

    def event(self, name: str) -> Scope | None:
        entry = self._events.get(name)
        return entry.about if entry else None

    def definition(self, name: str) -> tuple[Scope, Node] | None:
        entry = self._definitions.get(name)
        return (entry.scope, self._once(name, entry.meaning, entry.scope)) if entry else None

    def provision(self, name: str) -> tuple[Scope, Node] | None:
        entry = self._provisions.get(name)
        if entry is None or entry.condition is None or entry.about not in SCOPES:
            return None
        scope = cast(Scope, entry.about)
        return scope, self._once(name, entry.condition, scope)

    def unlisted_child(self) -> tuple[str, str] | None:
        return self._unlisted

    def known(self) -> Iterable[str]:
        return (*self._facts, *self._events, *self._definitions, *self._provisions)

    def condition(self, text: Text | None, scope: Scope) -> Node | None:
        """The tree of a condition that has no name of its own."""
        return self._parse(text, scope) if text else None

    def named(self, name: str) -> Node | None:
        """The tree of a definition or provision by its name, None where it is missing or wrong."""
        try:
            found = self.definition(name) or self.provision(name)
        except (BrokenError, CircularError):
            return None
        return found[1] if found else None

    def _once(self, name: str, text: Text, scope: Scope) -> Node:
        if name in self._open:
            raise CircularError(*self._open[self._open.index(name) :], name)
        if name not in self._read:
            self._open.append(name)
            self._read[name] = self._parse(text, scope)
            self._open.pop()
        node = self._read[name]
        if node is None:
            raise BrokenError(name)
        return node

    def _parse(self, text: Text, scope: Scope) -> Node | None:
        try:
            return parse(text.text, scope, self)
        except ConditionError as error:
            self._problems.extend(Problem(str(text.place), what, right) for what, right in error.problems)
            return None
