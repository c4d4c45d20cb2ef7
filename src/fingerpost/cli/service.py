"""Commands of the service: Django is set up first, and what goes wrong is told in words."""

from __future__ import annotations

import os

import typer

from fingerpost.cli import settings_file
from fingerpost.cli.problems import FAULT, problems_told, tell
from fingerpost.procedure.errors import FingerpostError

SETTINGS = "fingerpost.site.settings.live"


def run(*arguments: str) -> None:
    """Run one of Django's commands. The settings are the live service's unless DJANGO_SETTINGS_MODULE names others."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command

    set_up()
    try:
        django.setup()
        call_command(*arguments)
    except (CommandError, ImproperlyConfigured, FingerpostError) as error:
        tell(str(error))
        raise typer.Exit(getattr(error, "returncode", FAULT)) from None


def set_up() -> None:
    """Read the file of settings, if there is one, and say which settings are meant if nobody else did."""
    with problems_told():
        settings_file.apply(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
