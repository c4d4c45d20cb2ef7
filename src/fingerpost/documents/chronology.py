"""The documents' entries in a concern's chronology: what was produced, who for, who by and when; and what was let go
although an embargo held it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.utils import timezone

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.embargo import releases
from fingerpost.access.models import Concern, ReleaseStepKind
from fingerpost.documents import papers, production
from fingerpost.documents.models import Ending


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return what was made, and what was let go although it was held, by `at` (None: now): four queries."""
    yield from _made(concern, compartments, at)
    yield from _released(concern, compartments, at)


def _made(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    found = production.of_concern(concern, compartments, at)
    ended = production.ended_of(found)
    for one in found:
        end = ended.get(one.pk)
        if end is None or end.ending != Ending.MADE or (at is not None and end.at > at):
            continue
        title = production.title_of(one) if papers.kind(one.kind) else one.kind
        said = f"A document was produced: {title}, for {one.for_whom} ({one.format.upper()})."
        yield ChronologyEntry(one.compartment, EntryKind.DOCUMENTS, end.at, end.at, person(one.by), said)


_STEPS: Final = {
    ReleaseStepKind.AGREED: "It was agreed to let go, for {whom}: {words}",
    ReleaseStepKind.REFUSED: "It was refused to let go, for {whom}: {words}",
    ReleaseStepKind.WITHDRAWN: "It was no longer asked to let go, for {whom}: {words}",
    ReleaseStepKind.USED: "It went to {whom}, although an embargo held it: {words}",
}


def _released(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    now = at or timezone.now()
    for one in releases.of_concern(concern.pk, compartments, now):
        release = one.release
        said = {"whom": release.whom, "words": release.words}
        if release.recorded_at <= now:
            asked = f"It was asked to let go, for {release.whom}, although an embargo holds it: {release.words}"
            yield ChronologyEntry(
                release.compartment,
                EntryKind.EMBARGOES,
                release.recorded_at,
                release.recorded_at,
                person(release.by),
                asked,
            )
        for step in one.steps:
            if step.at <= now:
                sentence = _STEPS[ReleaseStepKind(step.kind)].format(**said)
                yield ChronologyEntry(
                    release.compartment, EntryKind.EMBARGOES, step.at, step.at, person(step.by), sentence
                )
