"""A text as it is kept: composed, with plain spaces, and without anything that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SPACES: Final = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x0b\x0c\x1f]+")
_LINES: Final = re.compile("\r\n|[\r\u0085\u2028\u2029\x1c-\x1e]")
_MANY_LINES: Final = re.compile(r"\n{2,}")
_FORMS: Final = re.compile(
    "[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdf1\ufdf3-\ufdfc\ufe70-\ufefc\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+"
)
"""Ligatures, Arabic letters in the shape that they have within a word, and wide letters: as letters are written."""
_A_MARK: Final = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS: Final = re.compile(f"({_A_MARK}{{3}}){_A_MARK}+")
_JOINS: Final = frozenset("\u200c\u200d")
"""A joiner and its opposite: Persian and the scripts of India are spelt with them."""
_EMOJI: Final = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_SPELT: Final = re.compile(
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"  # the flags of England, Scotland, Wales
    "|\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    "|\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
    f"|(?<={_EMOJI})\ufe0f?\u200d(?={_EMOJI})|(?<={_EMOJI})\ufe0f|(?<=[0-9#*])\ufe0f(?=\u20e3)"
)
"""What flags and emoji are spelt in, though nobody sees it by itself: what joins two, and what colours one."""
_NEVER: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufffc\ufffd")
_JOINED: Final = 0.08
"""Of the letters of a text, so many may have a joiner behind them; in Persian about one in forty has."""


def tidy(text: str) -> tuple[str, int]:
    """Return the text as it is kept, and how many signs that nobody sees were taken out.

    What is tidy stays as it is, so that whoever receives a text can ask whether it is: what goes may leave a sign that
    was spelt with it alone, and so it is read again until nothing changes.
    """
    found, unseen = _tidied(text)
    while found != text:
        text = found
        found, more = _tidied(text)
        unseen += more
    return found, unseen


def _tidied(text: str) -> tuple[str, int]:
    text = _LINES.sub("\n", text)
    if text.isascii():
        found, unseen = _seen(text)
    else:
        text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        text, unseen = _seen_but(text)
        found = _MARKS.sub(r"\1", unicodedata.normalize("NFC", text))
    found = _SPACES.sub(" ", found)
    if " \n" in found or "\n " in found:
        found = re.sub(r" ?\n ?", "\n", found)
    return _MANY_LINES.sub("\n", found).strip(), unseen


def _seen_but(text: str) -> tuple[str, int]:
    """Return the text without signs that nobody sees, but those that flags and emoji are spelt in."""
    found, place, unseen = [], 0, 0
    for spelt in _SPELT.finditer(text):
        seen, number = _seen(text[place : spelt.start()])
        found += [seen, spelt[0]]
        place, unseen = spelt.end(), unseen + number
    seen, number = _seen(text[place:])
    return "".join([*found, seen]), unseen + number


def _seen(text: str) -> tuple[str, int]:
    """Return the text without signs that nobody sees; joiners stay between letters that are spelt with them."""
    unseen = {one for one in set(text) if _is_unseen(one)}
    if not unseen:
        return text, 0
    joins = unseen & _JOINS
    gone = str.maketrans(dict.fromkeys(unseen - _JOINS))
    bare = text.translate(gone)
    if joins:
        kept = "".join(one for place, one in enumerate(bare) if one not in _JOINS or _is_spelt(bare, place))
        number = sum(map(kept.count, _JOINS))
        if number > max(2.0, _JOINED * len(kept)):
            kept = kept.translate(str.maketrans(dict.fromkeys(_JOINS)))
        bare = kept
    return bare, len(text) - len(bare)


def _is_unseen(one: str) -> bool:
    if one in "\n\t \x0b\x0c\x1f":
        return False
    return (
        unicodedata.category(one) in _NEVER
        or one in _UNSEEN
        or "\ufe00" <= one <= "\ufe0f"
        or "\U000e0100" <= one <= "\U000e01ef"
    )


def _is_spelt(text: str, place: int) -> bool:
    """Whether a joiner stands between two letters of a script that is spelt with it."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all(
        "\u0600" <= one <= "\u0dff" and unicodedata.category(one)[0] in "LM" for one in around
    )
