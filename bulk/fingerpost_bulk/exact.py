"""Conditions in a form in which evaluating them with three values is exact, however many people there are.

Evaluating three values is vaguer than trying every completion only where a fact is *tangled*: where no single value of
it is the best for every literal, or none the worst. Such a fact is split by cases: `f` becomes `x and f(x)`, or
`not x and f(not x)`, or both `f(x)` and `f(not x)`, which is what holds either way; likewise with more values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from fingerpost.procedure.language.tree import Value
from fingerpost_bulk.lifted import (
    Domains,
    Fact,
    Join,
    Lifted,
    Literal,
    Over,
    bound,
    join,
    literals,
    over,
)

MOST = 3000
"""As many literals a condition may have once its tangled facts are split."""


Then = Callable[[Lifted], Lifted]


class TangledError(Exception):
    """One quantifier contradicts another about the same fact: no form for any number of people was found."""


def exact(whole: Lifted, domains: Domains) -> Lifted:
    """The same condition, exact under three-valued evaluation. Raises TangledError."""
    return _Splitting(domains).whole(whole)


def tangled(whole: Lifted, domains: Domains) -> list[Fact]:
    """The facts for which no value is at once the best of all, or none the worst. In their order."""
    found: dict[Fact, list[frozenset[Value]]] = {}
    for literal, _ in literals(whole):
        found.setdefault(literal.fact, []).append(literal.values)
    return [
        fact
        for fact, sets in found.items()
        if not frozenset.intersection(*sets) or frozenset.union(*sets) == domains.of(fact)
    ]


class _Splitting:
    def __init__(self, domains: Domains) -> None:
        self.domains = domains
        self.size = 0

    def whole(self, whole: Lifted) -> Lifted:
        facts = tangled(whole, self.domains)
        if not facts:
            return self.counted(whole)
        inside = {literal.fact for literal, at in literals(whole) if at is not None}
        for fact in facts:
            if fact.owner in ("concern", "unlisted") or fact not in inside:
                return self.split(whole, fact, self.whole)
        return self.counted(self.within(_merged(whole, self.domains), facts))

    def within(self, whole: Lifted, facts: Sequence[Fact]) -> Lifted:
        """Split facts inside the one quantifier that each of them is in."""
        places: dict[Fact, set[Over | None]] = {fact: set() for fact in facts}
        for literal, at in literals(whole):
            if literal.fact in places:
                places[literal.fact].add(at)
        if any(len(found) > 1 for found in places.values()):
            raise TangledError
        return self.replaced(whole, {at for found in places.values() for at in found})

    def replaced(self, whole: Lifted, places: set[Over | None]) -> Lifted:
        if isinstance(whole, Over) and whole in places:
            return Over(whole.kind, whole.every, self.body(whole.body))
        if isinstance(whole, Join):
            return join(whole.every, (self.replaced(part, places) for part in whole.parts), self.domains)
        return whole

    def body(self, body: Lifted) -> Lifted:
        facts = tangled(body, self.domains)
        return self.split(body, facts[0], self.body) if facts else body

    def split(self, whole: Lifted, fact: Fact, then: Then) -> Lifted:
        """By cases of one fact, and what holds in all of them."""
        sets = [literal.values for literal, _ in literals(whole) if literal.fact == fact]
        cases = [Literal(fact, values) for values in _told_apart(sets, self.domains.of(fact))]
        rests = [then(bound(whole, case, self.domains)) for case in cases]
        each = [join(True, (case, rest), self.domains) for case, rest in zip(cases, rests, strict=True)]
        return self.counted(join(False, [*each, join(True, rests, self.domains)], self.domains))

    def counted(self, whole: Lifted) -> Lifted:
        if sum(1 for _ in literals(whole)) > MOST:
            raise TangledError
        return whole


def _told_apart(sets: Sequence[frozenset[Value]], domain: frozenset[Value]) -> Iterator[frozenset[Value]]:
    """The values in groups, such that no set of `sets` tells those of a group apart. In a fixed order."""
    groups: dict[tuple[bool, ...], set[Value]] = {}
    for value in sorted(domain, key=str):
        groups.setdefault(tuple(value in values for values in sets), set()).add(value)
    return map(frozenset, groups.values())


def _merged(whole: Lifted, domains: Domains) -> Lifted:
    """`any(p) or any(q)` as `any(p or q)`, likewise with all and and: fewer quantifiers that could be at odds."""
    if not isinstance(whole, Join):
        return whole
    parts: list[Lifted] = []
    bodies: dict[str, list[Over]] = {}
    for part in whole.parts:
        if isinstance(part, Over) and part.every is whole.every:
            bodies.setdefault(part.kind, []).append(part)
        else:
            parts.append(_merged(part, domains))
    for same in bodies.values():
        parts.append(over(same[0].kind, whole.every, join(whole.every, (one.body for one in same), domains), domains))
    return join(whole.every, parts, domains)
