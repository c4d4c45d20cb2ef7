"""Referrals that wait: those to answer, and those that have no answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from fingerpost.access import context, kept_lists
from fingerpost.access.actor import Actor
from fingerpost.access.kept_lists import KeptList
from fingerpost.access.models import Concern
from fingerpost.casework.models import Referral, ReferralStep, ReferralStepKind, Strand, Way
from fingerpost.casework.referrals.clocks import ReferralAwaited
from fingerpost.casework.referrals.rules import DECISIONS, ReferralCourse, ReferralSide
from fingerpost.casework.referrals.rules import WaitingFor as WaitsFor
from fingerpost.casework.referrals.services import course_of, side_of

MOST = 50
"""How many referrals a list shows at once."""
LATELY: Final = timedelta(days=14)
"""How long the referrer’s list shows an answer that came."""
_BY_ITSELF: Final = frozenset({ReferralAwaited.SIGN_OFF, ReferralAwaited.CHECK})
"""What a recipient does for itself: the sender waits for none of it."""


@dataclass(frozen=True, slots=True)
class ReferralReached:
    """A stage of a referral: when it was reached (None: not yet), by when it is due, and how it went."""

    words: str
    at: datetime | None
    due: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReferralSummary:
    """A referral, how far it is, and on which side the person acting is."""

    referral: Referral
    steps: tuple[ReferralStep, ...]
    course: ReferralCourse[ReferralStep]
    side: ReferralSide

    @property
    def next(self) -> WaitsFor[ReferralStep] | None:
        """The most pressing thing that it waits for."""
        return self.course.next

    @property
    def is_owed_to_its_sender(self) -> bool:
        """Whether the recipient owes its sender something."""
        return any(one.awaited not in _BY_ITSELF for one in self.course.waiting)

    @property
    def checks(self) -> list[WaitsFor[ReferralStep]]:
        """Each agency that was asked for checks, with its answer."""
        return [one for one in self.course.owed if one.awaited is ReferralAwaited.CHECK]

    @property
    def disagreements(self) -> list[tuple[ReferralStep, WaitsFor[ReferralStep] | None]]:
        """Each stage to which a disagreement was taken, and its answer; None where a later stage took its place."""
        answered = {one.asked.pk: one for one in self.course.owed if one.asked is not None}
        return [(step, answered.get(step.pk)) for step in self.steps if step.kind == ReferralStepKind.ESCALATED]

    @property
    def clock(self) -> list[ReferralReached]:
        """How far it has come: sent, received, acknowledged, decided, outcome told, each with when or by when.

        A recipient on this service has received it when it is in their intake; of others it is known once they say so.
        """
        last = {one.awaited: one for one in self.course.owed}
        decided = next((step for step in reversed(self.steps) if step.kind in DECISIONS), None)
        said = str(decided.get_kind_display()) if decided else ""
        sent = self.referral
        acknowledged = last[ReferralAwaited.ACKNOWLEDGEMENT]
        received = _reached("Received", acknowledged)
        if sent.organisation_id is not None:
            received = ReferralReached("Received", sent.recorded_at, note="by their intake, on this service")
            if sent.way == Way.TELEPHONE:
                received = ReferralReached("Received", sent.sent_at, note="by telephone")
        return [
            ReferralReached("Sent", sent.sent_at),
            received,
            _reached("Acknowledged", acknowledged),
            ReferralReached("Decided", decided.at, note=said)
            if decided
            else _reached("Decided", last[ReferralAwaited.DECISION]),
            _reached("Outcome told", last[ReferralAwaited.ANSWER]),
        ]

    def is_overdue(self, today: date) -> bool:
        """Whether something that it waits for is late."""
        return self.next is not None and self.next.is_overdue(today)


def _reached(words: str, one: WaitsFor[ReferralStep]) -> ReferralReached:
    return ReferralReached(words, one.by.at if one.by else None, one.due)


def to_answer() -> list[ReferralSummary]:
    """Return the referrals to one's organisation that wait for something, the most pressing first. Two queries."""
    return _waiting(_TO_ANSWER)


def unanswered() -> list[ReferralSummary]:
    """Return the referrals by one's organisation that have no answer yet, the most pressing first. Two queries.

    What was answered, and waits only for what the recipient does by itself, has its answer.
    """
    found = _waiting(_UNANSWERED)
    return [one for one in found if one.referral.organisation_id is None or one.is_owed_to_its_sender]


def answered(since: datetime) -> QuerySet[Referral]:
    """Return the referrals by one's organisation of which an outcome was told since then, the latest first."""
    return _answered(context.required(), since)


def number_answered(since: datetime) -> int:
    """Return how many there are."""
    return sum(row["number"] for row in kept_lists.read(number_answered_since(since)))


