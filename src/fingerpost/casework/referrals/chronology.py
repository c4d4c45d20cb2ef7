"""The referrals' entries in a concern's chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Concern
from fingerpost.casework.referrals import queries


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return each referral and what became of it, as recorded by `at` (None: now): two queries."""
    for one in queries.of_concern(concern):
        sent = one.referral
        if sent.compartment not in compartments or (at is not None and sent.recorded_at > at):
            continue
        said = f"Referred to {sent.recipient}: {sent.asks.rstrip('. ')}."
        yield ChronologyEntry(
            sent.compartment, EntryKind.REFERRALS, sent.sent_at, sent.recorded_at, person(sent.sent_by), said
        )
        for step in one.steps:
            if at is None or step.recorded_at <= at:
                words = [step.get_stage_display(), step.whom or (step.answers and step.answers.whom), step.text]
                text = "".join(f": {word.rstrip('. ')}" for word in words if word)
                said = f"The referral to {sent.recipient}: {step.get_kind_display()}{text}."
                yield ChronologyEntry(
                    step.compartment, EntryKind.REFERRALS, step.at, step.recorded_at, person(step.by), said
                )
