"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class DisposalConfig(AppConfig):
    name = "fingerpost.disposal"
    label = "disposal"
    verbose_name = "Disposal"

    def ready(self) -> None:
        """Add what this room has to the guard, to the ledger's words, and to what `manage.py check` looks at."""
        from fingerpost.disposal import checks, guarding, noting  # noqa: F401 - checks says so by being there

        guarding.add_to_guard()
        noting.register_words()
