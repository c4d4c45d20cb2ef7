"""What an administrator says is so and no program can see: added to, never changed, with who and when."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from fingerpost.access import context
from fingerpost.access.guard.policies import Policy, Protection
from fingerpost.ledger import recording
from fingerpost.site.models import Assurance, Assured

KIND: Final = "assurance"
_OF_ADMINISTRATOR: Final = (
    "by_id = (SELECT guard.me()) AND EXISTS"
    " (SELECT FROM access_membership m WHERE m.id = by_id AND m.role = 'administrator')"
)
PROTECTION: Final = Protection(
    (Policy("SELECT", using="(SELECT guard.me()) IS NOT NULL"), Policy("INSERT", check=_OF_ADMINISTRATOR)),
    "SELECT, INSERT",
    forced=False,
)
"""Nothing of a concern is in it: whoever acts may read it. Only an administrator adds to it."""


def newest() -> dict[str, Assurance]:
    """Return what was said last of each: one query."""
    return {row.kind: row for row in Assurance.objects.select_related("by__user").order_by("recorded_at", "pk")}


def say(what: Assured, now: datetime, *, holds: bool) -> None:
    """Record that it is so, or no longer; nothing where that was said last."""
    last = newest().get(what)
    if (last is not None and last.holds) == holds:
        return
    made = Assurance(kind=what, holds=holds, by_id=context.required().membership_id, recorded_at=now)
    made.save()
    recording.note("created", KIND, made.pk)
