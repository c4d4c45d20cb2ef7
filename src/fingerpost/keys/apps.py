"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "fingerpost.keys"
    label = "keys"
    verbose_name = "Keys and search tokens"

    def ready(self) -> None:
        """Let `manage.py check` look at the keys."""
        from fingerpost.keys import checks  # noqa: F401
