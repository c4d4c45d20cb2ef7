"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "fingerpost.duties"
    label = "duties"
    verbose_name = "Duties"
