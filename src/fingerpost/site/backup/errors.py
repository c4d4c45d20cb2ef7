"""What is told when a backup is not made, not taken, or not in order once it is restored."""

from __future__ import annotations

from typing import Final

from fingerpost.procedure.errors import FingerpostError, Problem

NOT_IN_ORDER: Final = 1
"""The exit status where something failed on the way, or what was restored is not as it was."""

REFUSED: Final = 2
"""The exit status where nothing was begun: no database and no file has changed."""


class BackupError(FingerpostError):
    """A backup or a restore did not come to its end. `status` says whether anything was begun."""

    def __init__(self, where: str, what: str, right: str = "", status: int = REFUSED) -> None:
        super().__init__([Problem(where, what, right)])
        self.status = status
