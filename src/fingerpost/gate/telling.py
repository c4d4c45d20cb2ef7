"""What is told to whoever sent a document: why it was refused, or what was left out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fingerpost.gate.blocks import Kind, Left

FORMATS: Final = "PDF, DOCX, ODT, RTF, an e-mail (EML), a saved page (HTML), CSV or plain text"
"""What is accepted, as it is said to people."""

_IF_A_PICTURE: Final = (
    "If it shows a child: do not copy, forward, print or delete it; leave the device as it is; tell the police; "
    "write here who holds it, the device and a reference."
)
_BY_HAND: Final = "Or type here what it says."

_ANEW: Final = "Open it, save it anew as PDF or DOCX, and send that."

_WHY: Final = {
    Kind.IMAGERY: f"This is a picture or a video, or it is made like one. None is taken, of anything. {_IF_A_PICTURE}",
    Kind.SOUND: "This is a recording of sound. Only words are taken: write here what was said, when, who said it, and "
    "who holds the recording.",
    Kind.ARCHIVE: f"This is an archive: a file with other files in it. Send each document by itself, as {FORMATS}.",
    Kind.DISC: "This is a copy of a disc or of a device. Write here who holds it, the device and a reference; if it "
    "may be evidence, tell the police.",
    Kind.PROGRAM: f"This is a program. Only documents are read: {FORMATS}.",
    Kind.ENCRYPTED: "This document is locked with a password or is encrypted, so that nothing in it can be read. Save "
    f"it without the password and send it again. {_BY_HAND}",
    Kind.UNREADABLE: "This document is damaged, or is not made as its kind is made, so that it cannot be read safely. "
    f"{_ANEW} {_BY_HAND}",
    Kind.POLYGLOT: "This file is two kinds of file at once: something else is before, behind or inside the document. "
    f"{_ANEW} {_IF_A_PICTURE}",
    Kind.BOMB: f"This document unpacks to far more than it is. {_ANEW} {_BY_HAND}",
    Kind.TOO_LARGE: "This document is larger than 10 MB. Save it without its pictures, or in parts, and send it again. "
    f"{_BY_HAND}",
    Kind.TOO_LONG: "This document has more words than are taken at once: about 120 pages. Send the part that matters "
    f"here, and write who has the whole. {_BY_HAND}",
    Kind.TOO_SLOW: f"This document needs more time or memory to be read than there is for one. {_ANEW} {_BY_HAND}",
    Kind.NOT_WORDS: "Something in this document is a long code, a drawing or a file written as text, and no words. Say "
    f"in words what it is, and who has it. {_IF_A_PICTURE}",
    Kind.NO_WORDS: "There are no words in this document that can be read, as in a scan or a photograph of a page. "
    f"Nothing of it was kept. Type here what it says. {_IF_A_PICTURE}",
    Kind.SCRIPT: "This PDF is in a script whose letters join or stand around one another (Arabic, Urdu, Hindi, "
    "Bengali, Thai and others), and is made so that they cannot be had in order. Send the document that it was made "
    "from, as DOCX, ODT or plain text, or as a PDF that LibreOffice makes of it. "
    f"{_BY_HAND}",
    Kind.OTHER: f"This kind of document is not read here. Save it as {FORMATS}, and send that. {_BY_HAND}",
}

_MANY: Final = {
    Left.PICTURE: "pictures",
    Left.PREVIEW: "previews of the first page",
    Left.ATTACHMENT: "attachments",
    Left.MESSAGE: "attached messages",
    Left.OBJECT: "embedded objects",
    Left.HIDDEN: "pieces of hidden text",
    Left.COMMENT: "comments",
    Left.CHANGE: "tracked changes",
    Left.MACRO: "macros",
    Left.FORM: "form fields",
    Left.SIGN: "signs that nobody sees",
}
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def why(kind: Kind) -> str:
    """Return what happened to a refused document, and what to do."""
    return _WHY[kind]


def left_out(left: Mapping[Left, int]) -> str:
    """Return in a sentence what was left out; nothing where nothing was."""
    parts = [_counted(what, left[what]) for what in Left if left.get(what, 0) > 0]
    if not parts:
        return ""
    said = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    only = sum(left.values()) == 1 and Left.DETAILS not in left
    return f"{said[0].upper()}{said[1:]} {'was' if only else 'were'} left out: only words are kept."


def _counted(what: Left, number: int) -> str:
    if what is Left.DETAILS:
        return what.value
    if number == 1:
        return f"one {what.value}"
    return f"{_NUMBERS[number] if number < len(_NUMBERS) else f'{number:,}'} {_MANY[what]}"
