"""Puts the demonstration's invented people in place."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fingerpost.access.fields import today
from fingerpost.site.demonstration import PASSWORD, NotADemonstrationError, put_in_place


class Command(BaseCommand):
    """Adds what is missing; changes nothing that is there."""

    help = "puts the demonstration's invented people in place"

    def handle(self, *args: Any, **options: Any) -> None:
        """Add them, and say how to sign in."""
        try:
            count = put_in_place(settings.ROOT / "demo" / "people.yaml", today())
        except NotADemonstrationError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{count} invented people, from asha@example.org to lowri@example.org.")
        self.stdout.write(f"The password of each of them: {PASSWORD}")
