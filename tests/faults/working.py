"""A worker that is really killed: forked from the service's helper, and held in the middle where a test asks for it."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

from support.service import Service

PATIENCE = 20.0  # seconds

_BEGIN = """
import os, time
from pathlib import Path
from django.core.management import call_command
from django.db import connections
from fingerpost.site.management.commands import work
connections.close_all()
pid = os.fork()
if pid == 0:
    once = True
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0), os.dup2(nothing, 1)  # the helper's own pipes are not its child's
    def hold(*_, **__):
        Path({marker!r}).write_text("in the middle")
        time.sleep(60)
    try:
        work._REST = work._WAIT = 0.1
        exec({patch!r})
        call_command("work", *(["--once"] if once else []))
    finally:
        os._exit(0)
print(pid)
"""
_REAP = "import os\nprint(os.waitpid({pid}, 0)[1])"
_DONE = """
import time
from django.db import connection
from django_tasks_db.models import DBTaskResult
from fingerpost.site.reminders import remind
asked = remind.enqueue("2026-01-02").id
deadline = time.monotonic() + 15
while time.monotonic() < deadline and not DBTaskResult.objects.successful().filter(pk=asked).exists():
    time.sleep(0.05)
print(DBTaskResult.objects.successful().filter(pk=asked).exists())
connection.close()
"""


def begin(service: Service, patch: str) -> int:
    """Begin a worker and return its process id. `patch`, run in it first, may put `hold` in something's place."""
    return int(service.python(_BEGIN.format(marker=str(_marker(service)), patch=patch)))


def kill_in_the_middle(service: Service, patch: str) -> None:
    """Begin a worker, wait until it is where `patch` holds it, and kill it there (SIGKILL)."""
    _marker(service).unlink(missing_ok=True)
    worker = begin(service, patch)
    deadline = time.monotonic() + PATIENCE
    try:
        while not _marker(service).exists():
            assert time.monotonic() < deadline, "the worker does not come to where it is to be killed"
            time.sleep(0.02)
    finally:
        _kill(service, worker, signal.SIGKILL)


def works(service: Service) -> bool:
    """Whether a worker does what waits."""
    return service.python(_DONE).strip() == "True"


def kill(service: Service, worker: int) -> None:
    """End a worker, as it is."""
    _kill(service, worker, signal.SIGKILL)


def _kill(service: Service, worker: int, how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker, how)
    service.python(_REAP.format(pid=worker))


def _marker(service: Service) -> Path:
    return service.folder / "in-the-middle"
