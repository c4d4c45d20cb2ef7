"""Whether a text reads as words, or carries a picture or a file (pure: no Django, no clock, no file).

    not_words("She rang at 14:05 and said …")    # None
    not_words("iVBORw0KGgoAAAANSUhEUgAA…")       # Reason.ENCODED

What is told to whoever typed it is in `TELLING`. `measure` says what is measured, and what it cannot promise.
"""

from __future__ import annotations

from fingerpost.wording.check import TELLING, Reason, not_words

__all__ = ["TELLING", "Reason", "not_words"]
