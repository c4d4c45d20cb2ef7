"""The Django app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "fingerpost.access"
    label = "access"
    verbose_name = "Who is who, and who may see what"

    def ready(self) -> None:
        """Let the database be told who acts."""
        from fingerpost.access import context
        from fingerpost.access.guard import session

        context.tell_through(session.entered)
