"""When something is recorded: now, and always after what it is in the place of, whatever the clock says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from django.utils import timezone


class RecordedRow(Protocol):
    """A row that says when it was recorded."""

    recorded_at: datetime


_STEP = timedelta(microseconds=1)


def now(after: RecordedRow | None = None) -> datetime:
    """Return this moment, or the first one after `after` was recorded if the clock has not got there."""
    moment = timezone.now()
    return moment if after is None else max(moment, after.recorded_at + _STEP)
