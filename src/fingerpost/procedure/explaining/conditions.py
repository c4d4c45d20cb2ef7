"""A condition in words, apart from any case: an outline of what has to be true."""

from __future__ import annotations

from collections.abc import Iterator

from fingerpost.procedure.language import tree
from fingerpost.procedure.language.tree import Node
from fingerpost.procedure.pack.model import Pack

Outline = Iterator[tuple[int, str]]
"""Lines with their depth."""

_WHOM = {"child": ("a child listed", "every child listed"), "adult": ("an adult listed", "every adult listed")}


def outline(pack: Pack, node: Node, depth: int = 0, *, wanted: bool = True) -> Outline:
    """Yield what makes a condition `wanted`, a line each. Definitions and other rules are named, not opened."""
    match node:
        case tree.Constant(value):
            yield depth, "always" if value is wanted else "never"
        case tree.Answer():
            yield depth, _answer(pack, node, wanted)
        case tree.Happened(event):
            text = pack.events[event].text.rstrip(".")
            yield depth, text if wanted else f"not so: {text}"
        case tree.Not(operand):
            yield from outline(pack, operand, depth, wanted=not wanted)
        case tree.And(operands) | tree.Or(operands):
            yield depth, "all of these:" if isinstance(node, tree.And) is wanted else "at least one of these:"
            for operand in operands:
                yield from outline(pack, operand, depth + 1, wanted=wanted)
        case tree.Named(name):
            text = pack.definitions[name].text.rstrip(".")
            yield depth, text if wanted else f"not so: {text}"
        case tree.Applies(provision):
            yield depth, f"{provision} {'applies' if wanted else 'does not apply'}"
        case tree.Any(kind, body) | tree.All(kind, body):
            some = isinstance(node, tree.Any) is wanted
            yield depth, f"for {_WHOM[kind][0 if some else 1]}:"
            yield from outline(pack, body, depth + 1, wanted=wanted)
        case tree.UnlistedChild(_, _, body):
            yield depth, "for a child in the imagery who may be there and is not listed:"
            yield from outline(pack, body, depth + 1, wanted=wanted)


def _answer(pack: Pack, node: tree.Answer, wanted: bool) -> str:
    fact = pack.facts[node.fact]
    if fact.type == "bool":
        return f"{fact.ask} {'Yes' if (True in node.values) is wanted else 'No'}"
    chosen = [value for value in fact.values if (value in node.values) is wanted]
    numbers = [value for value in chosen if isinstance(value, int)]
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{fact.ask} {numbers[0]} to {numbers[-1]}"
    return f"{fact.ask} {' or '.join(fact.labels.get(str(value), str(value)) for value in chosen)}"
