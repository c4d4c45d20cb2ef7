"""What a draft would have meant for the partnership's own concerns of a year, in counts that tell of nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils import timezone

from fingerpost.manual import withheld
from fingerpost.manual.models import ConcernCount
from fingerpost.manual.services import concern_counts
from fingerpost.procedure.decision import Outcome
from fingerpost.procedure.errors import CaseError
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.impact import EFFECTS, QUESTIONS, effects, outcomes
from fingerpost.record.services.cases import Gathered, build
from fingerpost.record.services.decisions import decided

WHAT: Final = "impact"
CHANGES: Final[Mapping[str, str]] = {
    **{str(effect): words for effect, words in EFFECTS.items()},
    "strength": "would be asked for more strongly, or less",
}
"""What can change of a rule for a concern: what `impact` tells of cases, and how strongly it is asked for."""


@dataclass(frozen=True, slots=True)
class RuleImpact:
    """For how many concerns one rule would come out otherwise, by effect: only counts that may be told."""

    rule: str
    title: str
    is_duty: bool
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OwnImpact:
    """What was counted: in how many concerns a duty would change, by rule, and where only a question would."""

    looked_at: int
    affected: int
    duties: tuple[RuleImpact, ...]
    questions: tuple[RuleImpact, ...]


def key(old: Pack, new: Pack) -> str:
    """Return what a count of this kind is called: the two texts."""
    return f"{old.digest.removeprefix('sha256:')[:64]} {new.digest.removeprefix('sha256:')[:64]}"


def count(asked: ConcernCount, old: Pack, new: Pack) -> ConcernCount:
    """Decide every concern of the last year by both texts, and keep the counts."""
    found: dict[UUID, set[tuple[str, str]]] = {}

    def read(concern: UUID, _: str, gathered: Gathered) -> None:
        try:
            before, after = decided(build(gathered, old)), decided(build(gathered, new))
        except CaseError:
            return  # A day that one of the calendars does not know: the concern's own page says so.
        changed = found.setdefault(concern, set())
        for (rule, _about), one, other in outcomes(before.decision, after.decision):
            changed.update((rule, effect) for effect in _changes(one, other))

    now = timezone.now()
    looked_at = concern_counts.read_all(asked, now - concern_counts.YEAR, now, read)
    affected = sum(any(effect not in QUESTIONS for _, effect in changed) for changed in found.values())
    counts = Counter(pair for changed in found.values() for pair in changed)
    rules: dict[str, dict[str, int]] = {}
    for (rule, effect), number in counts.items():
        if kept := withheld.told(number):
            rules.setdefault(rule, {})[effect] = kept
    document = {"looked_at": withheld.told(looked_at), "affected": withheld.told(affected), "rules": rules}
    return concern_counts.finish(asked, document)


def told(row: ConcernCount, old: Pack, new: Pack) -> OwnImpact:
    """Return what was counted, duties first, in the order of the texts."""
    rules = row.found["rules"]
    lines = [
        RuleImpact(id, pack.provisions[id].title, pack.provisions[id].is_to_be_done, rules[id])
        for id, pack in {**dict.fromkeys(old.provisions, old), **dict.fromkeys(new.provisions, new)}.items()
        if id in rules
    ]
    lines.sort(key=lambda line: not line.is_duty)
    return OwnImpact(
        row.found["looked_at"],
        row.found["affected"],
        tuple(_only(lines, [one for one in CHANGES if one not in QUESTIONS])),
        tuple(_only(lines, QUESTIONS)),
    )


def _changes(one: Outcome | None, other: Outcome | None) -> Iterator[str]:
    yield from effects(one, other, moved=bool(one and other and one.due != other.due))
    if one and other and one.status == other.status == "applies" and one.modality != other.modality:
        yield "strength"


def _only(lines: Iterable[RuleImpact], chosen: Iterable[str]) -> Iterable[RuleImpact]:
    wanted = tuple(chosen)
    for line in lines:
        counts = {effect: line.counts[effect] for effect in wanted if effect in line.counts}
        if counts:
            yield RuleImpact(line.rule, line.title, line.is_duty, counts)
