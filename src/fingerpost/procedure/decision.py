"""The answer: outcomes and questions, shaped exactly as the decision contract's document.

These classes have no slots, so that orjson writes them four times as fast.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal

import orjson


@dataclass
class Outcome:
    """A provision decided for `about` (`"concern"` or a person's id). Fields are in the document's order."""

    provision: str
    about: str
    status: Literal["applies", "depends"]
    modality: str
    due: date | None
    because: list[str]
    depends_on: list[str]
    to: list[str]
    held_by: list[str]
    may_be_held_by: list[str]


@dataclass
class Question:
    """An unknown fact (`c2.age`) that can still change something, and the outcomes (`2.1-strategy/c2`) it bears on."""

    fact: str
    ask: str
    settles: list[str]


@dataclass
class PackName:
    """Which text decided."""

    id: str
    version: str
    digest: str


@dataclass
class Decision:
    """The whole document."""

    procedure: PackName
    outcomes: list[Outcome]
    questions: list[Question]

    def document(self) -> dict[str, object]:
        """The document as plain data: dates as texts, keys in the contract's order."""
        plain: dict[str, object] = json.loads(self.json())
        return plain

    def json(self, *, indent: bool = False) -> bytes:
        """The document as JSON in UTF-8 (RFC 8259). The same decision always gives the same bytes."""
        return orjson.dumps(self, option=orjson.OPT_INDENT_2 if indent else None)
