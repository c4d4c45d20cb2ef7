"""Whether two kinds of answers take the same time: exact, distribution-free tests of paired differences (pure).

Each pair has the time of one kind less that of the other, asked one right after the other in random order: whatever
else the machine does falls on both. Times have long tails and no known distribution, so nothing is said of means.

- *Difference*: the sign test. If neither is slower, each is so in half of the pairs; the probability of a split at
  least as uneven is the binomial’s. Over many comparisons these are made stricter by Holm’s procedure.
- *Equivalence*: two one-sided tests at 5 %: the 90 % interval of the median difference, from the order statistics
  (their coverage is the binomial’s too), lies within a margin that was stated before.

Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, chapter 3; Holm 1979; Schuirmann 1987.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from statistics import median


@dataclass(frozen=True)
class Compared:
    """The median difference, its 90 % interval, the share of pairs in which the first was slower, and the sign test."""

    pairs: int
    median: float
    low: float
    high: float
    slower: float
    p: float

    def is_within(self, margin: float) -> bool:
        """Whether the two are equivalent: the median difference is smaller than the margin, at 5 %."""
        return -margin < self.low and self.high < margin


def compared(differences: Sequence[float]) -> Compared:
    """Compare pairs, by their differences in any unit. Raises `ValueError` below 8: no interval would be there."""
    if len(differences) < 8:
        raise ValueError("too few pairs to say anything")
    ordered = sorted(differences)
    rank = interval_rank(len(ordered), 0.9)
    slower = sum(one > 0 for one in ordered)
    untied = sum(one != 0 for one in ordered)
    return Compared(
        len(ordered),
        median(ordered),
        ordered[rank - 1],
        ordered[-rank],
        slower / len(ordered),
        sign_test(slower, untied),
    )


def sign_test(slower: int, pairs: int) -> float:
    """Return how probable a split at least as uneven is, either way, if neither is slower."""
    if not pairs:
        return 1.0
    fewer = min(slower, pairs - slower)
    return min(1.0, 2 * sum(comb(pairs, number) for number in range(fewer + 1)) / 2**pairs)


def interval_rank(pairs: int, coverage: float) -> int:
    """Return the rank, from 1, of the narrowest order statistics from both ends that cover the median so often."""
    # In whole numbers: of thousands of pairs these are beyond what a float holds.
    below, rank, splits = 0, 0, 1  # `splits`: comb(pairs, rank)
    allowed = (1 - Fraction(str(coverage))) / 2 * 2**pairs
    while below + splits <= allowed:
        below += splits
        splits = splits * (pairs - rank) // (rank + 1)
        rank += 1
    if not rank:
        raise ValueError("too few pairs to say anything")
    return rank


def holm(ps: Sequence[float]) -> list[float]:
    """Return the probabilities of many comparisons, adjusted so that one false alarm in all is as rare as in one."""
    order = sorted(range(len(ps)), key=lambda index: ps[index])
    adjusted, highest = [1.0] * len(ps), 0.0
    for done, index in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - done) * ps[index]))
        adjusted[index] = highest
    return adjusted
