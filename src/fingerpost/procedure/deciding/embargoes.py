"""What is in the way of telling somebody (2.2-no-disclosure): which embargoes hold a duty back, and which may."""

from __future__ import annotations

from collections.abc import Sequence

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.pack.model import Provision

UNLISTED = "unlisted"


class Embargoes:
    """One case's embargoes: `standing` and `possible` are adults' ids, in the case's order."""

    __slots__ = ("_lifted", "_possible", "_provision", "_standing", "_unlisted")

    def __init__(
        self, rule: Provision, case: Case, standing: Sequence[str], possible: Sequence[str], *, unlisted: bool
    ) -> None:
        self._provision = rule.id
        lifted_by = rule.embargo.lifted_by if rule.embargo else None
        self._standing = standing
        self._possible = possible
        self._unlisted = unlisted and not standing
        self._lifted = {
            (event.person, event.to) for event in case.events if event.type == lifted_by and event.at <= case.as_of
        }

    def held(self, recipient: str) -> tuple[list[str], list[str]]:
        """The embargoes that hold back what would tell `recipient`, and those that may."""
        may = self._named(self._possible, recipient)
        if self._unlisted:
            may.append(f"{self._provision}/{UNLISTED}")
        return self._named(self._standing, recipient), may

    def _named(self, adults: Sequence[str], recipient: str) -> list[str]:
        return [f"{self._provision}/{adult}" for adult in adults if (adult, recipient) not in self._lifted]


def recipient(held_for: str, person: str) -> str:
    """`parents:c` for the child c1 is `parents:c1`; `a` for the adult a1 is `a1`."""
    party, colon, _ = held_for.rpartition(":")
    return f"{party}{colon}{person}"
