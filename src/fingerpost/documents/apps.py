"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "fingerpost.documents"
    label = "documents"
    verbose_name = "Documents"
