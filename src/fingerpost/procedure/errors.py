"""What a person is told when something they wrote cannot be taken: where, what is wrong, what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `where` is a place a person can go to: `2.1.md:40` in a pack, `people[1].facts.age` in a case. `what` says what is
    wrong, without a full stop; `right` says what would be right, in a sentence.
    """

    where: str
    what: str
    right: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}. {self.right}" if self.right else text

    @property
    def said(self) -> str:
        """What is wrong and what would be right as sentences, for a reader who sees the place."""
        return ". ".join(filter(None, (self.what[:1].upper() + self.what[1:], self.right)))


class FingerpostError(Exception):
    """Something a person gave cannot be taken. Carries every problem found, in the order of the text."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PackError(FingerpostError):
    """The pack cannot be read: nothing of it is used."""


class CaseError(FingerpostError):
    """The input is not a case: nothing of it is decided."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ` Did you mean “x”?`-style advice naming the nearest of `known`, or an empty string."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"Did you mean “{found[0]}”?" if found else ""
