"""Read a condition: Python's expression syntax through `ast`, a whitelist, then scopes and types.

Nothing of a pack's text is ever executed. Every mistake in a condition is reported, each with what would be right.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any as Anything

from fingerpost.procedure.errors import nearest
from fingerpost.procedure.language.names import BrokenError, CircularError, FactName, Names
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
    PersonKind,
    Scope,
    UnlistedChild,
    Value,
    walk,
)

_QUANTIFIERS: dict[str, tuple[type[Any] | type[All], PersonKind]] = {
    "any_child": (Any, "child"),
    "all_children": (All, "child"),
    "any_adult": (Any, "adult"),
    "all_adults": (All, "adult"),
}
FUNCTIONS = (*_QUANTIFIERS, "unlisted_child", "happened", "applies")
_ORDERED: dict[type[ast.cmpop], Callable[[Anything, Anything], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_EQUAL: dict[type[ast.cmpop], Callable[[Anything, Anything], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_ARTICLE = {"concern": "the concern", "child": "a child", "adult": "an adult"}


class ConditionError(Exception):
    """What is wrong with a condition: pairs of what is wrong and what would be right, in the order of the text."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(what for what, _ in problems))


def parse(text: str, scope: Scope, names: Names) -> Node:
    """Return the checked tree of `text`, seen from `scope`. Raises ConditionError with every mistake in it."""
    try:
        expression = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        message = error.msg if isinstance(error, SyntaxError) else "it cannot be read"
        raise ConditionError(
            [(f"the condition “{text}” is not an expression ({message})", "Write it with and, or, not.")]
        ) from None
    reader = _Reader(names)
    try:
        node = reader.read(expression, scope)
    except RecursionError:
        raise ConditionError([("the condition is nested too deeply", "Give its parts names in definitions.")]) from None
    if reader.problems:
        raise ConditionError(reader.problems)
    return node


