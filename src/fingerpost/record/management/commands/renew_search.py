"""`manage.py renew_search`: search tokens under a new key. `fingerpost keys renew-search` is the same."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from fingerpost.keys.errors import KeysError
from fingerpost.record.services.search_renewal import renew_search


class Command(BaseCommand):
    """Run by hand, when the search key may have become known."""

    help = "Make every search token anew under a new key, and destroy the old one. Reads every name once."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Do it, and say how far it is."""
        count = 0
        try:
            for done, total in renew_search():
                count += 1
                if sys.stderr.isatty():
                    self.stderr.write(f"\r{done} of {total} concerns", ending="\n" if done == total else "")
        except KeysError as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"The record cannot be reached or changed: {str(error).strip()}.") from None
        self.stdout.write(f"The search tokens of {count} concerns are made anew, and the old search key is destroyed.")
