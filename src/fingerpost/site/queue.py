"""Work that waits in the database, sealed: what it is about is read, and made up, by nobody who has no master key.

A row has in clear which piece of work it is, when it is to be done and how far it is. What it is done with is sealed
for that row and that work. The worker opens it before it looks for the code, and drops what does not open.
"""

from __future__ import annotations

import json
import logging
from typing import Any, Final

from django.tasks import Task, TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max

from fingerpost.access.worker_errors import WorkInterruptedError
from fingerpost.keys.errors import SealError
from fingerpost.keys.sealing import Sealing

type Row = DBTaskResult[Any, Any]

_log = logging.getLogger("fingerpost.work")

SEALING: Final = Sealing("work that waits, 1", "work that waits")
MOST_TRIES: Final = 3
KEPT: Final = frozenset({"fingerpost.site.reminders.remind"})
"""Work about nobody, whose rows stay some days: by them it is known that people were reminded."""
INTERRUPTED: Final = f"{WorkInterruptedError.__module__}.{WorkInterruptedError.__qualname__}"


class SealedQueue(DatabaseBackend):
    """django-tasks-db's, with what work is done with sealed."""

    def _task_to_db_task(self, task: Task[..., Any], args: Any, kwargs: Any) -> Row:
        row: Row = DBTaskResult(
            id=self._get_id(),
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            run_after=task.run_after or get_date_max(),
            backend_name=self.alias,
        )
        clear = {"args": list(args), "kwargs": dict(kwargs)}
        row.args_kwargs = {"sealed": SEALING.seal(json.dumps(clear), bound_to(row))}
        row.save(force_insert=True)
        row.args_kwargs = clear
        return row


class SealedWorker(Worker):
    """django-tasks-db's, which opens what work is done with, and keeps no row of what is over."""

    def run_task(self, db_task_result: Row) -> None:
        """Do a piece of work that was claimed."""
        row = db_task_result
        try:
            open_row(row)
        except SealError as error:
            _log.error("work that does not open was dropped: %s", error)
            row.delete()
            return
        super().run_task(row)
        if is_over(row):
            row.delete()


def is_over(row: Row) -> bool:
    """Whether nothing is to be done with a finished row any more, nor known by it."""
    is_again = row.status == TaskResultStatus.FAILED and row.exception_class_path == INTERRUPTED
    return row.task_path not in KEPT and not (is_again and len(row.worker_ids) < MOST_TRIES)


def open_row(row: Row) -> None:
    """Put what a row's work is done with into `row`, in memory. Raises `SealError` if it was not sealed for it."""
    sealed = row.args_kwargs.get("sealed") if isinstance(row.args_kwargs, dict) else None
    row.args_kwargs = json.loads(SEALING.opened(sealed if isinstance(sealed, str) else "", bound_to(row)))


def bound_to(row: Row) -> str:
    """Return what a row's seal is bound to: which row it is, and which work."""
    return f"{row.pk} {row.task_path}"
