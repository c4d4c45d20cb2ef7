"""Which day it is."""

from __future__ import annotations

import datetime

from django.utils import timezone

from fingerpost.procedure.calendar import london_day


def today() -> datetime.date:
    """Return the day that it is in London."""
    return london_day(timezone.now())
