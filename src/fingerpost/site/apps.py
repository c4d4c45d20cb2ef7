"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "fingerpost.site"
    label = "site"
    verbose_name = "Site"

    def ready(self) -> None:
        """Say who may open which page and what a new master key has to seal here, log what signs in."""
        from fingerpost.access import gone, noting
        from fingerpost.access.guard.policies import protect
        from fingerpost.keys import rotation
        from fingerpost.ledger.words import WORDS
        from fingerpost.site import declared
        from fingerpost.site.disposal import views as disposal
        from fingerpost.site.models import Invitation
        from fingerpost.site.signin import events, resealing
        from fingerpost.site.unusual import outcomes

        gone.answered_by(disposal.left)
        declared.declare()
        events.connect()
        noting.note_changes_of(Invitation)
        WORDS.register(object_kinds=["ledger", "emergency", outcomes.KIND])
        protect("site_lookoutcome", outcomes.PROTECTION)
        rotation.add(self.name, rotation.Further(resealing.older, resealing.reseal_some))
