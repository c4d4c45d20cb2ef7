"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class DisposalConfig(AppConfig):
    name = "fingerpost.disposal"
    label = "disposal"
    verbose_name = "Disposal"

    def ready(self) -> None:
        """Let `manage.py check` look at the retention schedule."""
        from fingerpost.disposal import checks  # noqa: F401
