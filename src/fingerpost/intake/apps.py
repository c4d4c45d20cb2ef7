"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "fingerpost.intake"
    label = "intake"
    verbose_name = "What comes in"

    def ready(self) -> None:
        """Add what this room has to the ledger's words and to the guard."""
        from fingerpost.intake import guarding, noting

        noting.register_words()
        guarding.add_to_guard()
