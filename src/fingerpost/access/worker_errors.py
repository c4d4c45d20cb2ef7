"""Work that the worker does: what went wrong is kept without its words, since a database quotes the row in them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from fingerpost.access import database_faults

_log = logging.getLogger("fingerpost.work")


class WorkInterruptedError(Exception):
    """The database was away, full or busy in the middle of a piece of work, which is to be done again."""


class WorkFailedError(Exception):
    """A piece of work failed: with what kind of error. The log has where in the code, without its words."""


def quietly[**P, R](work: Callable[P, R]) -> Callable[P, R]:
    """Let `work` fail without a word of what it was about: the queue keeps the error of each piece of work in clear."""

    @wraps(work)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        except Exception as error:
            fault = database_faults.of(error)
            if fault is not None:
                _log.error("work was interrupted: %s: %s", work.__name__, fault)
                raise WorkInterruptedError(str(fault)) from None
            _log.exception("work failed: %s", work.__name__)
            raise WorkFailedError(type(error).__qualname__) from None

    return done
