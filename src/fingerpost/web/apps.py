"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "fingerpost.web"
    label = "web"
    verbose_name = "Pages"
