"""The written agreements' entries in a concern's chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.agreements import agreed_matters, queries
from fingerpost.casework.enquiries.queries import COMMON
from fingerpost.casework.models import AgreementStep
from fingerpost.procedure.explaining.words import day_in_words, ended
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.facts import pack_of


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return each agreement and what became of it, as recorded by `at` (None: now)."""
    if Compartment.COMMON not in compartments:
        return
    found = queries.of_concern(concern, at)
    if not found:
        return
    people = PeopleOfConcern(concern, COMMON, at)
    texts = {one.provision: one.text for one in agreed_matters.of_pack(pack_of(concern))}
    for one in found:
        row = one.agreement
        whom = people.name(row.about_id)
        said = f"A written agreement with {whom} was drawn up: {ended(row.text)}"
        about = frozenset({row.about_id})
        yield ChronologyEntry(
            row.compartment, EntryKind.AGREEMENTS, row.at, row.recorded_at, person(row.by), said, about
        )
        for step in one.steps:
            said = f"The written agreement with {whom}: {_sentence(step, people, texts)}"
            named = about | ({step.about_id} if step.about_id else frozenset())
            yield ChronologyEntry(
                step.compartment, EntryKind.AGREEMENTS, step.at, step.recorded_at, person(step.by), said, named
            )


def _sentence(step: AgreementStep, people: PeopleOfConcern, texts: dict[str, str]) -> str:
    said = str(step.get_kind_display())
    if step.about_id:
        said += f" ({people.name(step.about_id)})"
    about = step.title or texts.get(step.provision, "")
    parts = [str(about), str(step.get_outcome_display()) if step.outcome else "", str(step.text or "")]
    if step.who:
        told = "told by" if step.kind == "breached" else "supervised by"
        parts.append(f"{told} {step.who}")
    parts.append(str(step.done or ""))
    if step.day:
        parts.append(f"next review on {day_in_words(step.day)}")
    if step.while_held:
        parts.append("the embargo was in force for this adult")
    more = ". ".join(part.rstrip(". ") for part in parts if part)
    return ended(f"{said}: {more}" if more else said)
