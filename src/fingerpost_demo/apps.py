"""The Django app of the demonstration."""

from __future__ import annotations

from django.apps import AppConfig

from fingerpost_demo.only import only_in_the_demonstration


class DemonstrationConfig(AppConfig):
    name = "fingerpost_demo"
    label = "demonstration"
    verbose_name = "Demonstration"

    def ready(self) -> None:
        """Stop a live service into whose settings this app was put. Raises NotADemonstrationError."""
        only_in_the_demonstration()
