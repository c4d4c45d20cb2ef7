"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "fingerpost.site"
    label = "site"
    verbose_name = "Site"

    def ready(self) -> None:
        """Say who may open which page, and what of this room a new master key has to seal."""
        from fingerpost.keys import rotation
        from fingerpost.site import declared
        from fingerpost.site.signin import resealing

        declared.declare()
        rotation.add(self.name, rotation.Further(resealing.older, resealing.reseal_some))
