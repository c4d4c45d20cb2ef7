"""Tells people by e-mail that something waits for them. The worker does it each morning; this does it at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from fingerpost.access.clock import today
from fingerpost.site.reminders import remind


class Command(BaseCommand):
    """Sends each person one message a day, however often it is run."""

    help = "tells everybody who has something waiting, by e-mail, unless they were told today"

    def handle(self, *args: Any, **options: Any) -> None:
        """Send the messages. They name no duty, no concern, no organisation and nobody."""
        self.stdout.write(f"{remind.call(today().isoformat())} told.")
