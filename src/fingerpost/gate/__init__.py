"""What comes in as a document: its words, and nothing else of it (pure: no Django, no database, no file).

    found = judge(data)              # in a process of its own, with hard limits: for whatever somebody sends
    found = read(data)               # the same here: for tests, and inside that process
    match found:
        case Words():                # found.blocks in order, found.left_out counted by plain names
            told = left_out(found.left_out)
        case Refused():              # found.kind, and nothing of the document
            told = why(found.kind)

`docs/guide/documents-in.md` says what is accepted; decision 59 what it cannot promise.
"""

from __future__ import annotations

from fingerpost.gate.blocks import Block, Heading, Item, Kind, Left, Limits, Paragraph, Refused, Table, Words
from fingerpost.gate.judging import judge
from fingerpost.gate.reading import read
from fingerpost.gate.telling import FORMATS, left_out, why

__all__ = [
    "FORMATS",
    "Block",
    "Heading",
    "Item",
    "Kind",
    "Left",
    "Limits",
    "Paragraph",
    "Refused",
    "Table",
    "Words",
    "judge",
    "left_out",
    "read",
    "why",
]
