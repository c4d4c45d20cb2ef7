"""Does the work that waits, until it is ended: reminders in the morning, and what waits for somebody who can see it."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from fingerpost.site import jobs

_REST = 2.0  # seconds


class Command(BaseCommand):
    """Ends on SIGTERM or Ctrl-C, after the piece of work that it is at."""

    help = "does the work that waits in the database; one or more of these run beside the web server"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one option."""
        parser.add_argument("--once", action="store_true", help="do what waits, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if options["once"]:
            _work(worker)
            return
        worker.configure_signals()
        while worker.running:
            _work(worker)
            time.sleep(_REST)


def _work(worker: Worker) -> None:
    """Do all that waits now."""
    jobs.look_after(timezone.now())
    worker.run()
