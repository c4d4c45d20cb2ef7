"""A table's cells by columns: what is alike stands together, and a column carries less than its rows seem to.

Nobody gains by it who hides something: whoever can write it by columns could have written it by rows.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

_LEAST: Final = 4  # rows
_NUMBER: Final = re.compile(r"\S*\d\S*")


def turned(text: str) -> str:
    """Return the text with each run of lines that have as many cells written column by column."""
    found: list[str] = []
    for (_, is_row), run in groupby(map(_cells, text.split("\n")), lambda cells: (len(cells), len(cells) > 1)):
        rows = list(run)
        if is_row and len(rows) >= _LEAST:
            rows = [list(column) for column in zip(*rows, strict=True)]
        found.extend(" ".join(row) for row in rows)
    return "\n".join(found)


def _cells(line: str) -> list[str]:
    """Return a line's cells: parted by tabs, or what stands before the first number and every piece behind it."""
    if "\t" in line:
        return line.split("\t")
    pieces = line.split()
    first = next((place for place, piece in enumerate(pieces) if _NUMBER.fullmatch(piece)), len(pieces))
    return [" ".join(pieces[:first]), *pieces[first:]]
