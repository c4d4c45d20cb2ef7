"""Does the work that waits, until it is ended: reminders in the morning, and what waits for somebody who can see it."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connections
from django.utils import timezone
from django.utils.crypto import get_random_string

from fingerpost.access import database_faults
from fingerpost.access.database_faults import Fault
from fingerpost.site import jobs
from fingerpost.site.queue import SealedWorker

_log = logging.getLogger("fingerpost.work")
_REST = 2.0  # seconds
_WAIT = 5.0  # while the database is in trouble


class Command(BaseCommand):
    """Ends on SIGTERM or Ctrl-C, after the piece of work that it is at. A database that is away is waited for."""

    help = "does the work that waits in the database; one or more of these run beside the web server"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one option."""
        parser.add_argument("--once", action="store_true", help="do what waits, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        worker = SealedWorker(
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
        fault: Fault | None = None
        while worker.running:
            before, fault = fault, _tried(worker)
            if fault is not None and fault != before:
                _log.error("the worker waits: %s", fault)
            elif fault is None and before is not None:
                _log.info("the worker goes on")
            time.sleep(_REST if fault is None else _WAIT)


def _tried(worker: SealedWorker) -> Fault | None:
    """Do all that waits now. Return the database's trouble that is in the way, if any: it is tried again."""
    try:
        _work(worker)
    except Error as error:
        fault = database_faults.of(error)
        if fault is None:
            raise
        connections.close_all()
        return fault
    return None


def _work(worker: SealedWorker) -> None:
    """Do all that waits now."""
    jobs.look_after(timezone.now())
    worker.run()
