"""A paper: what it says, block by block, whatever program makes it into a document."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a list or a table: one row of cells for each line."""

    kind: Literal["heading", "text", "list", "table"]
    rows: list[list[str]]


@dataclass
class Paper:
    """What one document says, in order."""

    name: str
    blocks: list[Block] = field(default_factory=list)
    language: str = "en"

    def heading(self, text: str) -> None:
        """Add a heading."""
        self.blocks.append(Block("heading", [[text]]))

    def text(self, *texts: str) -> None:
        """Add paragraphs."""
        self.blocks += [Block("text", [[text]]) for text in texts]

    def items(self, texts: list[str]) -> None:
        """Add a list."""
        self.blocks.append(Block("list", [[text] for text in texts]))

    def table(self, rows: list[list[str]]) -> None:
        """Add a table, its first row the heading."""
        self.blocks.append(Block("table", rows))

    def lines(self) -> list[str]:
        """What it says, a line for each paragraph, item and row."""
        return ["\t".join(row) for block in self.blocks for row in block.rows]

    def words(self) -> list[str]:
        """Its words, in order."""
        return " ".join(self.lines()).split()


def dice(name: str) -> random.Random:
    """Return chance that is the same in every run."""
    return random.Random(f"papers {name}")  # noqa: S311 - for examples
