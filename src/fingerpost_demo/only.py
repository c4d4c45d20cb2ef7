"""Nothing of this package happens in a live service."""

from __future__ import annotations

from django.conf import settings


class NotADemonstrationError(Exception):
    """This is a live service, or its database."""


def only_in_the_demonstration() -> None:
    """Raises NotADemonstrationError unless the settings are those of the demonstration."""
    if not getattr(settings, "DEMO", False):
        raise NotADemonstrationError("invented people and concerns belong in the demonstration only")
