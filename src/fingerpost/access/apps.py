"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register


class AccessConfig(AppConfig):
    name = "fingerpost.access"
    label = "access"
    verbose_name = "Who is who, and who may see what"

    def ready(self) -> None:
        """Refuse to start with a view that declares nothing."""
        from fingerpost.access import checks

        for check in (
            checks.views_declare_their_access,
            checks.context_is_set,
            checks.case_data_has_no_way_round,
        ):
            register(check, Tags.security)
