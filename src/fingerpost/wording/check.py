"""Does a text read as words? A few rules, each asked of all of it; the first that says no is told, with its line."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fingerpost.wording import codes, letters, signs


class Reason(StrEnum):
    """Why a text does not read as words. For tests and for people who tend the check; nobody is told more."""

    FILE = "a file or a data URL in it"
    COMMANDS = "commands that draw"
    HIDDEN = "characters that nobody sees"
    CODE = "letters, digits and signs that are no words"
    LETTERS = "letters that follow one another as in no language"


PROMISE: Final = (
    "No file is ever stored, and nothing that a program would open as a picture, film, sound or archive. Codes pasted "
    "as they come (base64, hex, data addresses, uuencode and their kin, drawings of signs) are refused."
)
"""What is promised, in the same words on every page and in every document."""

TELLING: Final = (
    "This does not read as words. If it is a picture or a file: do not copy, forward, print or delete it; leave the "
    "device as it is; tell the police; write here who holds it, the device and a reference. If it is a long code of "
    "another kind, write what it is and who has it."
)
"""What happened, what to do, and what to do if the check is mistaken."""

SHOWN: Final = 60
"""Characters of a line that is the reason."""
_MOST_HIDDEN: Final = 60
_HIDDEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ue000-\uf8ff\U000f0000-\U0010ffff"
    "\x00-\x08\x0b\x0e-\x1f\x7f]|\t | \t"
)
_OF_WORDS: Final = re.compile(
    "(?<=[\u0600-\u0dff])[\u200c\u200d]+(?=[\u0600-\u0dff])"  # joiners that Persian and the scripts of India need
    "|(?<=[\u00a9-\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3)"  # how an emoji looks
    "|\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])|\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f"  # joined, flags
    "|[\u200e\u200f\u202a-\u202e\u2066-\u2069](?=.)"  # which way words run: phones put them around names
)


@dataclass(frozen=True, slots=True)
class NotWords:
    """Why a text does not read as words, and the line that is the reason: its number from one, and how it begins."""

    reason: Reason
    number: int
    line: str


def not_words(text: str) -> NotWords | None:
    """Return why a text does not read as words; None where it does. In time linear in the text."""
    if len(text) < signs.SHORTEST:
        return None
    small = text.lower()
    if (place := signs.of_a_file(small)) is not None:
        return _at(Reason.FILE, text, place)
    if (place := signs.of_commands(small)) is not None:
        return _at(Reason.COMMANDS, text, place)
    if len(_HIDDEN.findall(_OF_WORDS.sub("", text))) > _MOST_HIDDEN:
        return _at(Reason.HIDDEN, text, 0)
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    lines = plain.split("\n")
    for reason, line_of in ((Reason.CODE, codes.stretch), (Reason.LETTERS, letters.drawn)):
        if (number := line_of(lines)) is not None:
            return NotWords(reason, number + 1, _begin(lines[number]))
    return None


def _at(reason: Reason, text: str, place: int) -> NotWords:
    number = text.count("\n", 0, place)
    return NotWords(reason, number + 1, _begin(text.split("\n")[number]))


def _begin(line: str) -> str:
    """Return how a line begins, without anything that nobody sees."""
    seen = "".join(one for one in " ".join(line.split()) if one.isprintable())
    return seen if len(seen) <= SHOWN else f"{seen[: SHOWN - 1]}…"
