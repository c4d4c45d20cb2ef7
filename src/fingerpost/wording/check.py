"""Does a text read as words? First the ways that say what they are, then what is left by how much it could carry."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from fingerpost.wording import coded, measure, signs, symbols


class Reason(StrEnum):
    """Why a text does not read as words. For tests and for people who tend the check; nobody is told more."""

    FILE = "a file or a data URL in it"
    COMMANDS = "commands that draw"
    DRAWING = "a drawing made of characters"
    HIDDEN = "characters that nobody sees"
    ENCODED = "letters, digits and signs that are no words"
    CODED = "words or letters used as evenly, or repeated as seldom, as nobody does who writes"


TELLING: Final = (
    "This does not read as words. If it is a picture or a file: do not copy, forward, print or delete it; leave the "
    "device as it is; tell the police; write here who holds it, the device and a reference. If it is something else, "
    "say it in words: of a long list of numbers or codes, write what it is and who has it."
)
"""What happened, what to do, and what to do if the check is mistaken."""


def not_words(text: str) -> Reason | None:
    """Return why a text does not read as words; None where it does. In time linear in the text."""
    if len(text) < signs.SHORTEST:
        return None
    small = text.lower()
    if signs.of_a_file(small):
        return Reason.FILE
    if signs.of_commands(small):
        return Reason.COMMANDS
    if symbols.hidden(text):
        return Reason.HIDDEN
    if symbols.drawn(text):
        return Reason.DRAWING
    if measure.carries(text) > measure.MOST:
        return Reason.ENCODED
    return Reason.CODED if coded.is_coded(text) else None
