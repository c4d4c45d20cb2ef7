"""Ways to write a picture or a file that say themselves what they are. All of it is linear in the text's length.

Words are looked for first, which costs next to nothing; an expression only runs where its words are there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

SHORTEST: Final = 16
"""Characters. Anything shorter is let through unread: no picture is."""

# In small letters: words one of which must be there, and what must then be found.
_FILES: Final = (
    (
        ("data",),
        re.compile(
            r"\bdata\s?:\s?(?!text/)[\w.+-]{2,40}/[\w.+-]{1,80}(?:;[\w=.+-]{1,60}){0,4},\S"
            r"|\bdata:(?:[\w.+/-]{1,80})?;\s?base64,"
        ),
    ),
    (("-----begin ",), re.compile(r"-----begin [a-z0-9 ]{2,40}-----")),
    (
        ("begin 6", "begin 7", "begin 0", "begin-base64"),
        re.compile(r"^begin(?:-base64)? [0-7]{3,4} \S", re.MULTILINE),
    ),
    (("=ybegin",), re.compile(r"=ybegin (?:part|line|size|total)=")),
    (("content-transfer-encoding",), re.compile(r"content-transfer-encoding:\s?base64")),
    (
        tuple(f"p{number}" for number in range(1, 8)),
        re.compile(r"^p[1-7][ \t\r]{0,4}(?:\n#[^\n]{0,200})?\s[\s]{0,4}\d{1,5}\s{1,4}\d{1,5}\s", re.MULTILINE),
    ),
    (
        ("%!ps", "%pdf-", "{\\rtf", "{\\pict", "pngblip", "jpegblip", "/* xpm */", "! xpm2", "frombase64", "_width "),
        re.compile(
            r"%!ps|%pdf-\d|\{\\rtf\d|\{\\pict|(?:png|jpeg)blip|/\* xpm \*/|! xpm2|frombase64|#define \w{1,60}_width \d"
        ),
    ),
)
# Markup that is a drawing by being there at all.
_DRAWS: Final = (
    (
        ("<",),
        re.compile(
            r"<\s?(?:\w{1,10}:)?(?:svg|path|polygon|polyline|canvas|image|shape|vml)\b"
            r"(?:\s[^<>=]{0,200})?[=>]"
        ),
    ),
    (
        ("\\",),
        re.compile(
            r"\\begin\{(?:tikzpicture|picture|pspicture)\}|\\tikz\b"
            r"|\\(?:draw|filldraw|fill)\s?(?:\[[^\[\]]{0,100}\])?\s?\("
        ),
    ),
)
# Commands of which a drawing has many; each by itself may stand in words.
_STROKE_WORDS: Final = (
    *("moveto", "lineto", "curveto", "setrgbcolor", "rectfill", "fillrect", "strokerect", "putimagedata", "fillstyle"),
    *("setpixel", "putpixel", "penup", "pendown", "bgcolor", "background-color:", "background:#", "<rect", "<circle"),
    *("\x1b[38;", "\x1b[48;", "[38;5;", "[48;5;", "[38;2;", "[48;2;"),
)
_STROKES: Final = (
    (("(",), re.compile(r"\b(?:forward|backward|left|right|fd|bk|goto|plot|point|line|rect|circle|rgba?)\(\s?-?\d")),
    ((",", "."), re.compile(r"(?<![a-z0-9])[mlhvcsqtaz] ?-?\d{1,5}(?:\.\d{1,6})?[ ,]-?\d")),
    (("g0", "g1", "g2"), re.compile(r"\bg0?[0-3] ?x ?-?\d")),
    (("pd", "pu", "pa"), re.compile(r"\bp[uda] ?-?\d{1,6},-?\d")),
    (("px",), re.compile(r"\dpx -?\d{1,5}(?:px)? (?:\d{1,3}(?:px)? ){0,2}#")),
)
_STROKES_OF_A_DRAWING: Final = 20
_COLOUR: Final = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3})\b")
_COLOURS_OF_A_DRAWING: Final = 70  # three bytes each


def of_a_file(text: str) -> int | None:
    """Return where a file begins in a text (in small letters), or a data URL of anything but text."""
    return _first(_FILES, text)


def of_commands(text: str) -> int | None:
    """Return where a text (in small letters) draws: markup of a drawing, or more strokes or colours than words have."""
    if (place := _first(_DRAWS, text)) is not None:
        return place
    if sum(map(text.count, _STROKE_WORDS)) >= _STROKES_OF_A_DRAWING:
        return min(place for place in map(text.find, _STROKE_WORDS) if place >= 0)
    for words, stroke in _STROKES:
        if _has(words, text) and (place := _nth(stroke, text, _STROKES_OF_A_DRAWING)) is not None:
            return place
    return _nth(_COLOUR, text, _COLOURS_OF_A_DRAWING) if text.count("#") >= _COLOURS_OF_A_DRAWING else None


def _has(words: Sequence[str], text: str) -> bool:
    return any(word in text for word in words)


def _first(signs: Sequence[tuple[Sequence[str], re.Pattern[str]]], text: str) -> int | None:
    for words, sign in signs:
        if _has(words, text) and (found := sign.search(text)):
            return found.start()
    return None


def _nth(pattern: re.Pattern[str], text: str, number: int) -> int | None:
    """Return where the first of so many begins; None where there are fewer."""
    places = [found.start() for _, found in zip(range(number), pattern.finditer(text), strict=False)]
    return places[0] if len(places) == number else None
