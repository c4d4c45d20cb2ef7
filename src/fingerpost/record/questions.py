"""The questions of a procedure in the groups in which its own pages ask them, with what is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from fingerpost.access.models import Concern
from fingerpost.procedure.calendar import date_in_words, london_day, moment_in_words
from fingerpost.procedure.explaining.words import question_text
from fingerpost.procedure.language.tree import Scope, Value
from fingerpost.procedure.pack.model import Fact, Pack, Prose
from fingerpost.record.models import Assertion
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.decisions import CompartmentDecision
from fingerpost.record.services.procedures import named
from fingerpost.record.services.statements import KnownFact, recorded, settled

CONCERN: Final = "concern"
"""In an address, where the id of a person may stand: the questions about the concern."""
NOT_KNOWN = "Not known"
_YES_NO = {True: "Yes", False: "No"}


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions under one heading of the procedure."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class QuestionWithAnswer:
    """A question with the present answer and every statement about it, the newest first."""

    fact: Fact
    known: KnownFact | None
    said: Sequence[Assertion]

    @property
    def answer(self) -> str:
        """Return the present answer in words."""
        return in_words(self.fact, self.known.value if self.known else None)

    @property
    def is_known(self) -> bool:
        """Whether there is an answer."""
        return self.known is not None and self.known.value is not None

    def words(self, assertion: Assertion) -> str:
        """Return what a statement says, in words."""
        return in_words(self.fact, assertion.answer)


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question that can still change something: in words, about whom, and in which of their groups it is asked."""

    text: str
    about: str
    number: int


def next_up(decided: Iterable[CompartmentDecision], everybody: PeopleOfConcern, most: int) -> list[NextQuestion]:
    """Return the questions that can still change something, those first that could bring what is due soonest."""
    found: dict[str, NextQuestion] = {}
    for one in decided:
        names = one.names

        def called(ident: str, names: Mapping[str, UUID] = names) -> str:
            return everybody.name(names.get(ident))

        for question in one.decision.questions:
            text = question_text(question.fact, question.ask, called)
            about, number = place_of(one, question.fact)
            found.setdefault(text, NextQuestion(text, about, number))
    return list(found.values())[:most]


def place_of(decided: CompartmentDecision, fact: str) -> tuple[str, int]:
    """Return where a fact of a case (`c2.age`) is asked: about whom, and in which of their groups."""
    ident, _, name = fact.rpartition(".")
    found = groups(decided.pack, decided.pack.facts[name].scope)
    number = next(number for number, group in enumerate(found, start=1) if name in {it.id for it in group.facts})
    return str(decided.names.get(ident, CONCERN)), number


def groups(pack: Pack, scope: Scope) -> tuple[QuestionGroup, ...]:
    """Return the questions about the concern, or about each child or adult, as the procedure's pages group them."""
    return _groups(pack.name, scope)


def in_words(fact: Fact, value: Value | None) -> str:
    """Return an answer in words."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return _YES_NO[value]
    return fact.labels.get(str(value), str(value))


def said_by(assertion: Assertion) -> str:
    """Return who made a statement, when, on whose word and why, in a sentence or two."""
    if assertion.is_derived:
        return f"{assertion.get_source_display().capitalize()}, recorded {moment_in_words(assertion.recorded_at)}."
    by = assertion.recorded_by
    said = f"Recorded by {by.user.name}, {by.organisation.name}, {moment_in_words(assertion.recorded_at)}"
    said += f", on the word of {assertion.on_whose_word}" if assertion.on_whose_word else ""
    if london_day(assertion.said_at) != london_day(assertion.recorded_at):
        said += (
            f", who said so on {date_in_words(london_day(assertion.said_at))}"
            if assertion.on_whose_word
            else f", as of {date_in_words(london_day(assertion.said_at))}"
        )
    return f"{said}. {assertion.reason or ''}".strip()


def told(
    concern: Concern, compartments: Collection[str], at: datetime | None = None
) -> tuple[Mapping[tuple[UUID | None, str], KnownFact], Mapping[tuple[UUID | None, str], list[Assertion]]]:
    """Return what is known, and every statement with who made it, by whom it is about and the fact. One query.

    As recorded at `at`; now when left out.
    """
    rows = list(
        recorded(Assertion.objects.visible(), concern, compartments, at).select_related(
            "recorded_by__user", "recorded_by__organisation"
        )
    )
    said: dict[tuple[UUID | None, str], list[Assertion]] = defaultdict(list)
    for row in reversed(rows):
        said[row.about_id, row.fact].append(row)
    return {(one.about, one.fact): one for one in settled(rows)}, said


def asked(
    facts: Iterable[Fact],
    about: UUID | None,
    known: Mapping[tuple[UUID | None, str], KnownFact],
    said: Mapping[tuple[UUID | None, str], Sequence[Assertion]],
) -> list[QuestionWithAnswer]:
    """Return questions with what is known about one person, or (None) the concern."""
    return [QuestionWithAnswer(fact, known.get((about, fact.id)), said.get((about, fact.id), ())) for fact in facts]


@lru_cache(maxsize=32)
def _groups(name: str, scope: Scope) -> tuple[QuestionGroup, ...]:
    found: dict[str, list[Fact]] = {}
    for section in named(name).sections:
        heading = section.title
        for part in section.body:
            if isinstance(part, Prose):
                heading = next(
                    (line[3:].strip() for line in reversed(part.markdown.splitlines()) if line.startswith("## ")),
                    heading,
                )
            elif isinstance(part, Fact) and part.scope == scope:
                found.setdefault(heading, []).append(part)
    return tuple(QuestionGroup(title, tuple(facts)) for title, facts in found.items())