class _Reader:
    """One pass over one condition. A part that is wrong becomes a constant, so that the rest is still checked."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.problems: list[tuple[str, str]] = []

    def wrong(self, what: str, right: str) -> Node:
        self.problems.append((what, right))
        return Constant(False)

    def read(self, part: ast.expr, scope: Scope) -> Node:
        match part:
            case ast.BoolOp(op=ast.And(), values=values):
                return And(tuple(self.read(value, scope) for value in values))
            case ast.BoolOp(values=values):
                return Or(tuple(self.read(value, scope) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.read(operand, scope))
            case ast.Name(id=name):
                return self.name(name, scope)
            case ast.Compare():
                return self.comparison(part, scope)
            case ast.Call(func=ast.Name(id=function), args=[argument], keywords=[]):
                return self.call(function, argument, scope)
            case _:
                return self.wrong(
                    f"“{ast.unparse(part)}” is not something a condition may contain",
                    "A condition has facts, definitions, comparisons, and, or, not, and "
                    + ", ".join(f"{function}(…)" for function in FUNCTIONS) + ".",
                )  # fmt: skip

    def name(self, name: str, scope: Scope) -> Node:
        fact = self.names.fact(name)
        if fact is not None:
            if fact.type != "bool":
                return self.wrong(f"“{name}” is not a yes-or-no fact", f"Compare it, for example {_example(fact)}.")
            return self.visible(fact.scope, scope, name) or Answer(name, fact.scope, frozenset({True}), name)
        found = self.resolve(lambda: self.names.definition(name), name)
        if found is None:
            return self.unknown(name)
        if isinstance(found, Constant):
            return found
        of, body = found
        return self.visible(of, scope, name) or Named(name, of, body)

    def comparison(self, part: ast.Compare, scope: Scope) -> Node:
        text = ast.unparse(part)
        operands = [part.left, *part.comparators]
        facts = [fact for item in operands if isinstance(item, ast.Name) and (fact := self.names.fact(item.id))]
        if len(facts) != 1:
            unknown = [i.id for i in operands if isinstance(i, ast.Name) and not self.names.fact(i.id)]
            if not facts and unknown:
                return self.unknown(unknown[0])
            return self.wrong(
                f"“{text}” does not compare one fact with its values",
                "Compare one fact with values written out.",
            )
        fact = facts[0]
        if fact.type == "bool":
            return self.wrong(f"“{text}” compares a yes-or-no fact", f"Write {fact.id} or not {fact.id}.")
        try:
            holds = frozenset(value for value in fact.values if _holds(part, fact, value))
        except ValueError as error:
            return self.wrong(f"in “{text}”, {error}", f"Its values are {_values(fact)}.")
        if not holds or len(holds) == len(fact.values):
            always = "never" if not holds else "always"
            return self.wrong(
                f"“{text}” {always} holds, for {fact.id} is one of {_values(fact)}",
                "Leave it out or mend the value.",
            )
        return self.visible(fact.scope, scope, fact.id) or Answer(fact.id, fact.scope, holds, text)

    def call(self, function: str, argument: ast.expr, scope: Scope) -> Node:
        if function in _QUANTIFIERS:
            make, kind = _QUANTIFIERS[function]
            return make(kind, self.body(function, argument, kind))
        if function == "unlisted_child":
            pair = self.names.unlisted_child()
            if pair is None:
                return self.wrong(
                    "no fact says when a child may be unlisted",
                    "Give one fact of the concern `unlisted_child:`.",
                )
            return UnlistedChild(*pair, self.body(function, argument, "child"))
        if function == "happened":
            return self.happened(argument, scope)
        if function == "applies":
            return self.applies(argument, scope)
        return self.wrong(
            f"there is no function “{function}”",
            nearest(function, FUNCTIONS) or f"There are {', '.join(FUNCTIONS)}.",
        )

    def body(self, function: str, argument: ast.expr, kind: PersonKind) -> Node:
        body = self.read(argument, kind)
        if any(isinstance(node, Any | All | UnlistedChild) for node in walk(body)):
            self.wrong(
                f"“{function}({ast.unparse(argument)})” has a question about all people inside another",
                f"Write it beside {function}(…), not in it.",
            )
        return body

    def happened(self, argument: ast.expr, scope: Scope) -> Node:
        if not isinstance(argument, ast.Name):
            return self.wrong(
                f"“happened({ast.unparse(argument)})” names no event",
                "Write happened(arrest), the event's id.",
            )
        of = self.names.event(argument.id)
        if of is None:
            return self.wrong(f"there is no event “{argument.id}”", nearest(argument.id, self.names.known()))
        return self.visible(of, scope, f"happened({argument.id})") or Happened(argument.id, of)

    def applies(self, argument: ast.expr, scope: Scope) -> Node:
        match argument:
            case ast.Constant(value=str(name)):
                found = self.resolve(lambda: self.names.provision(name), name)
            case _:
                return self.wrong(
                    f"“applies({ast.unparse(argument)})” names no provision",
                    'Write applies("…"), with the id of a provision.',
                )
        if found is None:
            return self.wrong(f"there is no provision “{name}” with a condition", nearest(name, self.names.known()))
        if isinstance(found, Constant):
            return found
        of, body = found
        return self.visible(of, scope, f'applies("{name}")') or Applies(name, of, body)

    def resolve(self, find: Callable[[], tuple[Scope, Node] | None], name: str) -> tuple[Scope, Node] | Constant | None:
        try:
            return find()
        except CircularError as error:
            way = " → ".join(error.args)
            self.wrong(f"“{name}” is defined by itself ({way})", "Break the circle.")
            return Constant(False)
        except BrokenError:
            return Constant(True)

    def visible(self, of: Scope, scope: Scope, name: str) -> Node | None:
        """None when a thing of scope `of` can be named from `scope`; otherwise the mistake is noted."""
        if of in ("concern", scope):
            return None
        return self.wrong(
            f"“{name}” is about {_ARTICLE[of]}, and this condition is about {_ARTICLE[scope]}",
            f"Write any_{of}({name}).",
        )

    def unknown(self, name: str) -> Node:
        return self.wrong(f"there is no fact or definition “{name}”", nearest(name, self.names.known()))


def _holds(part: ast.Compare, fact: FactName, value: Value) -> bool:
    """Whether the comparison holds when the fact has this value. Raises ValueError for an impossible value."""
    left = _operand(part.left, fact, value)
    for op, item in zip(part.ops, part.comparators, strict=True):
        if isinstance(op, ast.In | ast.NotIn):
            if not isinstance(item, ast.Tuple | ast.List | ast.Set):
                raise ValueError(f"“{ast.unparse(item)}” is not a list of values")
            right = [_operand(element, fact, value) for element in item.elts]
            if (left in right) is isinstance(op, ast.NotIn):
                return False
            continue
        compare = _EQUAL.get(type(op)) or (_ORDERED.get(type(op)) if fact.type == "int" else None)
        if compare is None:
            raise ValueError(f"“{fact.id}” cannot be compared in this way")
        other = _operand(item, fact, value)
        if not compare(left, other):
            return False
        left = other
    return True


def _operand(item: ast.expr, fact: FactName, value: Value) -> Value:
    match item:
        case ast.Name(id=name) if name == fact.id:
            return value
        case ast.Name(id=name) if fact.type == "enum" and name in fact.values:
            return name
        case ast.Constant(value=int(number)) if fact.type == "int" and not isinstance(number, bool):
            return number
        case _:
            raise ValueError(f"“{ast.unparse(item)}” is not a value of {fact.id}")


def _values(fact: FactName) -> str:
    if fact.type == "int":
        return f"{fact.values[0]} to {fact.values[-1]}"
    return ", ".join(str(value) for value in fact.values)


def _example(fact: FactName) -> str:
    return f"{fact.id} < {fact.values[-1]}" if fact.type == "int" else f"{fact.id} == {fact.values[0]}"
