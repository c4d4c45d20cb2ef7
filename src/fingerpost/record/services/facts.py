"""Facts are asserted, never edited: who said it, when, on whose word, in the place of what, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson

from fingerpost.access import context
from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Compartment, Concern
from fingerpost.procedure.case.tables import tables_of
from fingerpost.procedure.case.wording import right_answer, unknown_fact
from fingerpost.procedure.errors import CaseError, Problem
from fingerpost.procedure.language.tree import Scope, Value
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.errors import NothingToldError
from fingerpost.record.models import Appearance, Assertion, Source
from fingerpost.record.services.cases import moved_to, telling
from fingerpost.record.services.changes import change
from fingerpost.record.services.compartment_checks import require_in_compartment
from fingerpost.record.services.procedures import deciding, in_force
from fingerpost.record.services.statements import KnownFact, history, known
from fingerpost.record.services.timestamps import now

__all__ = ["FactAnswer", "KnownFact", "assert_fact", "assert_many", "drafts", "history", "known", "pack_of"]


@dataclass(frozen=True, slots=True)
class FactAnswer:
    """An answer to one fact, of one person or (`about` None) the concern. `value` None: not known after all."""

    fact: str
    value: Value | None
    about: Appearance | None = None


def assert_fact(
    concern: Concern,
    fact: str,
    value: Value | None,
    *,
    about: Appearance | None = None,
    compartment: str = Compartment.COMMON,
    on_whose_word: str = "",
    reason: str = "",
    said_at: datetime | None = None,
    source: Source = Source.ASSERTED,
    came_from: UUID | None = None,
) -> Assertion:
    """State one fact, whether or not it was stated before, and decide anew.

    Nothing is refused for being late or surprising. Raises CaseError, in the words of the reader of cases, for an
    answer that the fact cannot have; `AccessError` if whoever is acting may not add to the compartment.
    """
    with change(concern, compartment):
        (made,) = drafts(
            concern,
            [FactAnswer(fact, value, about)],
            compartment=compartment,
            on_whose_word=on_whose_word,
            reason=reason,
            said_at=said_at,
            unchanged_too=True,
        )
        made.source, made.came_from = source, came_from
        made.save()
    return made


def assert_many(
    concern: Concern,
    answers: Iterable[FactAnswer],
    *,
    compartment: str = Compartment.COMMON,
    on_whose_word: str = "",
    reason: str = "",
    said_at: datetime | None = None,
) -> list[Assertion]:
    """State the answers of a page in one go: only what differs from what is known. Raises as `assert_fact` does."""
    with change(concern, compartment):
        made = drafts(
            concern, answers, compartment=compartment, on_whose_word=on_whose_word, reason=reason, said_at=said_at
        )
        for one in made:
            one.save()
    return made


def take_back(concern: Concern, made: Iterable[UUID]) -> None:
    """Put what was known before in the place of these statements, of those that stand and whoever is acting made.

    Nothing is removed: that they were made, and were taken back, stays to be read. Raises as `assert_fact` does.
    """
    wanted = set(made)
    by = context.required().membership_id
    rows = Assertion.objects.visible().filter(concern=concern, pk__in=wanted, recorded_by=by)
    for compartment in sorted({row.compartment for row in rows}):
        standing = [one for one in known(concern, [compartment]) if one.assertion.pk in wanted]
        back = [
            FactAnswer(one.fact, one.assertion.replaces.answer if one.assertion.replaces else None, one.assertion.about)
            for one in standing
            if one.assertion.recorded_by_id == by
        ]
        assert_many(concern, back, compartment=compartment, reason="Taken back.")


def drafts(
    concern: Concern,
    answers: Iterable[FactAnswer],
    *,
    compartment: str = Compartment.COMMON,
    on_whose_word: str = "",
    reason: str = "",
    said_at: datetime | None = None,
    unchanged_too: bool = False,
) -> list[Assertion]:
    """Return the statements that these answers make, not saved: for a preview, or to save. Raises CaseError."""
    answers = list(answers)
    _check(concern, compartment, answers)
    standing = {(one.about, one.fact): one for one in known(concern, SOURCES[compartment])}
    actor = context.required()
    made = []
    for answer in answers:
        before = standing.get((answer.about.pk if answer.about else None, answer.fact))
        if not unchanged_too and answer.value == (before.value if before else None):
            continue
        moment = now(before.assertion if before else None)
        made.append(
            Assertion(
                concern=concern,
                compartment=compartment,
                about=answer.about,
                fact=answer.fact,
                value=orjson.dumps(answer.value).decode(),
                on_whose_word=on_whose_word,
                reason=reason,
                replaces=before.assertion if before else None,
                said_at=said_at or moment,
                recorded_at=moment,
                recorded_by_id=actor.membership_id,
            )
        )
    return made


def pack_of(concern: Concern, compartment: str = Compartment.COMMON) -> Pack:
    """Return the procedure whose facts are asserted here: that of the telling, or today's where nothing is told."""
    try:
        return deciding(telling(concern, compartment).became_aware_at, moved_to(concern, compartment)).load()
    except NothingToldError:
        return in_force(now())


def _check(concern: Concern, compartment: str, answers: Sequence[FactAnswer]) -> None:
    tables = tables_of(pack_of(concern, compartment))
    problems = []
    for answer in answers:
        if answer.about is not None:
            require_in_compartment(concern, compartment, answer.about)
        scope: Scope = "concern" if answer.about is None else "child" if answer.about.kind == "child" else "adult"
        known_here = tables.answers[scope]
        expected = known_here.accepted.get(answer.fact)
        if expected is None:
            problems.append(Problem(answer.fact, *unknown_fact(answer.fact, scope, known_here, tables)))
        elif answer.value is not None and not (type(answer.value) is expected[0] and answer.value in expected[1]):
            problems.append(Problem(answer.fact, *right_answer(tables.facts[answer.fact], answer.value)))
    if problems:
        raise CaseError(problems)
