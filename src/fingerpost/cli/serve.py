"""`fingerpost serve`: web server, worker and the ledger's publisher as one service, which stops as one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import typer

from fingerpost.cli import service, settings_file, status
from fingerpost.cli.problems import tell

DEMONSTRATION: Final = "fingerpost_demo.settings"
_PATIENCE: Final = 30.0
"""Seconds that a process has to end what it is at."""
_LOOK: Final = 0.2
_PUBLISH_EVERY: Final = 15  # minutes
_PUBLISHER: Final = "the ledger’s publisher"
_INSTALLED: Final = Path(__file__).resolve().parents[1] / "web" / "built"


def serve(demo: bool, host: str, port: int, workers: int, *, without_copy: bool = False) -> int:
    """Prepare the database, start the processes and wait. Return the exit status: 0 once told to stop."""
    if demo:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEMONSTRATION)
        os.environ.setdefault("PORT", str(port))
        if _INSTALLED.is_dir():
            os.environ.setdefault("FINGERPOST_VAR", "fingerpost-demo")
    service.set_up()
    prepare(demo, without_copy=without_copy)
    return _Processes(_commands(host, port, workers)).run(host, port)


def prepare(demo: bool, *, without_copy: bool = False) -> None:
    """Bring the database to this version, and put in place what pages need; a line for each step that takes a while.

    A database that is brought further is copied first, beside the file of settings; a newer one is refused.
    """
    on_postgresql, may_prepare = bool(os.environ.get("DATABASE_URL")), bool(os.environ.get("DATABASE_ADMIN_URL"))
    if on_postgresql and not os.environ.get("DATABASE_SIGN_IN_URL"):
        tell("DATABASE_SIGN_IN_URL is not set: name the role of signing in, as docs/guide/databases.md says.")
        raise typer.Exit(1)
    if not demo and (may_prepare or not on_postgresql):
        file = settings_file.path_in(os.environ)
        words = ["--into", str(file.resolve().parent if file else Path.cwd())]
        service.run("before_update", *words, *(["--without-copy"] if without_copy else []))
    if on_postgresql and may_prepare:
        _step("Preparing the database", "prepare_database")
    elif on_postgresql:
        tell("DATABASE_ADMIN_URL is not set: the database is taken as it is.")
    else:
        _step("Preparing the database", "migrate", "--verbosity", "0")
    if not demo:
        _step("Putting styles and scripts in place", "collectstatic", "--no-input", "--verbosity", "0")
        return
    if on_postgresql and may_prepare:
        # The application's own role makes nobody an account unless an administrator acts.
        as_admin = os.environ | {"DATABASE_URL": os.environ["DATABASE_ADMIN_URL"], "DATABASE_SIGN_IN_URL": ""}
        with _told("Inviting invented people"):
            inviting = _command("manage", "demonstrate", "--people-only")
            _checked(subprocess.run(inviting, env=as_admin, check=False))  # noqa: S603 - this interpreter
    _step("Recording invented concerns", "demonstrate")


def _step(what: str, *arguments: str) -> None:
    with _told(what):
        service.run(*arguments)


@contextmanager
def _told(what: str) -> Iterator[None]:
    started = time.monotonic()
    tell(f"{what} …")
    yield
    if (seconds := time.monotonic() - started) > 2:
        tell(f"{what}: done in {seconds:.0f} s.")


def _checked(done: subprocess.CompletedProcess[bytes]) -> None:
    if done.returncode:
        raise typer.Exit(done.returncode)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "fingerpost.cli", *arguments]


def _commands(host: str, port: int, workers: int) -> dict[str, list[str]]:
    """The processes of a service, by what each is called."""
    web = ["gunicorn", "fingerpost.site.wsgi", "--bind", f"{host}:{port}", "--workers", str(workers)]
    found = {
        "the web server": [sys.executable, "-m", *web, "--log-level", "warning"],
        "the worker": _command("manage", "work"),
    }
    has_key = os.environ.get("FINGERPOST_LEDGER_KEY_FILE") or os.environ.get("FINGERPOST_LEDGER_KEY")
    if has_key and os.environ.get("DATABASE_URL") and not os.environ.get("DATABASE_OWNER_URL"):
        tell("DATABASE_OWNER_URL is not set: the ledger’s checkpoints are not published by this service.")
    elif has_key:
        found[_PUBLISHER] = _command("ledger", "publish", "--every", str(_PUBLISH_EVERY))
    return found


class _StoppedError(Exception):
    """Somebody told the service to stop."""


class _Processes:
    """Several processes that begin and end together: where one ends by itself, the others are ended."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, host: str, port: int) -> int:
        """Start them and wait; return 0 once told to stop, 1 where one of them ended by itself."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        try:
            for name, command in self._commands.items():
                # A session of its own: Ctrl-C reaches this process, which ends the others in order.
                self._running[name] = subprocess.Popen(command, env=_environment(name), start_new_session=True)  # noqa: S603
            return self._wait(host, port)
        except _StoppedError:
            return 0
        finally:
            self._end()

    def _wait(self, host: str, port: int) -> int:
        is_open = False
        while True:
            for name, process in self._running.items():
                if process.poll() is not None:
                    tell(
                        f"The service stops: {name} has ended (status {process.returncode}). Its last lines are above."
                    )
                    return 1
            if not is_open and status.ask(host, port) is not None:
                is_open = True
                shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104 - shown, not bound
                tell(f"Open http://{shown}:{port} – to stop: Ctrl-C")
            time.sleep(_LOOK)

    def _end(self) -> None:
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + _PATIENCE
        for name, process in self._running.items():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                tell(f"{name} did not end within {_PATIENCE:.0f} seconds, and is ended.".capitalize())
                process.kill()
                process.wait()


def _environment(name: str) -> dict[str, str]:
    """What a process is given: the publisher sees every entry, as the tables' owner."""
    owner = os.environ.get("DATABASE_OWNER_URL", "")
    return dict(os.environ) | ({"DATABASE_URL": owner} if owner and name == _PUBLISHER else {})


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _StoppedError
