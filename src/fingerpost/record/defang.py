"""Addresses of suspected material, written so that nothing makes a link of them and nobody follows one by mistake."""

from __future__ import annotations

import re
from typing import Final

_SCHEME: Final = re.compile(r"\b(h)tt(ps?)(?=\s*:)|\b(f)t(p)(?=\s*://)", re.IGNORECASE)
_DOT: Final = re.compile(r"(?<=\w)\.(?=\w)")


def defang(text: str) -> str:
    """Return the text with `http` as `hxxp` and each dot within a word as `[.]`. Done twice, it is as done once."""
    text = _SCHEME.sub(lambda found: "hxx" + found[2] if found[1] else "fx" + found[4], text)
    return _DOT.sub("[.]", text).replace("://", "[:]//").replace("@", "[at]")
