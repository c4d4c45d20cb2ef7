"""The questions that a dip sample asks, from `questions.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the id under which its findings are kept, what it asks, and what to look for."""

    id: str
    text: str
    hint: str = ""


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions, in the order in which they are asked."""
    rows = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
    return tuple(Question(**row) for row in rows)
