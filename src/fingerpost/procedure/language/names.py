"""What a condition may name: the pack's facts, events, definitions and provisions, seen from a scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from fingerpost.procedure.language.tree import Node, Scope, Value


@dataclass(frozen=True, slots=True)
class FactName:
    """What a condition needs to know of a fact."""

    id: str
    scope: Scope
    type: str
    values: tuple[Value, ...]


class Names(Protocol):
    """Resolves names; None for a name that is not there. Raises CircularError for a meaning that needs itself."""

    def fact(self, name: str) -> FactName | None: ...

    def event(self, name: str) -> Scope | None: ...

    def definition(self, name: str) -> tuple[Scope, Node] | None: ...

    def provision(self, name: str) -> tuple[Scope, Node] | None: ...

    def unlisted_child(self) -> tuple[str, str] | None: ...

    def known(self) -> Iterable[str]: ...


class CircularError(Exception):
    """A definition or provision rests on itself. The argument is the way round, first name to last."""


class BrokenError(Exception):
    """The named definition or provision has a problem of its own, which is reported where it is."""
