"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "fingerpost.intake"
    label = "intake"
    verbose_name = "What comes in"
