"""The command `fingerpost`."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

TRACEBACK_VARIABLE = "FINGERPOST_TRACEBACK"


def main() -> None:
    """Run the command; the process's exit status is its answer. No traceback reaches a user who did not ask for one."""
    _ready_streams()
    try:
        from fingerpost.cli.app import app

        app(prog_name="fingerpost")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _hush_stdout()
        sys.exit(1)
    except OSError as error:
        print(f"fingerpost could not go on: {error.strerror or error}", file=sys.stderr)
        _hush_stdout()
        sys.exit(1)
    except Exception as error:
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        print(f"fingerpost has failed, and it is not your doing: {what}", file=sys.stderr)
        print(f"Run it again with {TRACEBACK_VARIABLE}=1 to see where, and report it.", file=sys.stderr)
        sys.exit(70)


def _ready_streams() -> None:
    """Make the streams safe to write to: a terminal that lacks a quotation mark still shows the rest."""
    if sys.stderr is None:  # closed by whoever started us
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
    if sys.stdout is None:
        print("fingerpost could not go on: standard output is closed", file=sys.stderr)
        sys.exit(1)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _hush_stdout() -> None:
    """Send what is still to be written nowhere, so that closing down raises nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
