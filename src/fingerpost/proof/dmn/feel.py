"""A condition as a FEEL expression (DMN 1.4, 10.3) that is true, false or null exactly as strong Kleene logic has it.

Three things would go wrong in FEEL if they were written as they come to mind. `null = "x"` is false, not null: so a
comparison asks for null first. `some … satisfies` has two values: `any(for …)` has three, and so has `all(for …)`. And
whether an event happened is never unknown: it is compared with true, which makes null false.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fingerpost.procedure.language.tree import (
    All,
    And,
    Answer,
    Any,
    Applies,
    Constant,
    Happened,
    Named,
    Node,
    Not,
    Or,
    Scope,
    UnlistedChild,
    Value,
)
from fingerpost.procedure.pack.model import Fact, Pack
from fingerpost.proof.dmn.names import CONCERN, HAPPENED, PEOPLE, Names, component


@dataclass(frozen=True, slots=True)
class Expression:
    """FEEL text with the variables that it needs and the functions that it calls, in the order of first need.

    `single`: it can be an operand without brackets.
    """

    text: str
    needs: dict[str, None] = field(default_factory=dict)
    calls: dict[str, None] = field(default_factory=dict)
    single: bool = True


class _Unlisted(NamedTuple):
    """In place of a person: the child that nobody has listed; `given` is certain of them and all else unknown."""

    given: str


_Person = Scope | _Unlisted


@dataclass(frozen=True, slots=True)
class Function:
    """A condition about one person, with what it has to be given: the person last."""

    name: str
    parameters: tuple[str, ...]
    body: Expression


class Writer:
    """Writes the conditions of one pack."""

    def __init__(self, pack: Pack, names: Names) -> None:
        self._facts = pack.facts
        self._names = names
        self._functions: dict[str, Function] = {}

    def write(self, condition: Node, about: Scope) -> Expression:
        """The whole condition, seen from the concern or from a person."""
        return self._write(condition, about)

    def function(self, meaning: Named | Applies) -> Function:
        """What a definition or rule about people says of one of them."""
        name = self._names.of_one(meaning)
        if name not in self._functions:
            body = self.write(meaning.body, meaning.scope)
            needs = (*(need for need in body.needs if need != meaning.scope), meaning.scope)
            self._functions[name] = Function(name, needs, body)
        return self._functions[name]

    def call(self, meaning: Named | Applies) -> Expression:
        """That function, called for the person in scope."""
        function = self.function(meaning)
        text = f"{function.name}({', '.join(function.parameters)})"
        return Expression(text, dict.fromkeys(function.parameters), {function.name: None})

    def _write(self, node: Node, person: _Person) -> Expression:
        match node:
            case Constant(value):
                return Expression("true" if value else "false")
            case Answer(fact, scope, values, _):
                return self._answer(self._facts[fact], "concern" if scope == "concern" else person, values)
            case Happened(event, scope):
                owner: _Person = "concern" if scope == "concern" else person
                if isinstance(owner, _Unlisted):
                    return Expression("false")
                return Expression(f"{owner}.{HAPPENED}.{component(event)} = true", {owner: None}, single=False)
            case Not(operand):
                return _joined("not(", [self._write(operand, person)], ")")
            case And(operands) | Or(operands):
                word = " and " if isinstance(node, And) else " or "
                return _joined("", [_bracketed(self._write(part, person)) for part in operands], "", word)
            case Named(scope=scope, body=body) | Applies(scope=scope, body=body):
                if scope == "concern":
                    name = self._names.of(node)
                    return Expression(name, {name: None})
                return self._write(body, person) if isinstance(person, _Unlisted) else self.call(node)
            case Any(kind, body) | All(kind, body):
                function, people = "any" if isinstance(node, Any) else "all", PEOPLE[kind]
                inner = self._write(body, kind)
                needs = {people: None} | {need: None for need in inner.needs if need != kind}
                return Expression(f"{function}(for {kind} in {people} return {inner.text})", needs, inner.calls)
            case UnlistedChild(listed, given, body):
                there = f"(if {CONCERN}.{component(listed)} = true then false else null)"
                inner = _bracketed(self._write(body, _Unlisted(given)))
                if inner.text in ("null", "true"):
                    return Expression(there, {CONCERN: None})
                return _joined("", [Expression(there, {CONCERN: None}), inner], "", " and ")

    def _answer(self, fact: Fact, owner: _Person, values: frozenset[Value]) -> Expression:
        if isinstance(owner, _Unlisted):
            known = fact.id == owner.given
            return Expression(("true" if True in values else "false") if known else "null")
        path = f"{owner}.{component(fact.id)}"
        needs: dict[str, None] = {owner: None}
        if fact.type == "bool":
            return Expression(path if True in values else f"not({path})", needs)
        tests = list(_runs(fact, values) if fact.type == "int" else _words(fact, values))
        among = f"in {tests[0]}" if len(tests) == 1 else f"in ({', '.join(tests)})"
        return Expression(f"if {path} = null then null else {path} {among}", needs, single=False)


def _joined(before: str, parts: Sequence[Expression], after: str, between: str = "") -> Expression:
    needs = {need: None for part in parts for need in part.needs}
    calls = {call: None for part in parts for call in part.calls}
    text = before + between.join(part.text for part in parts) + after
    return Expression(text, needs, calls, single=not between)


def _bracketed(part: Expression) -> Expression:
    return part if part.single else Expression(f"({part.text})", part.needs, part.calls)


def _runs(fact: Fact, values: frozenset[Value]) -> Iterator[str]:
    """The numbers as intervals: `[0..12]`, `[16..17]`."""
    run: list[Value] = []
    for value in (*fact.values, None):
        if value in values and value is not None:
            run.append(value)
        elif run:
            yield f"[{run[0]}..{run[-1]}]"
            run = []


def _words(fact: Fact, values: Iterable[Value]) -> Iterator[str]:
    return (f'"{value}"' for value in fact.values if value in values)
