"""Commands of the service: Django is set up first, and what goes wrong is told in words."""

from __future__ import annotations

import os

import typer

from fingerpost.cli.problems import FAULT, tell
from fingerpost.procedure.errors import FingerpostError

SETTINGS = "fingerpost.site.settings.live"


def run(*arguments: str) -> None:
    """Run one of Django's commands. The settings are the live service's unless DJANGO_SETTINGS_MODULE names others."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
        call_command(*arguments)
    except (CommandError, ImproperlyConfigured, FingerpostError) as error:
        tell(str(error))
        raise typer.Exit(getattr(error, "returncode", FAULT)) from None
