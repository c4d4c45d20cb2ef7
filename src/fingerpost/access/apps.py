"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "fingerpost.access"
    label = "access"
    verbose_name = "Who is who, and who may see what"
