"""What was done with a text, and what was found in it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from fingerpost.access.models import Membership
from fingerpost.manual import proofs
from fingerpost.manual.models import ProcedureDraft
from fingerpost.procedure.explaining.words import capital, day_in_words
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.comparing import Pair
from fingerpost.proof.finding import Finding
from fingerpost.proof.telling import case_in_words, outcomes_in_words, pair_in_words, part_in_words


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


def changes(old: Pack, new: Pack) -> list[FindingTold]:
    """Return each rule that means something else in the new version: changed, added, removed."""
    compared = proofs.compared(old, new)
    found = [
        FindingTold(
            one.id,
            str(new.provisions[one.id].place),
            (f"{capital(one.relation)}.", *map(part_in_words, one.parts)),
            tuple(example for part in one.parts for pair in part.pairs for example in _pair(old, new, pair)),
        )
        for one in compared.changed
    ]
    for says, those, pack in (("Added.", compared.added, new), ("Removed.", compared.removed, old)):
        for only in those:
            shown = ((case_in_words(pack, only.example.case), outcomes_in_words(only.example)),) if only.example else ()
            found.append(FindingTold(only.provision.id, str(only.provision.place), (says,), shown))
    return found


def _pair(old: Pack, new: Pack, pair: Pair) -> Iterator[tuple[str, str]]:
    before, now = pair_in_words(pair)
    yield f"Before: {case_in_words(old, pair.old.case)}", before
    yield f"Now: {case_in_words(new, pair.new.case)}", now


def _who(membership: Membership) -> str:
    return f"{membership.user.name}, {membership.organisation.name},"
