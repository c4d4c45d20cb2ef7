"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "fingerpost.casework"
    label = "casework"
    verbose_name = "Casework"
