"""Whether strong Kleene logic, which is FEEL's, decides a condition as exactly as our engine does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fingerpost.procedure.language.tree import Answer, Happened, Node, Not, UnlistedChild, Value, children
from fingerpost.procedure.pack.model import Fact

_YES: frozenset[Value] = frozenset({True})
_YES_NO: frozenset[Value] = frozenset({True, False})


def kleene_is_exact(condition: Node, facts: Mapping[str, Fact]) -> bool:
    """True where Kleene is certainly exact; where it is not, it may answer “unknown” to what is settled, and only that.

    It is exact if for each fact one value makes every literal of it hold, and one makes none hold. Then unknown facts
    can turn out for the best all at once, and for the worst. What happened is never unknown.
    """
    literals: dict[str, list[frozenset[Value]]] = {}
    for fact, values in _literals(condition, facts, True):
        literals.setdefault(fact, []).append(values)
    for fact, sets in literals.items():
        domain = frozenset(facts[fact].values) if fact in facts else _YES_NO
        if not frozenset.intersection(*sets) or frozenset.union(*sets) == domain:
            return False
    return True


def _literals(node: Node, facts: Mapping[str, Fact], plain: bool) -> Iterator[tuple[str, frozenset[Value]]]:
    match node:
        case Answer(fact, _, values):
            yield fact, values if plain else frozenset(facts[fact].values) - values
        case UnlistedChild(listed, _, body):
            yield listed, _YES_NO - _YES if plain else _YES
            yield "", _YES if plain else _YES_NO - _YES
            yield from _literals(body, facts, plain)
        case Happened():
            return
        case _:
            sign = plain is not isinstance(node, Not)
            for child in children(node):
                yield from _literals(child, facts, sign)
