"""Text for a terminal, a pipe or a screen reader: headings and paragraphs, nothing that has to be seen."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap

KEEP = "\u00a0"
"""A space at which a line is not broken; it is written as an ordinary one."""

_WIDEST = 88
_NARROWEST = 30
_IN_A_PIPE = 80


class Page:
    """Collects lines, wrapped to `width` columns. `bold`: headings are set in bold where the terminal can."""

    def __init__(self, width: int, *, bold: bool = False) -> None:
        self._width = max(_NARROWEST, min(width, _WIDEST))
        self._bold = bold
        self._lines: list[str] = []

    def heading(self, text: str) -> None:
        """Begin a part: a blank line before, and after."""
        self.gap()
        for line in self._wrapped(text, "", ""):
            self._lines.append(f"\x1b[1m{line}\x1b[0m" if self._bold else line)
        self.gap()

    def text(self, text: str, *, indent: int = 0, first: str | None = None) -> None:
        """Add a paragraph; `first` is before its first line, within the indent."""
        margin = " " * indent
        self._lines += self._wrapped(text, margin if first is None else first.rjust(indent), margin)

    def gap(self) -> None:
        """Add a blank line, unless there is one."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def __str__(self) -> str:
        return "\n".join(self._lines).rstrip("\n") + "\n"

    def _wrapped(self, text: str, first: str, margin: str) -> list[str]:
        lines = textwrap.wrap(
            " ".join(re.split(r"[ \t\n\r]+", text.strip())),
            self._width,
            initial_indent=first,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return [line.replace(KEEP, " ") for line in lines] or [first.rstrip()]


def page_for_output() -> Page:
    """Return a page as wide as the terminal, or 80 columns; bold on a terminal that has not refused it (NO_COLOR)."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((_IN_A_PIPE, 24)).columns if terminal else _IN_A_PIPE
    return Page(width, bold=terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")
