"""How old somebody has to be to read a sentence: Flesch and Kincaid's grade plus five, by the library `readability`.

The library guesses at syllables by rules, so that a single word can be out by one; it is the same guess each time.
"""

from __future__ import annotations

import re
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)  # its Dutch word list has an escape that Python no longer knows
    import readability


def words_of(text: str) -> list[str]:
    """The words of a text, without the signs between them."""
    return re.findall(r"[\w’'-]+", text)


def reading_age(sentences: list[str]) -> float:
    """The reading age of sentences, in years, to one place."""
    text = "\n".join(" ".join(words_of(sentence)) + " ." for sentence in sentences)
    return round(float(readability.getmeasures(text, lang="en")["readability grades"]["Kincaid"]) + 5, 1)
