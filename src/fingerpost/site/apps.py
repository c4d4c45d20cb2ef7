"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "fingerpost.site"
    label = "site"
    verbose_name = "Site"

    def ready(self) -> None:
        """Hear from Django, and from allauth, what only they know of: the last app, so that all rooms are there."""
        from fingerpost.access import audit
        from fingerpost.site.signin import events

        audit.note_changes()
        events.connect()
