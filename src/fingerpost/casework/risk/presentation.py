"""A risk assessment as its pages show it: headings in groups, judgements side by side, those the embargo covers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fingerpost.access import embargo
from fingerpost.access.embargo import HeldBack, Person, Relation
from fingerpost.casework.models import Dimension, FactorEffect, Level, RiskAnswer, RiskJudgement
from fingerpost.casework.risk import rules
from fingerpost.casework.risk.forms import PROTECTION
from fingerpost.casework.risk.queries import RiskSummary
from fingerpost.casework.risk.requested_duties import path_of
from fingerpost.procedure.pack.model import Pack, Prose, Provision
from fingerpost.record.services.headings import headings_of as headings_in

_TITLE: Final = re.compile(r"^#{2,4} +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HeadingShown:
    """A heading, of one child where it goes child by child. `number`: its place among all; `path`: for its address."""

    entry: rules.HeadingEntry
    provision: Provision
    number: int
    group: str
    child: str
    path: str
    latest: RiskAnswer | None

    @property
    def short(self) -> str:
        """Return the heading's number, with the child where it is about one."""
        return f"{self.number}. {self.child}" if self.child else f"{self.number}."


@dataclass(frozen=True, slots=True)
class JudgementShown:
    """One judgement in words: of what, of which person, how much and why; None: not made yet."""

    child: str
    judgement: RiskJudgement | None
    level: str


def headings_of(one: RiskSummary) -> list[HeadingShown]:
    """Return the headings in the pack's order, those that do not apply among them, each under the pack's own title."""
    provisions = headings_in(one.around.pack)
    numbers = {provision.id: number for number, provision in enumerate(provisions, start=1)}
    titles = groups_of(one.around.pack)
    return [
        HeadingShown(
            entry,
            one.around.pack.provisions[entry.heading],
            numbers[entry.heading],
            titles.get(entry.heading, ""),
            one.name(entry.child),
            path_of(entry.key),
            one.course.latest.get(entry.key),
        )
        for entry in one.course.entries
    ]


def groups_of(pack: Pack) -> dict[str, str]:
    """Return the title in the pack's own prose that each heading is under."""
    found: dict[str, str] = {}
    title = ""
    for section in pack.sections:
        for part in section.body:
            if isinstance(part, Prose):
                titles = _TITLE.findall(part.markdown)
                title = titles[-1] if titles else title
            elif isinstance(part, Provision) and part.kind == "heading":
                found[part.id] = title
    return found


def principles_of(pack: Pack) -> list[Provision]:
    """Return the principles of the assessment, as the pack has them."""
    return [one for one in pack.provisions.values() if one.about == "assessment" and one.kind == "principle"]


def judgements_of(one: RiskSummary) -> Iterator[tuple[str, list[JudgementShown]]]:
    """Yield the three judgements with their titles, to be set side by side. The public rating is none of them."""
    for dimension in rules.JUDGED:
        keys = [key for key in rules.to_be_judged(one.told.must_be_judged) if key[0] == dimension]
        yield Dimension(dimension).label, [_judged(one, key) for key in keys]


def level_in_words(judgement: RiskJudgement) -> str:
    """Return the level of a judgement in words; of the public rating, as it was written."""
    level = str(judgement.level)
    if judgement.dimension == Dimension.PROTECTION:
        return PROTECTION.get(level, level)
    return Level(level).label if level in Level.values else level


def effects_of(answer: RiskAnswer) -> tuple[str, ...]:
    """Return what an answer raises or lowers, in words: “raises the risk”. What it leaves as it is is not said."""
    effect = answer.effect
    return tuple(
        f"{does} the {what}"
        for what in rules.JUDGED
        if (does := effect.get(what, "")) in (FactorEffect.RAISES, FactorEffect.LOWERS)
    )


def must_not_be_told(one: RiskSummary) -> bool:
    """Whether an embargo holds the partner: to interview them would be to tell them."""
    about = one.assessment.about_id
    return isinstance(embargo.may_tell(one.assessment.concern_id, about, Person(Relation.PARTNER, about)), HeldBack)


def _judged(one: RiskSummary, key: rules.HeadingKey) -> JudgementShown:
    judgement = one.course.judged.get(key)
    return JudgementShown(one.name(key[1]), judgement, level_in_words(judgement) if judgement else "")
