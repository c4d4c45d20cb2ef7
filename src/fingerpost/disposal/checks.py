"""What `manage.py check` says of the retention schedule."""

from __future__ import annotations

import os
from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register

from fingerpost.disposal.schedule import ScheduleError, schedule
from fingerpost.disposal.services import disposal_file


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


@register(deploy=True)
def list_is_kept(**_: Any) -> list[CheckMessage]:
    """Find that nothing would say, after a restore, what was disposed of since the backup."""
    path = disposal_file.place()
    if path is None:
        return [
            Warning(
                "Disposals are listed in no file, so a restored backup would bring back what was disposed of.",
                f"Set {disposal_file.VARIABLE} to a file that the worker can write, apart from the backups.",
                id="disposal.W001",
            )
        ]
    if not os.access(path.parent, os.W_OK):
        return [
            Warning(
                f"The list of disposals cannot be written: {path}.",
                f"Let the worker write to its folder, or set {disposal_file.VARIABLE} to a file that it can write.",
                id="disposal.W002",
            )
        ]
    return []
