"""Who a concern goes through where somebody works, and which of them may be the suspected adult: plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fingerpost.casework.meetings.rules import is_called_like

LEADS: Final = frozenset({"safeguarding_lead"})
MANAGES: Final = frozenset({"team_manager"})

_CHAIR: Final = ("chair", "governor", "trustee", "owner", "proprietor", "employer", "director")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's membership of an organisation, as far as it matters here. `place`: what the organisation is called."""

    user: UUID
    organisation: UUID
    name: str
    role: str
    intake: bool
    place: str = ""

    @property
    def post(self) -> str:
        """What they are there, as `models.BypassedPost` has it; an empty text where no concern goes through them."""
        if self.role in LEADS:
            return "lead"
        if self.role in MANAGES:
            return "manager"
        return "other" if self.intake else ""


def alike(
    suspected: Mapping[UUID, Collection[str]],
    accounts: Iterable[Account],
    places: Mapping[UUID, Collection[str]],
) -> Iterator[tuple[UUID, Account]]:
    """Yield each suspected adult with each account through which a concern goes that is like theirs.

    By the name and by where they work (`places`, of each adult): a name alone is a namesake's too, and is asked about.
    """
    through = [one for one in accounts if one.post]
    for about, names in suspected.items():
        for account in through:
            works_there = any(is_called_like(place, account.place) for place in places.get(about, ()))
            if works_there and any(is_called_like(account.name, name) for name in names):
                yield about, account


def is_of_the_employer(purpose: str) -> bool:
    """Whether an entry of the directory is of those who answer for an organisation, above the one who runs it."""
    return any(word in purpose.casefold() for word in _CHAIR)
