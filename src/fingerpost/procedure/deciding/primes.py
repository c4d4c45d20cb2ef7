"""Prime grounds: for conditions in which one variable is in several places.

A *cube* is a set of literals, one a variable: an answer sheet that suffices. A cube is *prime* when no literal of it
can be widened or left out. Given all primes, partial knowledge settles a condition exactly (Quine 1952; Blake's
canonical form, here over variables of many values): it holds for certain when some prime is met, and it is excluded
when every prime is contradicted; and an unknown variable still matters when it is in a prime that is neither
contradicted nor, once the known literals are struck out, implied by a shorter one.
"""

from __future__ import annotations

from collections.abc import Iterable

from fingerpost.procedure.deciding.ground import Domains, Ground, Join, Literal, Variable
from fingerpost.procedure.language.tree import Value

Cube = frozenset[Literal]
MOST = 512


class TooManyError(Exception):
    """The condition has more than MOST grounds: it cannot be decided in reasonable time."""


def primes(ground: Ground, domains: Domains) -> tuple[Cube, ...]:
    """All prime cubes of `ground`, in a fixed order. Raises TooManyError."""
    cubes = _closed(_cubes(ground), domains)
    return tuple(sorted(cubes, key=lambda cube: sorted((v, sorted(map(str, values))) for v, values in cube)))


def _cubes(ground: Ground) -> set[Cube]:
    """Any set of cubes that together say the same."""
    if isinstance(ground, bool):
        return {frozenset()} if ground else set()
    if isinstance(ground, Literal):
        return {frozenset({ground})}
    if not ground.every:
        return _shortest(cube for part in ground.parts for cube in _cubes(part))
    product: set[Cube] = {frozenset()}
    for part in ground.parts:
        options = _cubes(part)
        product = _shortest(met for cube in product for option in options if (met := _both(cube, option)) is not None)
    return product


def _both(left: Cube, right: Cube) -> Cube | None:
    """What both demand at once, None where they contradict each other."""
    demands: dict[Variable, frozenset[Value]] = dict(left)
    for variable, values in right:
        common = demands[variable] & values if variable in demands else values
        if not common:
            return None
        demands[variable] = common
    return frozenset(Literal(*item) for item in demands.items())


def _implies(left: Cube, right: Cube) -> bool:
    """Everything that meets `left` meets `right`."""
    demands = dict(left)
    return all(variable in demands and demands[variable] <= values for variable, values in right)


def _shortest(cubes: Iterable[Cube]) -> set[Cube]:
    """The cubes that imply no other of them."""
    kept: list[Cube] = []
    for cube in sorted(set(cubes), key=len):
        if not any(_implies(cube, other) for other in kept):
            kept = [other for other in kept if not _implies(other, cube)]
            kept.append(cube)
            if len(kept) > MOST:
                raise TooManyError
    return set(kept)


def _closed(cubes: set[Cube], domains: Domains) -> set[Cube]:
    """Add what two cubes imply together through one variable (their consensus) until nothing new comes."""
    while True:
        new = {
            met
            for left in cubes
            for right in cubes
            for met in _consensus(left, right, domains)
            if not any(_implies(met, cube) for cube in cubes)
        }
        if not new:
            return cubes
        cubes = _shortest(cubes | new)


def _consensus(left: Cube, right: Cube, domains: Domains) -> Iterable[Cube]:
    """The cubes in which one variable's values are those of both, the others' what both demand."""
    of_right = dict(right)
    for variable, values in left:
        if variable in of_right and not (values <= of_right[variable] or of_right[variable] <= values):
            rest = _both(
                frozenset(literal for literal in left if literal.variable != variable),
                frozenset(literal for literal in right if literal.variable != variable),
            )
            if rest is not None:
                union = values | of_right[variable]
                yield rest if union == domains.of(variable) else rest | {Literal(variable, union)}


def partition(parts: tuple[Literal | Join, ...], names: Iterable[frozenset[Variable]]) -> list[list[Literal | Join]]:
    """Parts in groups, such that parts in different groups share no variable."""
    groups: list[tuple[set[Variable], list[Literal | Join]]] = []
    for part, variables in zip(parts, names, strict=True):
        touching = [group for group in groups if group[0] & variables]
        apart = [group for group in groups if not group[0] & variables]
        merged = (
            set(variables).union(*(group[0] for group in touching)),
            [*(item for group in touching for item in group[1]), part],
        )
        groups = [*apart, merged]
    return [group[1] for group in groups]
