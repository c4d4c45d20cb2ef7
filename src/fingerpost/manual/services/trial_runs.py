"""What another version would have meant: for cases that somebody pastes, and for concerns that somebody may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from fingerpost.access.compartments import decisions_for, view_of
from fingerpost.access.context import required
from fingerpost.access.models import Concern
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.errors import CaseError, FingerpostError, Problem
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.source.json import parse_json
from fingerpost.proof.impact import Impact, changes
from fingerpost.record.errors import NothingToldError
from fingerpost.record.services.cases import build, gather
from fingerpost.record.services.decisions import Preview, compare, decided

MOST: Final = 100
"""How many concerns, the newest, are decided by both versions for one page."""


def tried(old: Pack, new: Pack, lines: str) -> Impact:
    """Decide each case by both versions, one JSON object a line. Raises FingerpostError with the line."""
    found = Impact(old, new)
    for number, line in enumerate(lines.splitlines(), 1):
        if not line.strip():
            continue
        try:
            document = parse_json(line, first_line=number)
            if not isinstance(document, dict):
                raise CaseError([Problem("", "this is not a case", "One case a line, as a JSON object.")])
            found.changes += changes(old, new, str(document.pop("reference", number)), document)
        except FingerpostError as error:
            what = "; ".join(map(str, error.problems))
            raise CaseError([Problem(f"line {number}", f"line {number}: {what}")]) from None
        found.cases += 1
    return found


@dataclass(frozen=True, slots=True)
class Affected:
    """A concern for which something would change: how many outcomes would be new, gone, or get another date."""

    concern: Concern
    new: int
    gone: int
    moved: int


@dataclass
class Seen:
    """What another version would change for the concerns that somebody sees. `looked_at`: how many there were."""

    looked_at: int = 0
    concerns: list[Affected] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)


@keys_at_hand()
def of_concerns(new: Pack) -> Seen:
    """Decide the newest concerns that the person acting may see by another version too, from what they see of each."""
    found = Seen()
    for concern in Concern.objects.visible().order_by("-created_at")[:MOST]:
        found.looked_at += 1
        # What one decision says of somebody another may say again: it counts once.
        changed = {
            (name, one.provision, preview.after.names.get(one.about))
            for preview in _previews(concern, new)
            for name in ("new", "gone", "moved")
            for one in getattr(preview, name)
        }
        for name, rule, _ in changed:
            found.counts.setdefault(rule, Counter())[name] += 1
        if changed:
            counted = Counter(name for name, _, _ in changed)
            found.concerns.append(Affected(concern, counted["new"], counted["gone"], counted["moved"]))
    found.counts = dict(sorted(found.counts.items()))
    return found


def _previews(concern: Concern, new: Pack) -> Iterator[Preview]:
    for compartment in decisions_for(view_of(required(), concern.pk)):
        try:
            gathered = gather(concern, compartment)
        except NothingToldError:
            continue
        yield compare(decided(build(gathered)), decided(build(gathered, new)))
