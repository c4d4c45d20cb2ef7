"""Duties and steps as rows: read for one compartment in a fixed number of queries, and added with their entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from fingerpost.access import context, queries
from fingerpost.access.actor import Actor
from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Concern, Exclusion, ExclusionGround, Ground, Involvement, Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.access.queries import WORKING, current
from fingerpost.duties.assignment import BypassedSuspects
from fingerpost.duties.models import Duty, DutyStep, DutyStepKind, source_of
from fingerpost.duties.requested_duties import RequestedDuty
from fingerpost.duties.rules import Folded, fold
from fingerpost.procedure.decision import Outcome


class DutyKey(NamedTuple):
    """Which duty of a compartment: a provision, the appearance that it is about, and the casework that asks for it."""

    provision: str
    about: UUID | None = None
    work: UUID | None = None

    @classmethod
    def of(cls, duty: Duty) -> DutyKey:
        """Return which duty this is."""
        return cls(duty.provision, duty.about, duty.work)


type WantedDuties = dict[DutyKey, Outcome | RequestedDuty]
"""What is asked for in a compartment: by its decision, or by casework."""


@dataclass
class DutyWithSteps:
    """One duty with its steps."""

    duty: Duty
    steps: list[DutyStep] = field(default_factory=list)

    @property
    def now(self) -> Folded[DutyStep]:
        """What the steps come to."""
        return fold(self.steps)

    def step(self, kind: DutyStepKind, **fields: Any) -> DutyStep:
        """Return the next step, in the name of whoever is acting; it is not saved yet."""
        made = DutyStep(
            duty=self.duty,
            concern_id=self.duty.concern_id,
            compartment=self.duty.compartment,
            source=self.duty.source,
            number=len(self.steps) + 1,
            kind=kind,
            by_id=context.required().membership_id,
            **fields,
        )
        self.steps.append(made)
        return made


def of(concern: Concern, compartment: str, at: datetime | None = None) -> dict[DutyKey, DutyWithSteps]:
    """Return the duties of a compartment, with their steps, as recorded by `at`; now when left out. Two queries."""
    held: dict[UUID, DutyWithSteps] = {}
    for duty in queries.read("duties", _duties, concern.pk, [compartment]):
        if at is None or duty.recorded_at <= at:
            duty.concern = concern
            held[duty.pk] = DutyWithSteps(duty)
    for step in queries.read("duty steps", _steps, concern.pk, [compartment]):
        if step.duty_id in held and (at is None or step.at <= at):
            step.duty = held[step.duty_id].duty
            held[step.duty_id].steps.append(step)
    return {DutyKey.of(one.duty): one for one in held.values()}


def _duties(actor: Actor, now: datetime, concern: UUID, parts: Sequence[str]) -> QuerySet[Duty]:
    return Duty.objects.visible(actor, at=now).filter(concern=concern, compartment__in=parts)


def _steps(actor: Actor, now: datetime, concern: UUID, parts: Sequence[str]) -> QuerySet[DutyStep]:
    people = ("by__user", "by__organisation", "to__user", "to__organisation")
    rows = DutyStep.objects.visible(actor, at=now).filter(concern=concern, compartment__in=parts)
    return rows.order_by("number").select_related(*people)


def new(concern: Concern, compartment: str, key: DutyKey, pack: str, words: str | None = None) -> DutyWithSteps:
    """Return a duty that is not saved yet. `words`: of casework, what is to be done."""
    return DutyWithSteps(
        Duty(
            concern=concern,
            compartment=compartment,
            source=source_of(compartment),
            provision=key.provision,
            about=key.about,
            work=key.work,
            words=words,
            pack=pack,
        )
    )


def add(rows: Sequence[CaseData]) -> None:
    """Add rows of one model. Raises `AccessError` when whoever is acting may not add them."""
    if rows:
        type(rows[0]).objects.bulk_create(rows)


def bypassed_suspects(concern: Concern, compartment: str) -> BypassedSuspects:
    """Return who must not be told of what a decision is made from, though they would see it: one query, or two.

    Those who are too close to it are another matter: their colleagues have it from them (`is_shut_out`).
    Those who see the decision see all of these exclusions, so that duties are placed alike by whoever records.
    """
    known_in = SOURCES[compartment]
    shut_out = queries.read("bypassed suspects", _bypassed, concern.pk, known_in)
    users = {user for user, covers in shut_out if covers in ("", *known_in)}
    if not users:
        return BypassedSuspects()
    held = Membership.objects.filter(user__in=users).values_list("pk", "organisation")
    return BypassedSuspects(frozenset(pk for pk, _ in held), frozenset(organisation for _, organisation in held))


def _bypassed(actor: Actor, now: datetime, concern: UUID, parts: Sequence[str]) -> QuerySet[Any, Any]:
    rows = Exclusion.objects.visible(actor, at=now).filter(
        current(now), concern=concern, compartment__in=parts, user__isnull=False, ground=ExclusionGround.EMBARGO
    )
    return rows.values_list("user", "covers")


def involved_in(concern: Concern, compartment: str) -> list[Involvement]:
    """Return who is involved in a compartment now, the oldest first: one query.

    Each has `is_shut_out`: whether an exclusion that whoever is acting may know of takes the sight away that it gives.
    """
    parts = [compartment, *sorted(SOURCES[compartment] - {compartment})]
    return queries.read("involved", _involved, concern.pk, parts)


def _involved(actor: Actor, now: datetime, concern: UUID, parts: Sequence[str]) -> QuerySet[Involvement]:
    rows = Involvement.objects.visible(actor, at=now).filter(
        current(now), WORKING, concern=concern, compartment=parts[0]
    )
    out = ExpressionWrapper(is_shut_out(now, parts, actor), output_field=BooleanField())
    return rows.annotate(is_shut_out=out).select_related("organisation", "membership").order_by("starts", "pk")


def is_shut_out(now: datetime, known_in: Iterable[str] = (), actor: Actor | None = None) -> Q:
    """Return the condition that an involvement's own member, or its organisation, is shut out of its compartment.

    `known_in`: or of one of these, without which they do not see what is asked about. A member of whom another
    involvement is by name keeps what the organisation loses.
    """
    named = Involvement.objects.visible(actor, at=now).filter(
        current(now),
        concern=OuterRef("concern"),
        compartment=OuterRef("compartment"),
        membership=OuterRef("membership"),
        ground=Ground.NAMED,
    )
    return shut_out(
        now,
        concern=OuterRef("concern"),
        parts=(OuterRef("compartment"), *known_in),
        user=OuterRef("membership__user"),
        organisation=OuterRef("organisation"),
        named=Exists(named),
        actor=actor,
    )


def shut_out(
    now: datetime,
    *,
    concern: OuterRef,
    parts: Iterable[OuterRef | str],
    user: OuterRef,
    organisation: OuterRef,
    named: Exists | None = None,
    actor: Actor | None = None,
) -> Q:
    """Return the condition that somebody is shut out of one of these parts of a concern: `rules.shuts_out`.

    It goes by what whoever is acting may know. Each expression is as seen from an exclusion; `named`, as seen from
    where it is asked, says that they are there by name.
    """
    covered = Q(covers="")
    for part in parts:
        covered |= Q(covers=part)
    there = Exclusion.objects.visible(actor, at=now).filter(current(now), covered, concern=concern)
    with_all = Q(Exists(there.filter(organisation=organisation)))
    return Q(Exists(there.filter(user=user))) | (with_all if named is None else with_all & ~Q(named))