def number_answered_since(since: datetime) -> KeptList:
    """Return the list of that number."""

    def build(actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        return _answered(actor, at).order_by().values("sender").annotate(number=Count("pk"))

    return KeptList("answered referrals", build, at=since)


def _answered(actor: Actor, since: datetime) -> QuerySet[Referral]:
    own = Referral.objects.visible().filter(sender=actor.organisation_id)
    told = ReferralStep.objects.visible().filter(kind=ReferralStepKind.ANSWERED, recorded_at__gte=since)
    latest = told.filter(referral=OuterRef("pk")).order_by("-recorded_at").values("recorded_at")[:1]
    return own.annotate(told_at=Subquery(latest)).filter(told_at__isnull=False).order_by("-told_at", "pk")


@dataclass(frozen=True, slots=True)
class WaitingReferrals:
    """How many referrals wait on one side, and how many of them are late."""

    number: int
    overdue: int


def counted(found: Iterable[ReferralSummary], today: date) -> WaitingReferrals:
    """Return how many of these wait for something, and how many are late."""
    waiting = [one for one in found if one.next is not None]
    return WaitingReferrals(len(waiting), sum(one.is_overdue(today) for one in waiting))


def of_concern(concern: Concern) -> list[ReferralSummary]:
    """Return the referrals of a concern that the person acting may see, the oldest first. Two queries."""
    return listed(Referral.objects.visible().filter(concern=concern))


def with_strands(concern: Concern) -> list[ReferralSummary]:
    """Return them, and those made from this concern that are in a concern of their own: two queries and a part."""
    own, apart = Q(concern=concern), Q(pk__in=Strand.objects.visible().filter(concern=concern).values("referral"))
    return listed(Referral.objects.visible().filter(own | apart))


def of_id(concern: Concern, referral_id: UUID) -> ReferralSummary | None:
    """Return one referral of a concern, or None when there is none that the person acting may see."""
    found = listed(Referral.objects.visible().filter(concern=concern, pk=referral_id))
    return found[0] if found else None


def listed(referrals: Iterable[Referral] | QuerySet[Referral]) -> list[ReferralSummary]:
    """Return referrals with their steps and their state. Two queries, however many there are."""
    if isinstance(referrals, QuerySet):
        referrals = referrals.select_related(*_WITH)
    found = list(referrals)
    rows = ReferralStep.objects.visible().filter(referral__in=[one.pk for one in found]).order_by("number")
    return _summed_up(found, rows.select_related(*_STEP_WITH))


_WITH: Final = ("concern", "organisation", "sender", "sent_by__user", "sent_by__organisation")
_STEP_WITH: Final = ("by__user", "by__organisation", "answers")


def _summed_up(found: Iterable[Referral], rows: Iterable[ReferralStep]) -> list[ReferralSummary]:
    steps: dict[UUID, list[ReferralStep]] = defaultdict(list)
    for step in rows:
        steps[step.referral_id].append(step)
    return [ReferralSummary(one, tuple(steps[one.pk]), course_of(one, steps[one.pk]), side_of(one)) for one in found]


def _waiting(lists: tuple[KeptList, KeptList]) -> list[ReferralSummary]:
    waiting = [one for one in _summed_up(*map(kept_lists.read, lists)) if one.next is not None]
    return sorted(waiting, key=lambda one: one.next.due if one.next else date.max)[:MOST]


def _open(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Those that were answered wait for nothing but a sign-off, a check or a disagreement: they are looked at too.

    What was answered or signed off before the decision that holds now is owed again (`rules.course`).
    """

    def has(kind: ReferralStepKind) -> Exists:
        steps = ReferralStep.objects.visible()
        decided_later = steps.filter(
            referral=OuterRef("referral"), number__gt=OuterRef("number"), kind__in=sorted(DECISIONS)
        )
        return Exists(steps.filter(~Exists(decided_later), referral=OuterRef("pk"), kind=kind))

    goes_on = has(ReferralStepKind.ESCALATED) | has(ReferralStepKind.CHECKS_ASKED)
    is_over = (
        has(ReferralStepKind.ANSWERED) & (has(ReferralStepKind.SIGNED_OFF) | has(ReferralStepKind.PASSED_ON)) & ~goes_on
    )
    return referrals.exclude(is_over).order_by("sent_at")[: 4 * MOST]


def _lists(side: str) -> tuple[KeptList, KeptList]:
    """Return the lists of referrals that go on, with one's organisation on this side, and of their steps."""

    def referrals(actor: Actor, _at: datetime, _day: date) -> QuerySet[Any, Any]:
        return _open(Referral.objects.visible().filter(**{side: actor.organisation_id}).select_related(*_WITH))

    def steps(actor: Actor, _at: datetime, _day: date) -> QuerySet[Any, Any]:
        own = _open(Referral.objects.visible().filter(**{side: actor.organisation_id}))
        rows = ReferralStep.objects.visible().filter(referral__in=own.values("pk"))
        return rows.order_by("number").select_related(*_STEP_WITH)

    return KeptList(("referrals", side), referrals), KeptList(("referral steps", side), steps)


_TO_ANSWER: Final = _lists("organisation")
_UNANSWERED: Final = _lists("sender")
WAITING: Final = (*_TO_ANSWER, *_UNANSWERED)
"""The lists of what waits for an answer, with the steps."""
