"""The tests that the timing campaign goes by: against numbers worked out elsewhere, and against made-up times."""

from __future__ import annotations

import random

import pytest

from access.timing import compared, holm, interval_rank, sign_test


@pytest.mark.parametrize(
    ("slower", "pairs", "p"), [(5, 10, 1.0), (9, 10, 22 / 1024), (1, 10, 22 / 1024), (0, 6, 2 / 64), (0, 0, 1.0)]
)
def test_the_sign_test_is_the_binomials(slower: int, pairs: int, p: float) -> None:
    assert sign_test(slower, pairs) == pytest.approx(p)


def test_the_interval_of_a_median_has_the_ranks_of_the_tables() -> None:
    # The tables have 95 % ranks for 10, 25 and 50 pairs: 2, 8 and 18.
    assert [interval_rank(pairs, 0.95) for pairs in (10, 25, 50)] == [2, 8, 18]
    with pytest.raises(ValueError, match="too few"):
        interval_rank(4, 0.9)
    # Of many pairs it is near that of the normal distribution: half of them, less 1.645 times half of their root.
    assert interval_rank(2400, 0.9) == pytest.approx(1200 - 1.645 * 2400**0.5 / 2, abs=1)


def test_holm_makes_the_smallest_as_strict_as_all_together() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


def test_a_difference_is_found_and_sameness_is_shown_not_assumed() -> None:
    rng = random.Random(1)  # noqa: S311 - times, not secrets
    same = [rng.expovariate(1) - rng.expovariate(1) for _ in range(400)]
    slower = [0.8 + it for it in same]
    assert compared(same).p > 0.01
    assert compared(same).is_within(0.5)
    assert compared(slower).p < 0.001
    assert not compared(slower).is_within(0.5)
    # Too few pairs show nothing: no difference is found, and no sameness either.
    few = compared([5 * it for it in same[:12]])
    assert few.p > 0.01
    assert not few.is_within(0.5)
