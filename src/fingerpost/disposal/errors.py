"""What goes wrong in this room, in words for the person who reads it."""

from __future__ import annotations

from fingerpost.procedure.errors import FingerpostError, Problem


class DisposalError(FingerpostError):
    """A step towards a disposal that cannot be taken, or a list of disposals that cannot be read."""


def refuse(where: str, what: str, right: str = "") -> DisposalError:
    """Return the error with this one problem in it: where, what is wrong, what would be right."""
    return DisposalError([Problem(where, what, right)])
