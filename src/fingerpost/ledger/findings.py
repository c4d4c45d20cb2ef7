"""What can be wrong with a ledger, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What happened to the entries named. The last four name no single entry for certain."""

    ALTERED = "altered"  # its bytes are no longer those that were recorded
    REMOVED = "removed"
    INSERTED = "inserted"
    MOVED = "moved"  # it holds what was recorded at another index
    COLUMNS = "columns"  # its leaf is as it was, but what is kept beside it to be searched by says otherwise
    RECORD = "record"  # the entries are as they were; the hashes kept of them were changed
    REWRITTEN = "rewritten"  # hashes were made anew: a checkpoint shows that the entries are not those that were signed
    CONTRADICTION = "contradiction"  # the log's key has signed two histories
    HEAD = "head"  # the head's row does not belong to the entries


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, the entries from `first` to `last` that it concerns, and a sentence for people."""

    fault: Fault
    first: int
    last: int
    text: str

    def __str__(self) -> str:
        return self.text


def entries_text(first: int, last: int) -> str:
    """Return “Entry 4” or “Entries 4 to 9”."""
    return f"Entry {first}" if first == last else f"Entries {first} to {last}"


def entries_were(first: int, last: int) -> str:
    """Return “Entry 4 was” or “Entries 4 to 9 were”."""
    return f"{entries_text(first, last)} {'was' if first == last else 'were'}"
