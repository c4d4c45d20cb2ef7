"""Puts the demonstration's invented people and concerns in place."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from fingerpost.access.clock import today
from fingerpost_demo.only import NotADemonstrationError
from fingerpost_demo.people import PASSWORD, put_in_place
from fingerpost_demo.procedures import write
from fingerpost_demo.stories.looking import look_unusually
from fingerpost_demo.stories.managing import look_again
from fingerpost_demo.stories.telling import tell_all


class Command(BaseCommand):
    """Adds what is missing; changes nothing that is there."""

    help = "puts the demonstration's invented people and concerns in place"

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the people be added alone, by who may make accounts: concerns are recorded in the service’s own role."""
        parser.add_argument("--people-only", action="store_true", help="add no concerns")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add them, and say how to sign in."""
        try:
            count = put_in_place(today())
            if options["people_only"]:
                return
            told = tell_all(timezone.now())
            if told:
                look_again(timezone.now())
                look_unusually()
            write(timezone.now())
        except NotADemonstrationError as error:
            raise CommandError(str(error)) from None
        if told:
            self.stdout.write(f"{told} invented concerns are recorded.")
        self.stdout.write(f"{count} invented people, from asha@example.org to lowri@example.org.")
        self.stdout.write(f"The password of each of them: {PASSWORD}. Or choose one at /demonstration/.")
