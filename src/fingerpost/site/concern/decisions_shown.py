"""The decision of a concern as people read it: what applies and what may, when, because of what, and what to ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Compartment
from fingerpost.duties import presentation
from fingerpost.procedure.explaining.plan import Part, calm, may_apply, parts_of, today_of
from fingerpost.procedure.explaining.requirements import Requirement, requirements_of
from fingerpost.procedure.explaining.rules import standing
from fingerpost.procedure.explaining.words import Called, about_line, question_text
from fingerpost.record.services.decisions import CompartmentDecision

_MOST = 10
"""So many questions are shown: those that would settle most come first."""


@dataclass(frozen=True, slots=True)
class MayApply:
    """A rule that depends on what is not known: to whom it goes and about whom, what holds it, and the questions."""

    text: str
    rule: str
    whose: str
    waits: tuple[str, ...]
    questions: tuple[str, ...]
    is_grave: bool


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """The decision of one compartment. `title` and `digest` are of the text that decided.

    `is_further`: it rests on one that is shown before, and only what it has beside that is shown.
    """

    name: str
    is_further: bool
    parts: tuple[Part, ...]
    calm: str
    may_apply: tuple[MayApply, ...]
    questions: tuple[tuple[str, int], ...]
    more_questions: int
    title: str
    version: str
    in_force: str
    digest: str


def shown(decisions: Mapping[str, CompartmentDecision], names: Mapping[UUID, str]) -> Iterator[DecisionShown]:
    """Yield each decision in words. What is in the one that it rests on is not said again."""
    common: set[tuple[object, ...]] = set()
    for compartment, one in decisions.items():
        said = common if SOURCES[compartment] > {compartment} else frozenset()
        called = presentation.caller(one.names, names)
        requirements = requirements_of(one.pack, one.case, one.decision, called)
        parts = [_new(part, said) for part in parts_of(requirements, one.case)]
        pending = [_may_apply(one, depending, called) for depending in may_apply(requirements)]
        questions = [
            (question_text(question.fact, question.ask, called), len(question.settles))
            for question in one.decision.questions
        ]
        asked = [question for question in questions if question[:1] not in said]
        yield DecisionShown(
            name=str(Compartment(compartment).label),
            is_further=bool(said),
            parts=tuple(part for part in parts if part.items),
            calm="" if said else calm(requirements, today_of(one.case)),
            may_apply=tuple(rule for rule in pending if (rule.rule, rule.whose) not in said),
            questions=tuple(asked[:_MOST]),
            more_questions=max(len(asked) - _MOST, 0),
            title=one.pack.title,
            version=one.pack.name,
            in_force=standing(one.pack),
            digest=one.decision.procedure.digest,
        )
        if compartment == Compartment.COMMON:
            common |= {(item.provision.id, item.whose, item.warnings) for part in parts for item in part.items}
            common |= {(rule.rule, rule.whose) for rule in pending} | {question[:1] for question in questions}


def _new(part: Part, said: Collection[tuple[object, ...]]) -> Part:
    """Return a part without the items that were said before."""
    return replace(
        part, items=tuple(item for item in part.items if (item.provision.id, item.whose, item.warnings) not in said)
    )


def _may_apply(one: CompartmentDecision, depending: Requirement, called: Called) -> MayApply:
    asks = {question.fact: question.ask for question in one.decision.questions}
    return MayApply(
        text=depending.text,
        rule=depending.provision.id,
        whose=" ".join(filter(None, [depending.to_whom, about_line(depending.people, called)])),
        waits=depending.warnings,
        questions=tuple(question_text(fact, asks[fact], called) for fact in depending.depends_on if fact in asks),
        is_grave=depending.is_grave,
    )
