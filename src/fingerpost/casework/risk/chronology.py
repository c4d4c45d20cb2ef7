"""The risk assessments' entries in a concern's chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Concern
from fingerpost.casework.models import RiskAnswer
from fingerpost.casework.risk import presentation, queries

_entry = partial(ChronologyEntry, queries.COMMON_RECORD, EntryKind.ENQUIRIES)


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return each risk assessment and what became of it, as recorded by `at` (None: now): five queries."""
    if queries.COMMON_RECORD not in compartments:
        return
    for rows in queries.rows_of(concern, at):
        one = rows.assessment
        about = frozenset({one.about_id})
        yield _entry(one.began_at, one.recorded_at, person(one.by), "A risk assessment was opened.", about)
        for answer in rows.answers:
            moment = answer.recorded_at
            yield _entry(moment, moment, person(answer.by), _answered(answer), about)
        for judgement in rows.judgements:
            moment = judgement.recorded_at
            level = presentation.level_in_words(judgement)
            said = f"The risk assessment judges ({judgement.get_dimension_display().lower()}): {level}."
            yield _entry(moment, moment, person(judgement.by), said, about)
        for step in rows.steps:
            said = f"The risk assessment: {step.get_kind_display()}{_words(step.text)}."
            yield _entry(step.at, step.recorded_at, person(step.by), said, about)


def _answered(answer: RiskAnswer) -> str:
    if answer.sought_from:
        return f"The risk assessment, {answer.heading}: sought from {answer.sought_from}{_words(answer.text)}."
    return f"The risk assessment, {answer.heading}: {answer.get_status_display().lower()}{_words(answer.text)}."


def _words(text: str | None) -> str:
    return f": {text.rstrip('. ')}" if text else ""
