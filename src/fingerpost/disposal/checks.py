"""What `manage.py check` says of the retention schedule."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from fingerpost.disposal.schedule import ScheduleError, schedule


@register()
def schedule_is_read(**_: Any) -> list[CheckMessage]:
    """Find every mistake in the schedule before anybody asks until when something is kept."""
    try:
        schedule()
    except ScheduleError as error:
        return [
            Error(f"retention.yaml, {problem.where}: {problem.what}.", problem.right, id="disposal.E001")
            for problem in error.problems
        ]
    return []
