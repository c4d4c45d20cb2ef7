"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "fingerpost.casework"
    label = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        """Add what this room has to a concern's chronology."""
        from fingerpost.access import chronology
        from fingerpost.casework import chronicle

        chronology.register(chronicle.of_matter)
