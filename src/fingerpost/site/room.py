"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.access import noting
from fingerpost.access.above import AboveAccess
from fingerpost.keys.rotation import Further
from fingerpost.ledger.words import Words
from fingerpost.site import declared
from fingerpost.site.disposal import views as disposal
from fingerpost.site.models import Invitation, LookOutcome
from fingerpost.site.signin import events, resealing
from fingerpost.site.unusual import outcomes

SITE = AboveAccess(
    name="site",
    words=Words(
        actions=events.ACTIONS,
        object_kinds={noting.ACCOUNT, noting.kind_of(Invitation), "ledger", "emergency", outcomes.KIND},
    ),
    noted=(Invitation,),
    routes=declared.ROUTES,
    gone=disposal.left,
    protects={LookOutcome._meta.db_table: outcomes.PROTECTION},
    sealed=Further(resealing.older, resealing.reseal_some),
)
