"""What a room above can do for this one, and for those beneath."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.access.audit import WithNoted
from fingerpost.access.chronology import WithChronology
from fingerpost.access.contents import WithContents
from fingerpost.access.disposed import WithDisposedPage
from fingerpost.access.guard.additions import WithGuard
from fingerpost.access.guard.policies import WithPolicies
from fingerpost.access.handover import WithHoldings
from fingerpost.access.models.concerns import WithInvolved
from fingerpost.access.models.exclusions import WithExcluded
from fingerpost.access.people_changed import WithPeople
from fingerpost.access.permissions import WithRoutes
from fingerpost.access.tables import WithTables
from fingerpost.ledger.hooks import LedgerHooks


@dataclass(frozen=True, kw_only=True)
class AccessHooks(
    LedgerHooks,
    WithChronology,
    WithContents,
    WithExcluded,
    WithDisposedPage,
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
