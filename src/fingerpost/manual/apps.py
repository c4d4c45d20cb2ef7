"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ManualConfig(AppConfig):
    name = "fingerpost.manual"
    label = "manual"
    verbose_name = "Manual"
