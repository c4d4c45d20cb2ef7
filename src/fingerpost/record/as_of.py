"""As known on a day: the moment that an address names as `?known=2026-03-24T14:05`, in London."""

from __future__ import annotations

import datetime
from typing import Final

from django.http import HttpRequest

from fingerpost.procedure.calendar import LONDON

PARAMETER: Final = "known"
WRITTEN: Final = "%Y-%m-%dT%H:%M"


def moment_in(request: HttpRequest, now: datetime.datetime) -> datetime.datetime | None:
    """Return the moment that the address names, to the end of its minute; None for now, or for what names none.

    Of an hour that came twice, when clocks went back, it is the second.
    """
    try:
        named = datetime.datetime.strptime(request.GET.get(PARAMETER, ""), WRITTEN)  # noqa: DTZ007 - London, below
        at = named.replace(second=59, microsecond=999_999, tzinfo=LONDON, fold=1).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None
    return at if at < now else None
