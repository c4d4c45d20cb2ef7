"""The entries of support, removals and safeguards in a concern’s chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import Removal, RemovalStep, Safeguard, SafeguardStep, SupportStep
from fingerpost.casework.support import sentences
from fingerpost.duties.presentation import names_in
from fingerpost.record.services.statements import recorded


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return what became of each, as recorded by `at` (None: now): as many queries however many there are."""
    names = names_in(concern, Compartment.COMMON, at)

    def rows(model: Any) -> QuerySet[Any]:
        return recorded(model.objects.visible(), concern, compartments, at).select_related(
            "by__user", "by__organisation"
        )

    for support in rows(SupportStep):
        yield _entry(support, support.at, sentences.of_support(support, names), support.about_id, support.adult_id)
    for removal in rows(Removal):
        yield _entry(removal, removal.recorded_at, sentences.of_removal(removal, names), removal.child_id)
    for step in rows(RemovalStep).select_related("removal"):
        said = f"Content at {step.removal.platform}: {sentences.of_removal_step(step)}"
        yield _entry(step, step.at, said, step.removal.child_id)
    for one in rows(Safeguard):
        yield _entry(one, one.at, sentences.of_safeguard(one, names), one.about_id, *map(UUID, one.children))
    for became in rows(SafeguardStep).select_related("safeguard"):
        said = f"The safeguard “{became.safeguard.text}”: {sentences.of_safeguard_step(became)}"
        yield _entry(became, became.at, said, became.safeguard.about_id)


def _entry(row: Any, at: datetime, sentence: str, *people: UUID | None) -> ChronologyEntry:
    named = frozenset(one for one in people if one is not None)
    return ChronologyEntry(row.compartment, EntryKind.SUPPORT, at, row.recorded_at, person(row.by), sentence, named)
