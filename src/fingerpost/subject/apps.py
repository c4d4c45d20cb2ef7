"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class SubjectConfig(AppConfig):
    name = "fingerpost.subject"
    label = "subject"
    verbose_name = "Subject access"
