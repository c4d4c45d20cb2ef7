"""A document is judged in a process of its own: whatever it does to its reader, it does nothing else."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Final

from fingerpost.gate.blocks import Kind, Limits, Refused, Words
from fingerpost.gate.passing import heard

_PIECE: Final = 2**16
_ANSWER: Final = 16 * 2**20  # bytes: more than the words of any document that is kept
ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8", "HOME": "/"}
"""All that the process has of one; with a home, nobody is asked for it."""


def judge(data: bytes, *, limits: Limits | None = None) -> Words | Refused:
    """Return the words of a document, or why it is refused. Never fails, and takes `limits.seconds` at the most.

    The process is begun for this one document (`python -I -m fingerpost.gate`), with nothing of this one’s environment;
    the document goes in and the answer comes out by pipes, so that it stands in no file. What it answers is checked as
    if a stranger had said it.
    """
    limits = limits or Limits()
    if len(data) > limits.size:
        return Refused(Kind.TOO_LARGE)
    with subprocess.Popen(  # noqa: S603 - this program itself
        command(limits),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    ) as child:
        try:
            answer = _exchange(child, data, time.monotonic() + limits.seconds)
        finally:
            child.kill()
    if answer is None:
        return Refused(Kind.TOO_SLOW)
    if not answer:
        # A signal ended it: its time or its memory was used up, or PDFium stopped where it got no more of it.
        return Refused(Kind.TOO_SLOW if child.returncode and child.returncode < 0 else Kind.UNREADABLE)
    return heard(answer, limits)


def command(limits: Limits) -> list[str]:
    """Return how the process is begun: isolated from the environment and the user’s packages, writing no bytecode."""
    return [sys.executable, "-I", "-B", "-m", "fingerpost.gate", json.dumps(asdict(limits))]


def _exchange(child: subprocess.Popen[bytes], data: bytes, until: float) -> bytes | None:
    """Send the document and return the answer; None where time ran out. Nothing where there was too much of it."""
    assert child.stdin is not None  # noqa: S101 - both are pipes
    assert child.stdout is not None  # noqa: S101
    waiting = memoryview(data)
    answer = bytearray()
    with selectors.DefaultSelector() as selector:
        for pipe, event in ((child.stdin, selectors.EVENT_WRITE), (child.stdout, selectors.EVENT_READ)):
            os.set_blocking(pipe.fileno(), False)
            selector.register(pipe, event)
        while True:
            left = until - time.monotonic()
            if left <= 0:
                return None
            for key, _ in selector.select(left):
                if key.fileobj is child.stdin:
                    waiting = _sent(key.fd, waiting)
                    if not waiting:
                        selector.unregister(child.stdin)
                        with suppress(OSError):
                            child.stdin.close()
                    continue
                piece = os.read(key.fd, _PIECE)
                if not piece:
                    with suppress(subprocess.TimeoutExpired):
                        child.wait(max(0.1, until - time.monotonic()))
                    return bytes(answer)
                answer += piece
                if len(answer) > _ANSWER:
                    return b""


def _sent(descriptor: int, waiting: memoryview) -> memoryview:
    """Return what is still to be sent; nothing where the process has ended and takes no more."""
    try:
        return waiting[os.write(descriptor, waiting[:_PIECE]) :]
    except BrokenPipeError:
        return waiting[:0]
    except BlockingIOError:
        return waiting
