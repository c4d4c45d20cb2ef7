"""Support, removals and safeguards of a concern, with what became of them and their state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import Removal, RemovalStep, Safeguard, SafeguardStep, SupportStep
from fingerpost.casework.support.rules import ContentStanding, Holds, content, holds
from fingerpost.casework.support.services import FROM_THE_START
from fingerpost.duties.services import duty_rows
from fingerpost.procedure.calendar import WorkingDays
from fingerpost.record.services.facts import pack_of

_BY = ("by__user", "by__organisation")


@dataclass(frozen=True, slots=True)
class Supported:
    """One person's support: what became of it, by when it was so."""

    steps: tuple[SupportStep, ...]

    @property
    def last(self) -> SupportStep:
        """What became of it last."""
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class RemovalListed:
    """Content that is to be removed, and how far it is."""

    removal: Removal
    steps: tuple[RemovalStep, ...]
    content: ContentStanding[RemovalStep]

    @property
    def due(self) -> date | None:
        """The last day on which nobody has to look again; None when nothing is waited for."""
        waiting = self.content.waiting
        return waiting.due(WorkingDays.of(self.removal.by.organisation.nation)) if waiting else None


@dataclass(frozen=True, slots=True)
class SafeguardListed:
    """A safeguard, and how far it is."""

    safeguard: Safeguard
    steps: tuple[SafeguardStep, ...]
    holds: Holds[SafeguardStep]


def supported(concern: Concern) -> list[Supported]:
    """Return the support for each person, in the order in which it began: one query."""
    found: dict[object, list[SupportStep]] = defaultdict(list)
    for step in (
        SupportStep.objects.visible().filter(concern=concern).select_related(*_BY).order_by("at", "recorded_at")
    ):
        found[step.about_id, step.adult_id, str(step.somebody or "")].append(step)
    return [Supported(tuple(steps)) for steps in found.values()]


def removals(concern: Concern, at: datetime | None = None) -> list[RemovalListed]:
    """Return the content that is to be removed, as recorded by `at` (None: now): two queries."""
    found = Removal.objects.visible().filter(concern=concern).select_related("concern", *_BY)
    steps = RemovalStep.objects.visible().filter(concern=concern).select_related(*_BY).order_by("number")
    if at is not None:
        found, steps = found.filter(recorded_at__lte=at), steps.filter(recorded_at__lte=at)
    of: dict[UUID, list[RemovalStep]] = defaultdict(list)
    for step in steps:
        of[step.removal_id].append(step)
    return [RemovalListed(one, tuple(of[one.pk]), content(of[one.pk])) for one in found]


def safeguards(concern: Concern, today: date) -> list[SafeguardListed]:
    """Return the safeguards, those in force first: two queries."""
    of: dict[UUID, list[SafeguardStep]] = defaultdict(list)
    for step in SafeguardStep.objects.visible().filter(concern=concern).select_related(*_BY).order_by("number"):
        of[step.safeguard_id].append(step)
    found = Safeguard.objects.visible().filter(concern=concern).select_related("concern", *_BY)
    listed = [SafeguardListed(one, tuple(of[one.pk]), holds(one, of[one.pk], today)) for one in found]
    return sorted(listed, key=lambda one: not one.holds.is_in_force)


def is_a_gap(concern: Concern, listed: list[SafeguardListed]) -> bool:
    """Whether the procedure asks for safeguards and none is in force: a few queries, or none."""
    if any(one.holds.is_in_force for one in listed):
        return False
    wanted = {rule.id for rule in pack_of(concern).carried_out_by(FROM_THE_START)}
    held = duty_rows.of(concern, Compartment.COMMON)
    return any(one.now.applies for key, one in held.items() if key.provision in wanted)
