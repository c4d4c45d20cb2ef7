"""Every literal that conditions can come to need, read off their trees before anything is simplified away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from fingerpost.procedure.deciding.ground import EVENT, EXISTS, UNLISTED, Domains, Variable
from fingerpost.procedure.language.tree import Answer, Happened, Node, Not, Scope, UnlistedChild, Value, children

ValueSets = Mapping[Scope, Mapping[Variable, Sequence[frozenset[Value]]]]
"""For each scope and variable (owner 0, or UNLISTED) the sets of values in which it is asked for."""

_YES: frozenset[Value] = frozenset({True})


def value_sets(nodes: Iterable[Node], domains: Domains) -> ValueSets:
    """The sets that occur, and all their unions and intersections, since parts that share a variable may be joined."""
    found: dict[Scope, dict[Variable, set[frozenset[Value]]]] = {"concern": {}, "child": {}, "adult": {}}
    for node in nodes:
        for scope, variable, values, plain in _literals(node):
            wanted = values if plain else domains.of(variable) - values
            found[scope].setdefault(variable, set()).add(wanted)
    return {
        scope: {
            variable: sorted(_closed(sets, domains.of(variable)), key=lambda values: sorted(map(str, values)))
            for variable, sets in of.items()
        }
        for scope, of in found.items()
    }


def _literals(
    node: Node, plain: bool = True, *, unlisted: bool = False
) -> Iterator[tuple[Scope, Variable, frozenset[Value], bool]]:
    match node:
        case Answer(fact, scope, values, _) if unlisted and scope != "concern":
            yield "concern", Variable(UNLISTED, fact), values, plain
        case Answer(fact, scope, values, _):
            yield scope, Variable(0, fact), values, plain
        case Happened(event, scope):
            yield scope, Variable(0, EVENT + event), _YES, plain
        case UnlistedChild(listed, _, body):
            yield "concern", Variable(0, listed), _YES, not plain
            yield "concern", Variable(UNLISTED, EXISTS), _YES, plain
            yield from _literals(body, plain, unlisted=True)
        case _:
            sign = plain is not isinstance(node, Not)
            for child in children(node):
                yield from _literals(child, sign, unlisted=unlisted)


def _closed(sets: set[frozenset[Value]], domain: frozenset[Value]) -> set[frozenset[Value]]:
    while True:
        made = {joined for one in sets for other in sets for joined in (one | other, one & other)}
        new = {values for values in made if values and values != domain} - sets
        if not new:
            return sets
        sets = sets | new
