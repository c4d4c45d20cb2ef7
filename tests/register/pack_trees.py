"""The pack's checked conditions, rewritten in the register's terms; and every small mistake that one could hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from fingerpost.procedure.language import tree as pack
from register import language as register


def rewritten(node: pack.Node) -> register.Tree:
    """The same condition without definitions and references, as a tree of the register's reader."""
    match node:
        case pack.Constant(value):
            return register.And(()) if value else register.Or(())
        case pack.Answer(fact, scope, values):
            return register.Is(scope, fact, values)
        case pack.Happened(event, scope):
            return register.Event("adult" if scope == "adult" else "concern", event)
        case pack.Not(operand):
            return register.Not(rewritten(operand))
        case pack.And(operands):
            return register.And(tuple(rewritten(operand) for operand in operands))
        case pack.Or(operands):
            return register.Or(tuple(rewritten(operand) for operand in operands))
        case pack.Named(body=body) | pack.Applies(body=body):
            return rewritten(body)
        case pack.Any(kind, body):
            return register.Some(kind, rewritten(body))
        case pack.UnlistedChild(listed, given, body):
            if (listed, given) != ("all_depicted_children_listed", "depicted"):
                raise ValueError(f"an unlisted child as the contract knows none: {listed}, {given}")
            return register.UnlistedChild(
                frozenset(age for age in range(18) if _holds_of_the_unlisted(body, age, given))
            )
        case pack.All(kind, body):
            return register.Not(register.Some(kind, register.Not(rewritten(body))))


def _holds_of_the_unlisted(body: pack.Node, age: int, given: str) -> bool:
    """Whether the body holds for a child of whom only the age and one fact are known."""
    match body:
        case pack.Answer(fact="age", values=values):
            return age in values
        case pack.Answer(fact=fact, values=values) if fact == given:
            return True in values
        case pack.Constant(value):
            return value
        case pack.Not(operand):
            return not _holds_of_the_unlisted(operand, age, given)
        case pack.And(operands):
            return all(_holds_of_the_unlisted(operand, age, given) for operand in operands)
        case pack.Or(operands):
            return any(_holds_of_the_unlisted(operand, age, given) for operand in operands)
        case pack.Named(body=inner):
            return _holds_of_the_unlisted(inner, age, given)
        case other:
            raise ValueError(f"of an unlisted child nothing is known that would settle {other}")


def mutants(node: pack.Node) -> Iterator[tuple[str, pack.Node]]:
    """Each condition that differs from this one by one slip, with a name for the slip.

    The slips: an operand of an `and` or `or` left out; a leaf turned round; a bound moved by one. A definition or a
    reference to another provision counts as a leaf, since its own text has mutants of its own.
    """
    match node:
        case pack.And(operands) | pack.Or(operands):
            word = "and" if isinstance(node, pack.And) else "or"
            for place, operand in enumerate(operands):
                rest = operands[:place] + operands[place + 1 :]
                shorter = rest[0] if len(rest) == 1 else replace(node, operands=rest)
                yield f"{_named(operand)} left out of “{word}”", shorter
                for slip, mutant in mutants(operand):
                    yield slip, replace(node, operands=(*operands[:place], mutant, *operands[place + 1 :]))
        case pack.Not(operand):
            yield from ((slip, pack.Not(mutant)) for slip, mutant in mutants(operand))
        case pack.Any() | pack.All() | pack.UnlistedChild():
            yield from ((slip, replace(node, body=mutant)) for slip, mutant in mutants(node.body))
        case pack.Answer(values=values):
            yield f"{_named(node)} turned round", pack.Not(node)
            for moved in _moved_bounds(values):
                yield f"{_named(node)} become {sorted(map(str, moved))}", replace(node, values=moved)
        case _:
            yield f"{_named(node)} turned round", pack.Not(node)


def _moved_bounds(values: frozenset[pack.Value]) -> Iterator[frozenset[pack.Value]]:
    """For a set of ages: each set that differs at the edge of a run by one age."""
    if not all(type(value) is int for value in values):
        return
    ages = range(18)
    for lower, upper in pairwise(ages):
        if (lower in values) != (upper in values):
            yield values ^ {lower}
            yield values ^ {upper}


def _named(node: pack.Node) -> str:
    match node:
        case pack.Answer(text=text):
            return f"“{text}”"
        case pack.Happened(event):
            return f"happened({event})"
        case pack.Named(name):
            return f"“{name}”"
        case pack.Applies(provision):
            return f"applies({provision})"
        case _:
            return f"{type(node).__name__}({', '.join(_named(child) for child in pack.children(node))})"


def with_definition(node: pack.Node, name: str, meaning: pack.Node) -> pack.Node:
    """The condition as it would be if this definition had this meaning."""
    match node:
        case pack.Named(name=known) if known == name:
            return replace(node, body=meaning)
        case pack.And(operands) | pack.Or(operands):
            return replace(node, operands=tuple(with_definition(operand, name, meaning) for operand in operands))
        case pack.Not(operand):
            return pack.Not(with_definition(operand, name, meaning))
        case pack.Named() | pack.Applies() | pack.Any() | pack.All() | pack.UnlistedChild():
            return replace(node, body=with_definition(node.body, name, meaning))
        case _:
            return node


def users_of(name: str, conditions: Mapping[str, pack.Node]) -> list[str]:
    """The provisions in whose condition this definition stands."""
    return [
        id
        for id, condition in conditions.items()
        if any(isinstance(part, pack.Named) and part.name == name for part in pack.walk(condition))
    ]
