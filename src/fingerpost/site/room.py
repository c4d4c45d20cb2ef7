"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.access import audit
from fingerpost.access.hooks import AccessHooks
from fingerpost.keys.rotation import Further
from fingerpost.ledger.words import Words
from fingerpost.site import receiving, route_permissions
from fingerpost.site.administration import assurances
from fingerpost.site.disposal import views as disposal
from fingerpost.site.models import Assurance, DirectoryPerson, Invitation, LookOutcome
from fingerpost.site.scim import people
from fingerpost.site.signin import events, resealing
from fingerpost.site.unusual import outcomes

SITE = AccessHooks(
    name="site",
    words=Words(
        actions=events.ACTIONS,
        object_kinds={audit.ACCOUNT, audit.kind_of(Invitation), "ledger", "emergency", outcomes.KIND, assurances.KIND},
    ),
    noted=(Invitation,),
    routes=route_permissions.ROUTES,
    involved=receiving.involved,
    disposed_page=disposal.left,
    protects={
        DirectoryPerson._meta.db_table: people.PROTECTION,
        LookOutcome._meta.db_table: outcomes.PROTECTION,
        Assurance._meta.db_table: assurances.PROTECTION,
    },
    sealed=Further(resealing.older, resealing.reseal_some),
)
