"""A list that somebody pastes: cells of a spreadsheet or a CSV file, with the heads of its columns."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django import forms

from fingerpost.procedure.errors import nearest

LONGEST: Final = 200_000
"""Characters of a list."""
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y")


class ListError(ValueError):
    """The list cannot be read at all; says why, and what would be right."""


class PastedField(forms.Field):
    """A list as text. It is no answer in words: each of its cells is held to that where it is read."""

    widget = forms.Textarea


def read(
    text: str, columns: Mapping[str, str], needed: Collection[str], most: int, longest: int = LONGEST
) -> list[tuple[int, dict[str, str]]]:
    """Return the lines by their number, each a text for each column that the list has. Raises `ListError`.

    `columns`: what may be at the head of a column, and the field that it is; `most`: so many people at once.
    """
    if len(text) > longest:
        raise ListError(f"The list has more than {longest:,} characters. Send it in parts")
    text = text.lstrip("\ufeff")
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max("\t;,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                lines.append((reader.line_num, cells))
    except csv.Error:
        raise ListError(f"Line {reader.line_num}: a quotation mark is open or out of place") from None
    if len(lines) < 2:
        raise ListError("Paste the heads of the columns and at least one person")
    if len(lines) - 1 > most:
        raise ListError(f"The list has {len(lines) - 1} people. Send at most {most} at once")
    fields = _fields(lines[0][1], columns, needed)
    return [(number, _texts(number, fields, cells)) for number, cells in lines[1:]]


def day(text: str) -> datetime.date | None:
    """Return the day of a cell; None where it is none."""
    for form in _DAYS:
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None


def _fields(head: Sequence[str], columns: Mapping[str, str], needed: Collection[str]) -> list[str]:
    called = {field: name for name, field in reversed(list(columns.items()))}
    names = [" ".join(cell.lower().split()) for cell in head]
    for name in names:
        if name not in columns:
            raise ListError(
                f"No column is called “{name[:40]}”. {nearest(name[:40], list(columns))} "
                f"Known are: {', '.join(called[field] for field in dict.fromkeys(columns.values()))}"
            )
    fields = [columns[name] for name in names]
    if missing := [called[field] for field in needed if field not in fields]:
        raise ListError(f"There is no column for: {', '.join(missing)}")
    if len(set(fields)) < len(fields):
        raise ListError("Two columns have the same head")
    return fields


def _texts(number: int, fields: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if any(cells[len(fields) :]):
        raise ListError(f"Line {number} has more cells than there are columns")
    return dict(zip(fields, [*cells, *[""] * len(fields)], strict=False))
