"""Whether a text reads as words, or is a picture or a file pasted as a code (pure: no Django, no clock, no file).

    not_words("She rang at 14:05 and said …")    # None
    not_words("iVBORw0KGgoAAAANSUhEUgAA…")       # NotWords(Reason.CODE, 1, "iVBORw0KGgoAAAANSUhEUgAA…")

What is told to whoever typed it is in `TELLING`; what is promised, in `PROMISE`, which every page and document has in
the same words. Whoever sets out to spell a picture slowly, in words, in numbers of telephones or in many notes,
cannot be stopped by it, and gains nothing that a drawing on paper would not give.
"""

from __future__ import annotations

from fingerpost.wording.check import PROMISE, SHOWN, TELLING, NotWords, Reason, not_words

__all__ = ["PROMISE", "SHOWN", "TELLING", "NotWords", "Reason", "not_words"]
