"""The entries of enquiries, assessments and conferences in a concern's chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.enquiries import factors, queries
from fingerpost.casework.models import Stage, StageKind, StageStep
from fingerpost.procedure.explaining.words import day_in_words, ended
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.facts import pack_of


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return each stage, what became of it, and how the key factors were judged, as recorded by `at` (None: now)."""
    if Compartment.COMMON not in compartments:
        return
    found = queries.of_concern(concern, at)
    if not found:
        return
    people = PeopleOfConcern(concern, queries.COMMON, at)
    texts = {factor.provision: factor.text for factor in factors.of_pack(pack_of(concern))}
    for one in found:
        stage = one.stage
        everybody = frozenset(one.standing.people)
        began = "was considered" if stage.kind == StageKind.CONFERENCE else "was started"
        said = f"{_article(stage)} {began}: {ended(stage.text)}"
        yield ChronologyEntry(
            stage.compartment, EntryKind.ENQUIRIES, stage.at, stage.recorded_at, person(stage.by), said, everybody
        )
        for step in one.steps:
            about = frozenset({step.about_id}) if step.about_id else everybody
            yield ChronologyEntry(
                step.compartment, EntryKind.ENQUIRIES, step.at, step.recorded_at, person(step.by),
                _sentence(stage, step, people), about,
            )  # fmt: skip
        for row in one.judgements:
            waits = " It waits for seized equipment." if row.waits_for_equipment else ""
            rests = f", on the word of: {str(row.rests_on).rstrip('. ')}" if row.rests_on else ""
            factor = texts.get(row.provision, row.provision).rstrip(". ")
            said = (
                f"A key factor of {people.name(row.about_id)}, “{factor}”: {row.get_judged_display().lower()}{rests}."
            )
            yield ChronologyEntry(
                row.compartment, EntryKind.ENQUIRIES, row.at, row.recorded_at, person(row.by), said + waits,
                frozenset({row.about_id}),
            )  # fmt: skip


def _sentence(stage: Stage, step: StageStep, people: PeopleOfConcern) -> str:
    name = stage.get_kind_display()
    whom: UUID | None = step.about_id
    parts = [f"{name}: {step.get_kind_display()}"]
    if whom:
        alone = {True: ", alone", False: ", not alone", None: ""}[step.alone]
        parts.append(f"({people.name(whom)}{alone})")
    if step.day:
        parts.append(f"for {day_in_words(step.day)}" if step.kind == "convened" else f"until {day_in_words(step.day)}")
    said = " ".join(parts)
    more = [text for text in (step.get_outcome_display() if step.outcome else "", step.who, step.text) if text]
    return ended(": ".join([said, ". ".join(str(text).rstrip(". ") for text in more)]) if more else said)


def _article(stage: Stage) -> str:
    name = str(stage.get_kind_display())
    return f"An {name[:1].lower()}{name[1:]}" if stage.kind == StageKind.CONFERENCE else f"A {_lower(name)}"


def _lower(name: str) -> str:
    return name if name.startswith("Section") else name[:1].lower() + name[1:]
