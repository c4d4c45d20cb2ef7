"""What is told when something cannot be written to the ledger, or read from it."""

from __future__ import annotations

from fingerpost.procedure.errors import FingerpostError, Problem


class LedgerError(FingerpostError):
    """Nothing was written, and nothing of what was read may be relied on."""


def refuse(where: str, what: str, right: str = "") -> LedgerError:
    """Return the error with this one problem in it: where, what is wrong, what would be right."""
    return LedgerError([Problem(where, what, right)])
