"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "fingerpost.web"
    label = "web"
    verbose_name = "Pages"

    def ready(self) -> None:
        """Let a draft be its user's alone."""
        from fingerpost.access.guard.policies import keep_to_their_user
        from fingerpost.access.tables import ALL
        from fingerpost.web.models import Draft

        keep_to_their_user(Draft._meta.db_table, ALL)
