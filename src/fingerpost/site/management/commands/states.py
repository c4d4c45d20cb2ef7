"""`manage.py states`: how things stand, and what leads from one state to another, as docs/states.md has it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from fingerpost.site import states


class Command(BaseCommand):
    """Print the page."""

    help = "Print docs/states.md: the states of duties, referrals and more, made from their rules."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(states.page(), ending="")
