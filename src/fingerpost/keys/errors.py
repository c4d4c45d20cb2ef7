"""What is told when a text cannot be sealed or opened. Nothing here ever carries a key or a text."""

from __future__ import annotations

from fingerpost.procedure.errors import FingerpostError, Problem
from fingerpost.wording import TELLING, NotWords


class KeysError(FingerpostError):
    """A text could not be sealed or opened. Nothing was written."""

    def __init__(self, where: str, what: str, right: str = "") -> None:
        super().__init__([Problem(where, what, right)])


class MasterKeyError(KeysError):
    """The master keys are missing, cannot be read, or are not those that the data were sealed under."""


class NoKeyError(KeysError):
    """There is no key for this owner."""


class DestroyedKeyError(NoKeyError):
    """The owner's key was destroyed: what it had sealed can never be read again."""


class SealError(KeysError):
    """A ciphertext does not open: it was altered, is in another place, or another key sealed it."""


class NotWordsError(KeysError):
    """A text does not read as words: it may be a picture or a file. What is raised and logged has nothing of it.

    `told` has the line that is the reason: for the answer to its typist, and for nothing else.
    """

    def __init__(self, found: NotWords) -> None:
        what, _, right = TELLING.partition(". ")
        super().__init__("", what[:1].lower() + what[1:], right)
        self.told = f"{TELLING} It is line {found.number}: “{found.line}”"
