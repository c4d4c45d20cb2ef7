"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "fingerpost.intake"
    label = "intake"
    verbose_name = "What comes in"

    def ready(self) -> None:
        """Add what this room has to a concern's chronology and casework, to its duties, to the ledger's words
        and to the guard."""
        from fingerpost.access import chronology
        from fingerpost.casework import hub
        from fingerpost.duties import agreed
        from fingerpost.intake import chronicle, guarding, noting, part, waiting

        noting.register_words()
        guarding.add_to_guard()
        chronology.register(chronicle.of_matter)
        hub.register(80, part.of_matter)
        agreed.register(waiting.of_matter)
