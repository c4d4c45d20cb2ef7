"""The limit that memory sets: reading every byte of the columns once, and writing every byte of the answers once."""

from __future__ import annotations

from typing import Any

import numpy as np
from bulk_data import Contender, National

from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.conditions import conditions_of
from fingerpost_bulk.plan import SCOPES
from fingerpost_bulk.tables import ID, format_of


class Memory:
    """The same bytes as deciding reads and writes, moved by NumPy's fastest means."""

    def __init__(self, pack: Pack, national: National) -> None:
        conditions, form = conditions_of(pack), format_of(pack)
        self.read: list[Any] = []
        written = 0
        for scope in SCOPES:
            table = national.tables[scope]
            names = [form.names[fact] for fact in conditions.needs(scope)]
            for name in [*names, *([ID] if scope != "concern" else [])]:
                self.read += [np.frombuffer(buffer, np.uint8) for buffer in _buffers(table.column(name))]
            written += len(conditions.provisions[scope]) * 2 * ((table.num_rows + 7) // 8)
        self.bytes_read = sum(map(len, self.read))
        self.bytes_written = written
        self.target = np.empty(max(map(len, self.read)), np.uint8)
        self.answers = np.empty(written, np.uint8)

    def move(self) -> None:
        """Copy each column into one place that stays in the cache, and fill as many bytes as the answers have."""
        piece = 1 << 18
        target = self.target[:piece]
        for column in self.read:
            for first in range(0, len(column), piece):
                part = column[first : first + piece]
                np.copyto(target[: len(part)], part)
        self.answers.fill(0)


def _buffers(column: Any) -> list[Any]:
    return [buffer for buffer in column.buffers() if buffer is not None]


def contender(memory: Memory) -> Contender:
    """The limit as something to time."""
    return Contender("memory: these bytes read and written once", memory.move)
