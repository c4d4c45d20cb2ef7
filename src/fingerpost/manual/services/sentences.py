"""What was done with a text, and what was found in it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fingerpost.access.models import Membership
from fingerpost.manual import proofs
from fingerpost.manual.models import ProcedureDraft
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.finding import Finding
from fingerpost.proof.telling import case_in_words, outcomes_in_words


@dataclass(frozen=True, slots=True)
class DraftStepTold:
    """One step: when, and a sentence."""

    at: datetime
    says: str


def of_draft(draft: ProcedureDraft) -> list[DraftStepTold]:
    """Return every step of a draft until its approval."""
    told = [DraftStepTold(draft.begun_at, f"{_who(draft.begun_by)} began it from {draft.base}.")]
    revisions = draft.revisions.select_related("saved_by__user", "saved_by__organisation", "version")
    for one in revisions.order_by("number"):
        if one.changed:
            unread = "" if one.digest else " The text could not be read then."
            told.append(
                DraftStepTold(
                    one.saved_at, f"{_who(one.saved_by)} saved {one.changed} as revision {one.number}.{unread}"
                )
            )
        if hasattr(one, "version"):
            made = one.version
            says = f"{_who(made.approved_by)} approved revision {one.number} as {made.name}, in force from"
            told.append(DraftStepTold(made.approved_at, f"{says} {day_in_words(made.in_force)}."))
    return told


@dataclass(frozen=True, slots=True)
class FindingTold:
    """What was found about one rule, where, and cases that show it."""

    rule: str
    place: str
    says: tuple[str, ...]
    examples: tuple[tuple[str, str], ...] = ()


def findings(pack: Pack, checks: str) -> list[FindingTold]:
    """Return what `verify` found, each with its smallest example."""
    return _found(pack, proofs.verified(pack, checks).findings)


def acknowledged(pack: Pack, checks: str) -> list[FindingTold]:
    """Return the gaps of the source that its checks acknowledge, each with its smallest example."""
    return _found(pack, proofs.verified(pack, checks).acknowledged)


def _found(pack: Pack, findings: Iterable[Finding]) -> list[FindingTold]:
    return [
        FindingTold(
            one.of,
            str(one.place),
            (one.says,),
            tuple(
                (case_in_words(pack, example.case), outcomes_in_words(example))
                for example in (one.example, one.after)
                if example
            ),
        )
        for one in findings
    ]


def _who(membership: Membership) -> str:
    return f"{membership.user.name}, {membership.organisation.name},"
