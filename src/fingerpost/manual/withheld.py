"""Counts that tell of nobody: in steps of five, and none below five (pure). Decision 95 has the reasons."""

from __future__ import annotations

from typing import Final

STEP: Final = 5
"""Fewer are withheld, and no number is more exact than this."""


def told(count: int) -> int:
    """Return a count in whole steps; 0 is “fewer than five”, whether or not there is any."""
    return count - count % STEP


def in_words(count: int) -> str:
    """Return a count that was told, as people read it."""
    return f"{count:,} to {count + STEP - 1:,}" if count else f"fewer than {STEP}"
