"""What goes wrong in this room, in words for the person who reads it."""

from __future__ import annotations

from fingerpost.access.errors import RefusedError
from fingerpost.procedure.errors import Problem


class SubjectError(RefusedError):
    """A step in answering a request that cannot be taken."""


def refuse(where: str, what: str, right: str = "") -> SubjectError:
    """Return the error with this one problem in it: where, what is wrong, what would be right."""
    return SubjectError([Problem(where, what, right)])
