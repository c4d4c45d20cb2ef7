"""A condition over bits, in a form in which knowledge settles it exactly.

A formula is monotone in its bits: a bit says that a literal holds. Put what *surely* holds in, and the formula says
whether the condition is settled; put what *possibly* holds in, and it says whether the condition can still come true.
That is strong Kleene logic, and it is exact here, because parts joined by `Some` and `Every` share no variable, and
tangled parts are kept as their prime grounds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import cast

from fingerpost.procedure.deciding.ground import Domains, Ground, Join, Literal, join, variables
from fingerpost.procedure.deciding.layout import Placement
from fingerpost.procedure.deciding.primes import partition, primes

NONE = -1
"""Returned by `because` where the condition is not settled."""


class Formula(ABC):
    """One part of a condition. `bits` is every bit that it reads."""

    __slots__ = ("bits",)
    bits: int

    @abstractmethod
    def source(self) -> str:
        """A Python expression over `x`, true or false in value, made of whole numbers alone."""

    @abstractmethod
    def holds(self, x: int) -> bool:
        """Whether the formula holds of the literals in `x`."""

    @abstractmethod
    def because(self, sure: int) -> int:
        """The smallest set of sure bits that suffices, in the contract's order; NONE where none does."""

    @abstractmethod
    def open(self, sure: int, possible: int) -> int:
        """The bits that are not settled and can still change the formula, which is itself not settled."""


class Some(Formula):
    """At least one bit of `mask`, or one of `parts`. No variable is twice."""

    __slots__ = ("mask", "parts")

    def __init__(self, mask: int, parts: Sequence[Formula]) -> None:
        self.mask = mask
        self.parts = tuple(parts)
        self.bits = mask
        for part in parts:
            self.bits |= part.bits

    def source(self) -> str:
        tests = ([f"x & {self.mask}"] if self.mask else []) + [f"({part.source()})" for part in self.parts]
        return " or ".join(tests) or "0"

    def holds(self, x: int) -> bool:
        return bool(x & self.mask) or any(part.holds(x) for part in self.parts)

    def because(self, sure: int) -> int:
        met = sure & self.mask
        best = met & -met if met else NONE
        for part in self.parts:
            found = part.because(sure)
            if found != NONE and (best == NONE or found < best):
                best = found
        return best

    def open(self, sure: int, possible: int) -> int:
        bits = possible & self.mask
        for part in self.parts:
            if part.holds(possible):
                bits |= part.open(sure, possible)
        return bits


class Every(Formula):
    """All bits of `mask`, and all of `parts`. No variable is twice."""

    __slots__ = ("mask", "parts")

    def __init__(self, mask: int, parts: Sequence[Formula]) -> None:
        self.mask = mask
        self.parts = tuple(parts)
        self.bits = mask
        for part in parts:
            self.bits |= part.bits

    def source(self) -> str:
        tests = [f"x & {self.mask} == {self.mask}"] if self.mask & (self.mask - 1) else []
        tests += [f"x & {self.mask}"] if self.mask and not tests else []
        return " and ".join(tests + [f"({part.source()})" for part in self.parts]) or "1"

    def holds(self, x: int) -> bool:
        return x & self.mask == self.mask and all(part.holds(x) for part in self.parts)

    def because(self, sure: int) -> int:
        if sure & self.mask != self.mask:
            return NONE
        total = self.mask
        for part in self.parts:
            found = part.because(sure)
            if found == NONE:
                return NONE
            total |= found
        return total

    def open(self, sure: int, possible: int) -> int:
        bits = possible & self.mask & ~sure
        for part in self.parts:
            if not part.holds(sure):
                bits |= part.open(sure, possible)
        return bits


class Primes(Formula):
    """At least one of the prime grounds.

    Each ground is its bits, its rank (its variables' first bits, for the order of `because`) and its reach (its bits
    and those of wider literals of the same variables: what meets the ground meets these too).
    """

    __slots__ = ("grounds",)

    def __init__(self, grounds: Sequence[tuple[int, int, int]]) -> None:
        self.grounds = tuple(sorted(grounds, key=lambda ground: (ground[1], ground[0])))
        self.bits = 0
        for ground, _, _ in grounds:
            self.bits |= ground

    def source(self) -> str:
        return " or ".join(f"x & {ground} == {ground}" for ground, _, _ in self.grounds) or "0"

    def holds(self, x: int) -> bool:
        return any(x & ground == ground for ground, _, _ in self.grounds)

    def because(self, sure: int) -> int:
        return next((ground for ground, _, _ in self.grounds if sure & ground == ground), NONE)

    def open(self, sure: int, possible: int) -> int:
        left = {ground & ~sure: reach for ground, _, reach in self.grounds if possible & ground == ground}
        bits = 0
        for rest, reach in left.items():
            if not any(other != rest and other & reach == other for other in left):
                bits |= rest
        return bits


