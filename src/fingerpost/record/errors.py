"""What goes wrong in this room, in words for the person who reads it."""

from __future__ import annotations

from fingerpost.access.errors import RefusedError
from fingerpost.procedure.errors import Problem


class RecordError(RefusedError):
    """Something that cannot be recorded as it was given."""


class NothingToldError(RecordError):
    """A decision was asked for, and nothing is told here that says when the practitioner became aware."""

    def __init__(self) -> None:
        what = "nobody has told here what happened, so there is nothing to decide"
        super().__init__([Problem("concern", what, "Record what happened, and when it became known.")])


def refuse(where: str, what: str, right: str = "") -> RecordError:
    """Return the error with this one problem in it: where, what is wrong, what would be right."""
    return RecordError([Problem(where, what, right)])
