"""What a check found: about what, where, in words, and with cases that anybody can decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fingerpost.procedure.pack.model import Place
from fingerpost.proof.example import Example


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `after` is the example with one answer changed, where the change is the point."""

    check: str
    of: str
    place: Place
    says: str
    example: Example | None = None
    after: Example | None = None

    def document(self) -> dict[str, object]:
        """The finding as plain data."""
        found: dict[str, object] = {
            "check": self.check,
            "of": self.of,
            "file": self.place.file,
            "line": self.place.line,
            "says": self.says,
        }
        if self.example:
            found["example"] = shown(self.example)
        if self.after:
            found["after"] = shown(self.after)
        return found


def shown(example: Example) -> Mapping[str, object]:
    """An example as plain data: the case, and what the engine says of the outcomes in question."""
    return {
        "case": example.case,
        "outcomes": dict(example.says),
        "due": dict(example.due),
        "held_by": dict(example.held_by),
        "may_be_held_by": dict(example.may_be_held_by),
        "modality": dict(example.modality),
        "to": dict(example.to),
    }


@dataclass(frozen=True)
class Checked:
    """One check, how many things it looked at, and what it found. Nothing looked at is nothing proved.

    `acknowledged`: gaps that `checks.yaml` says are known, with the reason. They are shown, and are no findings.
    """

    name: str
    question: str
    looked_at: int
    findings: tuple[Finding, ...]
    acknowledged: tuple[Finding, ...] = ()
