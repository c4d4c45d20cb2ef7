"""Everything that is asked of one pack, and what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fingerpost.procedure.language.tree import PersonKind
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.checks.citations import sources
from fingerpost.proof.checks.conditions import always, never, opposed
from fingerpost.proof.checks.duties import deadline, nobody
from fingerpost.proof.checks.facts import idle, irrelevant, unseen, unsure
from fingerpost.proof.checks.gravity import grave, talks
from fingerpost.proof.checks.responses import gap, graver
from fingerpost.proof.checks.unknown import unknown
from fingerpost.proof.expectations import Expectations
from fingerpost.proof.finding import Checked, Finding
from fingerpost.proof.subject import Subject

CHECKS: tuple[Callable[[Subject], Checked], ...] = (
    never,
    always,
    opposed,
    talks,
    gap,
    grave,
    graver,
    irrelevant,
    unknown,
    unsure,
    idle,
    unseen,
    nobody,
    deadline,
    sources,
)


@dataclass(frozen=True)
class Verified:
    """A pack's checks. `people` is how many of each kind the cases had."""

    pack: Pack
    people: dict[PersonKind, int]
    checks: tuple[Checked, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, in the order of the checks."""
        return tuple(finding for checked in self.checks for finding in checked.findings)

    @property
    def acknowledged(self) -> tuple[Finding, ...]:
        """Every gap that is known and told, in the order of the checks."""
        return tuple(finding for checked in self.checks for finding in checked.acknowledged)

    def document(self) -> dict[str, object]:
        """The whole as plain data."""
        return {
            "procedure": {"id": self.pack.id, "version": self.pack.version, "digest": self.pack.digest},
            "people": dict(self.people),
            "checks": [
                {"check": one.name, "question": one.question, "looked_at": one.looked_at, "findings": len(one.findings)}
                for one in self.checks
            ],
            "findings": [finding.document() for finding in self.findings],
            "acknowledged": [finding.document() for finding in self.acknowledged],
        }


def verify(pack: Pack, expectations: Expectations) -> Verified:
    """Ask everything of a pack."""
    subject = Subject(pack, expectations)
    checks = tuple(check(subject) for check in CHECKS)
    return Verified(pack, subject.space.people, checks)
