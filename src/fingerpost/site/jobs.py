"""The work that waits in the database, looked after: begun each morning, begun again where it broke off, and cleared.

All work of this service can be done twice without harm. So what a worker left in the middle is simply done again.
"""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from fingerpost.documents import production
from fingerpost.procedure.calendar import london_day
from fingerpost.site import undelivered
from fingerpost.site.queue import INTERRUPTED, KEPT, MOST_TRIES, is_over
from fingerpost.site.reminders import remind
from fingerpost.site.signin import counts

LONGEST = datetime.timedelta(minutes=15)
"""No piece of work takes as long; one that does was left by a worker that was ended."""

REST = datetime.timedelta(minutes=1)
"""So long what the database's trouble interrupted rests before it is done again."""

MORNING_REST = datetime.timedelta(minutes=15)
"""And so long it takes until reminding people goes on that broke off."""

_KEPT = datetime.timedelta(days=7)
_MORNING = 7  # o'clock, in London


def look_after(now: datetime.datetime) -> None:
    """Do what has to be done about work, at this moment. Done twice it changes nothing."""
    begin_again(now)
    clear(now)
    production.drop(now)
    undelivered.drop(now)
    counts.forget(now)
    undelivered.again(now)
    undelivered.follow(now)
    begin_the_morning(now)


def is_late(now: datetime.datetime) -> bool:
    """Whether work has waited longer than any takes, since it could be begun: no worker runs, or none keeps up."""
    late = Q(run_after=get_date_max(), enqueued_at__lt=now - LONGEST) | Q(run_after__lt=now - LONGEST)
    return DBTaskResult.objects.ready().filter(late).exists()


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
    interrupted = DBTaskResult.objects.failed().filter(exception_class_path=INTERRUPTED, finished_at__lt=now - REST)
    for left in interrupted:
        if len(left.worker_ids) < MOST_TRIES:
            interrupted.filter(pk=left.pk).update(status=TaskResultStatus.READY, finished_at=None)


def clear(now: datetime.datetime) -> None:
    """Forget the words of errors, which may be somebody's, and work that is over; that people were reminded, later."""
    DBTaskResult.objects.failed().exclude(traceback="").update(traceback="")
    finished = DBTaskResult.objects.finished()
    finished.filter(finished_at__lt=now - _KEPT).delete()
    finished.filter(pk__in=[one.pk for one in finished.exclude(task_path__in=KEPT) if is_over(one)]).delete()


def begin_the_morning(now: datetime.datetime) -> None:
    """From seven in the morning on, see that people are reminded today; those again who could not be, a while later."""
    day = london_day(now).isoformat()
    if timezone.localtime(now).hour < _MORNING:
        return
    of_today = DBTaskResult.objects.filter(task_path=remind.module_path, queue_name=day)
    is_over = Q(status=TaskResultStatus.FAILED, finished_at__lt=now - MORNING_REST)
    if not of_today.exclude(is_over).exists():
        remind.using(queue_name=day).enqueue(day)
