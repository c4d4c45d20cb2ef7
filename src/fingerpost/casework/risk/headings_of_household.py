"""Who lives in an adult's household, as far as the record says: plain data in, plain data out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AdultsHousehold:
    """The children of an adult's household, and whether there is any: None is not known."""

    children: tuple[str, ...]
    has_children: bool | None


def household(
    adult: str,
    lives_with: Iterable[tuple[str, str]],
    children: Sequence[str],
    in_a_household: Iterable[str] = (),
    lives_with_children: bool | None = None,
) -> AdultsHousehold:
    """Return who of `children` lives with the adult, directly or through others who live with them.

    `in_a_household` are those said to live in the household, without saying who with; one who
    lives with others, elsewhere, is not of this one. `lives_with_children` is the answer to that fact about the adult:
    where nobody is listed it alone says whether there is a child.
    """
    ties: dict[str, set[str]] = defaultdict(set)
    for one, other in lives_with:
        ties[one].add(other)
        ties[other].add(one)
    home, found = {adult}, [adult]
    while found:
        more = ties[found.pop()] - home
        home |= more
        found += more
    somewhere = {one for one in in_a_household if not ties[one]}
    within = tuple(child for child in children if child in home or child in somewhere)
    return AdultsHousehold(within, True if within else lives_with_children)
