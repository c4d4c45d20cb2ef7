"""What a room above can do for this one, and for those beneath."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.access.chronology import WithChronology
from fingerpost.access.contents import WithContents
from fingerpost.access.declare import WithRoutes
from fingerpost.access.gone import WithGone
from fingerpost.access.guard.additions import WithGuard
from fingerpost.access.guard.policies import WithPolicies
from fingerpost.access.handover import WithHoldings
from fingerpost.access.models.concerns import WithInvolved
from fingerpost.access.models.exclusions import WithExcluded
from fingerpost.access.noting import WithNoted
from fingerpost.access.people_changed import WithPeople
from fingerpost.access.tables import WithTables
from fingerpost.ledger.above import AboveLedger


@dataclass(frozen=True, kw_only=True)
class AboveAccess(
    AboveLedger,
    WithChronology,
    WithContents,
    WithExcluded,
    WithGone,
    WithGuard,
    WithHoldings,
    WithInvolved,
    WithNoted,
    WithPeople,
    WithPolicies,
    WithRoutes,
    WithTables,
):
    """A room above `access`, or itself."""
