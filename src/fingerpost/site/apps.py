"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "fingerpost.site"
    label = "site"
    verbose_name = "Site"

    def ready(self) -> None:
        """Say who may open which page."""
        from fingerpost.site import declared

        declared.declare()
