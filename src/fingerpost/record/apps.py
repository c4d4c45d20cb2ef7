"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "fingerpost.record"
    label = "record"
    verbose_name = "Record"
