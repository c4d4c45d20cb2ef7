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
    ((",", "."), re.compile(r"(?<![a-z])[mlhvcsqtaz] ?-?\d{1,5}(?:\.\d{1,6})?[ ,]-?\d")),
    (("g0", "g1", "g2"), re.compile(r"\bg0?[0-3] ?x ?-?\d")),
    (("pd", "pu", "pa"), re.compile(r"\bp[uda] ?-?\d{1,6},-?\d")),
    (("px",), re.compile(r"\dpx -?\d{1,5}(?:px)? (?:\d{1,3}(?:px)? ){0,2}#")),
)
_STROKES_OF_A_DRAWING: Final = 20
_COLOUR: Final = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3})\b")
_COLOURS_OF_A_DRAWING: Final = 70  # three bytes each


def of_a_file(text: str) -> bool:
    """Whether a file begins in the text (in small letters), or a data URL of anything but text."""
    return _any(_FILES, text)


def of_commands(text: str) -> bool:
    """Whether the text (in small letters) draws: markup of a drawing, or more strokes or colours than words have."""
    if _any(_DRAWS, text) or sum(map(text.count, _STROKE_WORDS)) >= _STROKES_OF_A_DRAWING:
        return True
    if any(_has(words, text) and _at_least(stroke, text, _STROKES_OF_A_DRAWING) for words, stroke in _STROKES):
        return True
    return text.count("#") >= _COLOURS_OF_A_DRAWING and _at_least(_COLOUR, text, _COLOURS_OF_A_DRAWING)


def _has(words: Sequence[str], text: str) -> bool:
    return any(word in text for word in words)


def _any(signs: Sequence[tuple[Sequence[str], re.Pattern[str]]], text: str) -> bool:
    return any(_has(words, text) and sign.search(text) for words, sign in signs)


def _at_least(pattern: re.Pattern[str], text: str, number: int) -> bool:
    return sum(1 for _, _ in zip(range(number), pattern.finditer(text), strict=False)) == number
