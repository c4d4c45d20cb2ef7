"""What goes wrong in this room, in words for the person who reads it."""

from __future__ import annotations

from fingerpost.procedure.errors import FingerpostError, Problem


class RefusedError(FingerpostError):
    """Something was not done as it was asked for. A form says why, in the words of the problems."""


class AccessError(RefusedError):
    """Something that need to know does not allow, or cannot decide."""


class NoActorError(AccessError):
    """Case data was to be read or written, and nobody is acting."""

    def __init__(self) -> None:
        super().__init__(
            [
                Problem(
                    "need to know",
                    "case data was asked for, and nobody is acting",
                    "Declare the view's access, or wrap a task or command in access.context.acting(…).",
                )
            ]
        )


def refuse(where: str, what: str, right: str = "") -> AccessError:
    """Return the error with this one problem in it: where, what is wrong, what would be right."""
    return AccessError([Problem(where, what, right)])


def no_such_concern() -> AccessError:
    """Return the error about a concern that is not there, for the person acting: hidden and absent are the same."""
    return refuse("concern", "there is no such concern", "Check the address, or ask whoever sent it to you.")
