"""A condition over unknown facts, decided by trying every way they may turn out.

A condition here is *ground*: about named people, with only facts left open. To try all completions of its facts, take
one that it mentions, try each value, and go on with what remains. Where nothing remains to be tried, because the facts
fixed so far settle the condition, all completions below agree. No other use is made of what a condition looks like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

type Value = bool | int | str
type Possible = Mapping[str, Sequence[Value]]  # for each fact the values that it may have


@dataclass(frozen=True)
class Leaf:
    """The fact has one of these values."""

    fact: str
    values: frozenset[Value]


@dataclass(frozen=True)
class Negation:
    part: Ground


@dataclass(frozen=True)
class Every:
    parts: tuple[Ground, ...]


@dataclass(frozen=True)
class Either:
    parts: tuple[Ground, ...]


type Ground = bool | Leaf | Negation | Every | Either


def negation(part: Ground) -> Ground:
    return not part if isinstance(part, bool) else Negation(part)


def every(parts: Iterable[Ground]) -> Ground:
    """Settled parts are folded away."""
    left = tuple(part for part in parts if part is not True)
    if any(part is False for part in left):
        return False
    return Every(left) if left else True


def either(parts: Iterable[Ground]) -> Ground:
    """Settled parts are folded away."""
    left = tuple(part for part in parts if part is not False)
    if any(part is True for part in left):
        return True
    return Either(left) if left else False


def fix(ground: Ground, known: Mapping[str, Value]) -> Ground:
    """What remains of the condition once these facts have these values."""
    match ground:
        case Leaf(fact, values):
            return known[fact] in values if fact in known else ground
        case Negation(part):
            return negation(fix(part, known))
        case Every(parts):
            return every([fix(part, known) for part in parts])
        case Either(parts):
            return either([fix(part, known) for part in parts])
        case _:
            return ground


def leaves(ground: Ground) -> Iterator[Leaf]:
    match ground:
        case Leaf():
            yield ground
        case Negation(part):
            yield from leaves(part)
        case Every(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            return


def representatives(grounds: Iterable[Ground], fact: str, values: Sequence[Value]) -> list[Value]:
    """One of the values for each way in which the conditions can tell them apart.

    A condition looks at a fact only through its leaves. Two values that lie in the same leaves (two ages on the same
    side of every bound) give the same answer always, so one of them stands for both.
    """
    looks = [leaf.values for ground in grounds for leaf in leaves(ground) if leaf.fact == fact]
    return list({tuple(value in look for look in looks): value for value in values}.values())


def mentioned(ground: Ground) -> set[str]:
    return {leaf.fact for leaf in leaves(ground)}


def open_in(ground: Ground, possible: Possible) -> Ground:
    """What remains of the condition once the facts that can have one value only have it."""
    return fix(ground, {fact: values[0] for fact, values in possible.items() if len(values) == 1})


def can_be(wanted: bool, ground: Ground, possible: Possible) -> bool:
    """Whether some completion gives the condition this value."""
    return _can_be(wanted, open_in(ground, possible), possible)


def _can_be(wanted: bool, ground: Ground, possible: Possible) -> bool:
    first = next(leaves(ground), None)
    if first is None:
        return ground is wanted
    fact = first.fact
    return any(
        _can_be(wanted, fix(ground, {fact: value}), possible)
        for value in representatives([ground], fact, possible[fact])
    )


def can_change(ground: Ground, fact: str, possible: Possible) -> bool:
    """Whether two completions that differ in this fact alone give the condition different values."""
    ground = open_in(ground, possible)
    return _differ([fix(ground, {fact: value}) for value in representatives([ground], fact, possible[fact])], possible)


def _differ(versions: Sequence[Ground], possible: Possible) -> bool:
    """Whether some completion of the other facts tells the versions apart."""
    if all(version == versions[0] for version in versions):
        return False
    first = next((leaf for version in versions for leaf in leaves(version)), None)
    if first is None:
        return True
    fact = first.fact
    return any(
        _differ([fix(version, {fact: value}) for version in versions], possible)
        for value in representatives(versions, fact, possible[fact])
    )
