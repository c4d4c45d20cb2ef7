"""The decision of a concern as people read it: what applies and what may, when, because of what, and what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from fingerpost.access.models import Compartment
from fingerpost.duties import showing
from fingerpost.procedure.explaining.plan import Part, by_rule, calm, is_grave, parts_of, today_of
from fingerpost.procedure.explaining.rules import standing
from fingerpost.procedure.explaining.words import about_line, question_text
from fingerpost.record.services.decisions import Decided

_MOST = 10
"""So many questions are shown: those that would settle most come first."""


@dataclass(frozen=True, slots=True)
class MayApply:
    """A rule that depends on what is not known: about whom, and the questions that it depends on."""

    text: str
    rule: str
    about: str
    questions: tuple[str, ...]
    is_grave: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The decision of one compartment. `title` and `digest` are of the text that decided."""

    name: str
    parts: tuple[Part, ...]
    calm: str
    may_apply: tuple[MayApply, ...]
    questions: tuple[tuple[str, int], ...]
    more_questions: int
    title: str
    version: str
    in_force: str
    digest: str


def shown(decisions: Mapping[str, Decided], names: Mapping[UUID, str]) -> Iterator[Shown]:
    """Yield each decision in words."""
    for compartment, one in decisions.items():
        called = showing.caller(one.names, names)
        asks = {question.fact: question.ask for question in one.decision.questions}
        groups = by_rule(outcome for outcome in one.decision.outcomes if outcome.status == "depends")
        yield Shown(
            name=str(Compartment(compartment).label),
            parts=tuple(parts_of(one.pack, one.case, one.decision, called)),
            calm=calm(one.decision, today_of(one.case)),
            may_apply=tuple(
                MayApply(
                    text=one.pack.provisions[group[0].provision].text.strip(),
                    rule=group[0].provision,
                    about=about_line((outcome.about for outcome in group), called),
                    questions=tuple(
                        question_text(fact, asks[fact], called)
                        for fact in dict.fromkeys(fact for outcome in group for fact in outcome.depends_on)
                        if fact in asks
                    ),
                    is_grave=is_grave(one.pack, group[0]),
                )
                for group in groups
            ),
            questions=tuple(
                (question_text(question.fact, question.ask, called), len(question.settles))
                for question in one.decision.questions[:_MOST]
            ),
            more_questions=max(len(one.decision.questions) - _MOST, 0),
            title=one.pack.title,
            version=one.pack.name,
            in_force=standing(one.pack),
            digest=one.decision.procedure.digest,
        )
