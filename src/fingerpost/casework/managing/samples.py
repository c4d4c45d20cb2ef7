"""Dip samples: drawn, answered, read. Each acts for the person in `access.context`.

Who may see a concern that was drawn, and who may write into it, is decided by need to know; here it is narrowed to the
managers of the organisation whose sample it is, and to auditors, who read.
"""

from __future__ import annotations

import secrets
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, QuerySet

from fingerpost.access import context
from fingerpost.access.errors import refuse
from fingerpost.access.models import Compartment, Concern
from fingerpost.access.rules import READING_ROLES
from fingerpost.casework.managing import rules
from fingerpost.casework.managing.permissions import manages
from fingerpost.casework.managing.questions import questions
from fingerpost.casework.managing.rules import SampleVerdict
from fingerpost.casework.managing.timeliness import Period
from fingerpost.casework.models import ActionAgreed, Finding, Sampled
from fingerpost.keys import services as keys
from fingerpost.record.models import InitialAccount
from fingerpost.record.services.changes import change

MOST = 30
"""How many concerns a sample has at most."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample, as far as the reader sees its concerns: whose it is, and what draws it again."""

    id: UUID
    organisation: str
    seed: str
    period: Period
    drawn_by: str
    drawn_at: datetime
    concerns: int


@dataclass(frozen=True, slots=True)
class SampleAction:
    """What was agreed, by when, and whether it was carried out."""

    row: ActionAgreed
    is_done: bool

    def is_overdue(self, today: date) -> bool:
        """Whether its day is over and nobody has recorded that it was carried out."""
        return not self.is_done and self.row.due is not None and self.row.due < today


@dataclass(frozen=True, slots=True)
class SampleLook:
    """A concern of a sample: the newest findings, by question, and the actions agreed."""

    sampled: Sampled
    findings: Mapping[str, Finding]
    actions: tuple[SampleAction, ...]

    @property
    def is_answered(self) -> bool:
        """Whether every question has an answer."""
        return all(question.id in self.findings for question in questions())


@dataclass(frozen=True, slots=True, repr=False)
class AnswerGiven:
    """What somebody found by one question, and the words to it."""

    question: str
    answer: SampleVerdict
    text: str = ""


def draw(period: Period, number: int, seed: str = "") -> UUID | None:
    """Draw a sample of the concerns recorded in a period that the person acting sees; return its id.

    None: there is no such concern. The same seed draws the same ones among the same concerns. Raises `AccessError`.
    """
    _require_that_they_manage()
    sample, seed = uuid.uuid4(), seed or secrets.token_hex(8)
    starts, ends = period.moments
    seen = InitialAccount.objects.visible().filter(
        compartment=Compartment.COMMON, concern__created_at__gte=starts, concern__created_at__lt=ends
    )
    drawn = rules.draw(seen.values_list("concern", flat=True), number, seed)
    actor = context.required()
    with transaction.atomic():
        for concern in Concern.objects.visible().filter(pk__in=drawn).order_by("pk"):
            with change(concern):
                Sampled(
                    concern=concern,
                    sample=sample,
                    organisation_id=actor.organisation_id,
                    seed=seed,
                    first=period.first,
                    last=period.last,
                    by_id=actor.membership_id,
                ).save()
    return sample if drawn else None


def record(
    sampled: Sampled,
    given: Iterable[AnswerGiven],
    *,
    agreed: str = "",
    due: date | None = None,
    carried_out: Collection[UUID] = (),
) -> None:
    """Record what was found in a concern, what was agreed, and which actions were carried out. Raises `AccessError`.

    What was recorded already is not recorded again.
    """
    _require_that_they_manage()
    if sampled.organisation_id != context.required().organisation_id:
        raise refuse("sample", "this is another organisation’s sample", "Draw one of your own.")
    by = {"concern_id": sampled.concern_id, "sampled": sampled, "by_id": context.required().membership_id}
    with change(sampled.concern):
        before = looked_at(sampled)
        for one in given:
            stands = before.findings.get(one.question)
            if stands is None or (stands.answer, str(stands.text or "")) != (one.answer, one.text):
                Finding(question=one.question, answer=one.answer, text=one.text or None, **by).save()
        if agreed.strip():
            ActionAgreed(text=agreed, due=due, **by).save()
        for action in before.actions:
            if action.row.pk in carried_out and not action.is_done:
                ActionAgreed(ends=action.row, **by).save()


def drawn() -> list[Sample]:
    """Return the samples that the person acting may read, the newest first: one query."""
    rows = _readable().order_by().values("sample", "organisation__name", "seed", "first", "last", "by__user__name")
    found = rows.annotate(concerns=Count("pk"), drawn_at=Min("recorded_at")).order_by("-drawn_at", "sample")
    return [
        Sample(
            row["sample"],
            row["organisation__name"],
            row["seed"],
            Period(row["first"], row["last"]),
            row["by__user__name"],
            row["drawn_at"],
            row["concerns"],
        )
        for row in found
    ]


def of_sample(sample: UUID) -> list[SampleLook]:
    """Return the concerns of a sample that the person acting may see: three queries, and their keys."""
    return _looked(list(_readable().filter(sample=sample).select_related("concern", "organisation", "by__user")))


def of_id(concern: Concern, sampled_id: UUID) -> Sampled | None:
    """Return a concern of a sample, or None when there is none that the person acting may read."""
    return _readable().filter(concern=concern, pk=sampled_id).select_related("concern", "organisation").first()


def looked_at(sampled: Sampled) -> SampleLook:
    """Return what was found in one concern of a sample: two queries."""
    (found,) = _looked([sampled])
    return found


def by_question(looked: Iterable[SampleLook]) -> dict[str, dict[SampleVerdict, int]]:
    """Return, for each question, how many concerns got each answer."""
    found = [finding for one in looked for finding in one.findings.values()]
    return rules.by_question(found, [question.id for question in questions()])


def _looked(rows: list[Sampled]) -> list[SampleLook]:
    ids = [one.pk for one in rows]
    keys.fetch(one.concern_id for one in rows)
    findings: dict[UUID, dict[str, Finding]] = defaultdict(dict)
    for (sampled, question), one in rules.newest_findings(Finding.objects.visible().filter(sampled__in=ids)).items():
        findings[sampled][question] = one
    actions: dict[UUID, list[ActionAgreed]] = defaultdict(list)
    for action in ActionAgreed.objects.visible().filter(sampled__in=ids).order_by("recorded_at", "pk"):
        actions[action.sampled_id].append(action)
    return [SampleLook(one, findings[one.pk], _actions(actions[one.pk])) for one in rows]


def _actions(rows: list[ActionAgreed]) -> tuple[SampleAction, ...]:
    done = {row.ends_id for row in rows}
    return tuple(SampleAction(row, row.pk in done) for row in rows if row.ends_id is None)


def _readable() -> QuerySet[Sampled]:
    actor = context.required()
    rows = Sampled.objects.visible()
    if actor.role in READING_ROLES:
        return rows
    return rows.filter(organisation=actor.organisation_id) if manages(actor) else rows.none()


def _require_that_they_manage() -> None:
    if not manages(context.required()):
        raise refuse("sample", "a sample is looked at by those who manage", "Ask a team manager or safeguarding lead.")
