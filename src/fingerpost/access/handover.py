"""What a leaver holds, and who takes it over. Each room above is asked; nothing is orphaned.

Whoever hands over need not see what it is: a holding has a number and words for its kind, and no content.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from fingerpost.access.errors import AccessError
from fingerpost.access.models.people import Membership
from fingerpost.procedure.errors import Problem
from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class Holding:
    """Things of one kind that a member holds: `what` in the plural, as “concerns recorded”, and how to pass them on."""

    what: str
    count: int
    hand_over: Callable[[Membership], None]


@dataclass(frozen=True, kw_only=True)
class WithHoldings(Room):
    """A room of which somebody can hold something: asked when they are about to leave, and of those who left."""

    holdings: Callable[[Membership], Iterable[Holding]] | None = None


def held_by(membership: Membership) -> list[Holding]:
    """Return what `membership` holds, kind by kind; kinds of which it holds nothing are left out."""
    answers = (room.holdings(membership) for room in rooms(WithHoldings) if room.holdings is not None)
    return [holding for holdings in answers for holding in holdings if holding.count]


def may_take_over(leaver: Membership, successor: Membership, day: datetime.date) -> bool:
    """Whether `successor` can take over: another member of the same organisation who is there on `day`."""
    return (
        successor.user_id != leaver.user_id
        and successor.organisation_id == leaver.organisation_id
        and successor.holds_on(day)
    )


@transaction.atomic
def end(membership: Membership, last_day: datetime.date, successor: Membership | None, today: datetime.date) -> None:
    """End `membership` after `last_day`, and pass what it holds now on to `successor`.

    Raises AccessError when something is held and nobody takes it over, or somebody who cannot. What comes to the
    member between today and a later last day is found by `held_by` afterwards.
    """
    if last_day < membership.starts:
        raise _refused("it would end before it started", "Give a day on or after the first day.")
    holdings = held_by(membership)
    if successor is not None and not may_take_over(membership, successor, today):
        raise _refused("this person cannot take over", "Choose a colleague who is in the organisation today.")
    if holdings and successor is None:
        raise _refused("somebody has to take over what is held", "Choose a colleague.")
    for holding in holdings:
        assert successor is not None  # noqa: S101 - for the reader and the type checker: refused above
        holding.hand_over(successor)
    membership.ends = last_day
    membership.save(update_fields=["ends"])


def _refused(happened: str, help_: str) -> AccessError:
    return AccessError([Problem("membership", happened, help_)])
