"""How a line of a PDF goes on in the next: a word that was parted, a hyphen of its own, or the next word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_PARTED: Final = "\x02\ufffe\u00ad\u2010"
"""What PDFium gives for a hyphen at the end of a line, and hyphens that typesetters put there."""
_PART: Final = re.compile(f"[{_PARTED}]+")
_HALVES: Final = re.compile(rf"\S+[{_PARTED}]\s*\S+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LAST: Final = re.compile(r"[\w’'-]*$")
_FIRST: Final = re.compile(r"[\w’']*")
_JOINS: Final = re.compile(r"\w[-–—/]$")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
"""Chinese, Japanese and Thai: a line goes on in the next without a space."""
_HYPHENED: Final = frozenset({"self", "non", "ex", "well", "half", "step", "co", "e", "x", "pre", "post", "multi"})
_LONG: Final = re.compile(r"https?://\S{12,}|(?<!\S)[0-9A-Fa-f]{20,}(?!\S)")
_HEX: Final = re.compile(r"[0-9A-Fa-f]+")
_OF_A_LINK: Final = re.compile(r"(?=\S*[A-Za-z])(?=\S*[\d/=?&%_])\S+")
_FULL: Final = 0.8  # of the longest line: what is shorter ended because its paragraph did


def continued(before: str, line: str, longest: int) -> str | None:
    """Return a line with a code or a link whole that went on in the next; None where it did not.

    A hash in a narrow cell breaks anywhere, and so does a link that is wider than the page.
    """
    chunk, _, rest = line.strip().partition(" ")
    found = list(_LONG.finditer(before.rstrip()))
    if len(found) != 1:
        return None
    code = found[0]
    if _HEX.fullmatch(code[0]):
        is_more = not rest and _HEX.fullmatch(chunk) is not None
    else:
        is_full = len(before) > _FULL * longest or code[0][-1] in "?&=_/%"
        is_last = code.end() == len(before.rstrip()) and is_full
        is_more = (is_last or not rest) and _OF_A_LINK.fullmatch(chunk) is not None
    return f"{before[: code.end()]}{chunk}{before[code.end() :].rstrip()} {rest}".rstrip() if is_more else None


class Joins:
    """Joins lines by the words that a document has elsewhere."""

    def __init__(self, lines: Iterable[str]) -> None:
        whole = _HALVES.sub(" ", "\n".join(line.strip() for line in lines))
        self.known = {word.casefold() for word in _WORD.findall(whole)}
        self.parts = {part for word in self.known for part in re.split("[-’']", word)}

    def within(self, line: str) -> str:
        """Return a line that PDFium made of two, where a word was parted, with that word whole."""
        body = line.rstrip(_PARTED)
        first, *others = _PART.split(body)
        for other in others:
            if not first or first[-1].isspace():
                first = f"{first}- {other.lstrip()}"
                continue
            first = first + self._hyphen(first, other) + other.lstrip()
        return first + line[len(body) :]

    def joined(self, text: str, more: str, *, ended: bool, share: float) -> str:
        """Return a text and its next line. `ended`: a space was said at its end; `share` of the longest that it had."""
        if text[-1:] and text[-1] in _PARTED:
            bare = text.rstrip(_PARTED)
            if not bare or bare[-1].isspace():  # a dash that stands by itself
                return f"{bare}-\n{more}"
            return bare + self._hyphen(bare, more) + more
        if _JOINS.match(text[-2:]) and more[:1].isalnum():
            return text + more
        is_unspaced = _UNSPACED.match(text[-1:]) and _UNSPACED.match(more) and not ended and share >= _FULL
        return f"{text}{'' if is_unspaced else chr(10)}{more}"

    def _hyphen(self, before: str, after: str) -> str:
        """Return a hyphen where the word has one of its own, and not only because a line ended."""
        last, first = _LAST.search(before[-60:]), _FIRST.match(after.lstrip())
        one, other = last[0] if last else "", first[0] if first else ""
        if not one or not other or "://" in before.split()[-1]:
            return "-"
        if f"{one}-{other}".casefold() in self.known:
            return "-"
        if f"{one}{other}".casefold() in self.known:
            return ""
        has = "-" in one and other.casefold() in self.parts
        has = has or one[-1].isdigit() or (other[0].isupper() and not one.isupper())
        return "-" if has or one.casefold() in _HYPHENED else ""