def formula(ground: Ground, placement: Placement, domains: Domains) -> Formula:
    """The formula of a ground expression. Raises primes.TooManyError."""
    if isinstance(ground, bool):
        return Every(0, ()) if ground else Some(0, ())
    if isinstance(ground, Literal):
        return Some(placement.bit(ground), ())
    groups = partition(ground.parts, [variables(part) for part in ground.parts])
    mask, parts = 0, list[Formula]()
    for group in groups:
        alone = group[0] if len(group) == 1 else None
        if isinstance(alone, Literal):
            mask |= placement.bit(alone)
        elif alone is not None:
            parts.append(formula(alone, placement, domains))
        else:
            parts.append(_tangled(join(ground.every, group, domains), placement, domains))
    if not mask and len(parts) == 1:
        return parts[0]
    return Every(mask, parts) if ground.every else Some(mask, parts)


def _tangled(ground: Ground, placement: Placement, domains: Domains) -> Formula:
    """Parts that share a variable: a common factor is taken out if there is one, else the prime grounds are found."""
    factored = _factored(ground, domains)
    if factored is not None:
        return formula(factored, placement, domains)
    return Primes(
        [
            (
                sum(placement.bit(literal) for literal in cube),
                sum(placement.first(literal.variable) for literal in cube) & ~placement.event_bits,
                sum(placement.reach(literal) for literal in cube),
            )
            for cube in primes(ground, domains)
        ]
    )


def _factored(ground: Ground, domains: Domains) -> Ground | None:
    """`(x and y) or (x and z)` as `x and (y or z)`, likewise with and, or exchanged; None if nothing is common."""
    if not isinstance(ground, Join):
        return ground
    inner = not ground.every
    rows = [part.parts if isinstance(part, Join) and part.every is inner else (part,) for part in ground.parts]
    common = [part for part in rows[0] if all(part in row for row in rows[1:])]
    if not common:
        return None
    rests = [join(inner, (part for part in row if part not in common), domains) for row in rows]
    return join(inner, [*common, join(ground.every, rests, domains)], domains)


def sieve(formulas: Sequence[Formula]) -> Callable[[int], int]:
    """One function for many formulas: bit i of its result says whether the i-th holds.

    What many formulas demand is asked once, and what follows it only where it holds.
    """
    demands: dict[frozenset[str], int] = {}
    for index, whole in enumerate(formulas):
        needed = frozenset(_demands(whole))
        demands[needed] = demands.get(needed, 0) | 1 << index
    space: dict[str, Callable[[int], int]] = {}
    exec("\n".join(["def holding(x):", " r = 0", *_lines(demands, " "), " return r"]), {"__builtins__": {}}, space)  # noqa: S102
    return space["holding"]


def _demands(whole: Formula) -> Iterator[str]:
    """The parts that must all hold, as sources."""
    if not isinstance(whole, Every):
        yield whole.source()
        return
    for place in range(whole.mask.bit_length()):
        if whole.mask >> place & 1:
            yield f"x & {1 << place}"
    for part in whole.parts:
        yield from _demands(part)


def _lines(demands: dict[frozenset[str], int], indent: str) -> Iterator[str]:
    left = dict(demands)
    met = left.pop(frozenset(), 0)
    if met:
        yield f"{indent}r |= {met}"
    while left:
        often = Counter(part for needed in left for part in needed)
        part, count = max(often.items(), key=lambda item: (item[1], item[0]))
        if count == 1:
            for needed, bits in left.items():
                yield f"{indent}if {' and '.join(f'({part})' for part in sorted(needed, key=len))}: r |= {bits}"
            return
        yield f"{indent}if {part}:"
        yield from _lines({needed - {part}: bits for needed, bits in left.items() if part in needed}, indent + " ")
        left = {needed: bits for needed, bits in left.items() if part not in needed}


def compiled(whole: Formula) -> Callable[[int], bool]:
    """`whole.holds` as one Python expression, made of whole numbers and operators, never of a pack's text."""
    function = eval(f"lambda x: bool({whole.source()})", {"__builtins__": {"bool": bool}})  # noqa: S307
    return cast(Callable[[int], bool], function)
