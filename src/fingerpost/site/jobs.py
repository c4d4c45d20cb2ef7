"""The work that waits in the database, looked after: begun each morning, begun again where it broke off, and cleared.

All work of this service can be done twice without harm. So what a worker left in the middle is simply done again.
"""

from __future__ import annotations

import datetime

from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fingerpost.documents import producing
from fingerpost.procedure.calendar import london_day
from fingerpost.site import undelivered
from fingerpost.site.reminding import remind

LONGEST = datetime.timedelta(minutes=15)
"""No piece of work takes as long; one that does was left by a worker that was ended."""

MOST_TRIES = 3
_KEPT = datetime.timedelta(days=7)
_MORNING = 7  # o'clock, in London


def look_after(now: datetime.datetime) -> None:
    """Do what has to be done about work, at this moment. Done twice it changes nothing."""
    begin_again(now)
    clear(now)
    producing.drop(now)
    undelivered.drop(now)
    undelivered.again(now)
    undelivered.follow(now)
    begin_the_morning(now)


def begin_again(now: datetime.datetime) -> None:
    """Let work that was left in the middle be done again; after some tries it has failed."""
    for left in DBTaskResult.objects.running().filter(started_at__lt=now - LONGEST):
        tries = len(left.worker_ids)
        status = TaskResultStatus.FAILED if tries >= MOST_TRIES else TaskResultStatus.READY
        over = now if tries >= MOST_TRIES else None
        # Only as it was found: it may have ended in this moment.
        DBTaskResult.objects.running().filter(pk=left.pk, started_at=left.started_at).update(
            status=status, finished_at=over
        )


def clear(now: datetime.datetime) -> None:
    """Forget the words of errors, which may be somebody's, at once, and work that is over after some days."""
    DBTaskResult.objects.failed().exclude(traceback="").update(traceback="")
    DBTaskResult.objects.finished().filter(finished_at__lt=now - _KEPT).delete()


def begin_the_morning(now: datetime.datetime) -> None:
    """From seven in the morning on, see that people are reminded today."""
    day = london_day(now).isoformat()
    if timezone.localtime(now).hour < _MORNING:
        return
    if not DBTaskResult.objects.filter(task_path=remind.module_path, args_kwargs__args=[day]).exists():
        remind.enqueue(day)
