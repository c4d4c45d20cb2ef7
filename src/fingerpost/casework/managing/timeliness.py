"""What was done in time and what was not, by rule and organisation, and the clocks of referrals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.models import Organisation
from fingerpost.casework.managing.rules import Clocked, Summed, TimelinessKept, kept, summed, weeks
from fingerpost.casework.models import Referral
from fingerpost.casework.referrals import queries as referrals
from fingerpost.casework.referrals.clocks import CLOCKS, ReferralAwaited
from fingerpost.duties.models import DutyState, DutyStep, DutyStepKind
from fingerpost.duties.services import worklist
from fingerpost.procedure.calendar import WorkingDays
from fingerpost.record.services.procedures import named


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    @classmethod
    def before(cls, today: date) -> Period:
        """Return the last 90 days, today included."""
        return cls(today - timedelta(days=89), today)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The moment at which it begins in London, and the first one after it."""
        starts, ends = (datetime.combine(day, time.min) for day in (self.first, self.last + timedelta(days=1)))
        return timezone.make_aware(starts), timezone.make_aware(ends)


@dataclass(frozen=True, slots=True)
class RuleTimeliness:
    """What one rule comes to in one organisation; of an organisation as a whole, without a rule."""

    organisation: str
    summed: Summed
    provision: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Timeliness:
    """By organisation, by rule and organisation, and one's own organisation's by week."""

    by_organisation: tuple[RuleTimeliness, ...]
    by_clock: tuple[RuleTimeliness, ...]
    by_week: tuple[tuple[date, Summed], ...]


def of_duties(period: Period, today: date) -> Timeliness:
    """Return the totals of duties that were done in the period, or were due in it and are open. Four queries.

    Each is held against the day on which it is due by what is known now; one that was put off, against the later day.
    """
    packs: dict[str, str] = {}
    rows = [*_done(period, packs), *_open(period, today, packs)]
    names = {one.pk: one.name for one in Organisation.objects.filter(pk__in={row.organisation for row in rows})}
    by_clock: dict[tuple[str, UUID], list[Clocked]] = defaultdict(list)
    for row in rows:
        by_clock[row.provision, row.organisation].append(row)
    own = [row for row in rows if row.organisation == context.required().organisation_id]
    lines = [
        RuleTimeliness(names[organisation], summed(found), provision, _text(provision, packs[provision]))
        for (provision, organisation), found in by_clock.items()
    ]
    whole = [
        RuleTimeliness(name, summed(row for row in rows if row.organisation == organisation))
        for organisation, name in names.items()
    ]
    return Timeliness(
        tuple(sorted(whole, key=lambda line: line.organisation)),
        tuple(sorted(lines, key=lambda line: (line.provision, line.organisation))),
        tuple(weeks(own, period.first, period.last)),
    )


def _done(period: Period, packs: dict[str, str]) -> Iterable[Clocked]:
    taken_back = DutyStep.objects.visible().filter(step=OuterRef("pk"), kind=DutyStepKind.WITHDRAWN)
    steps = DutyStep.objects.visible().filter(~Exists(taken_back), kind=DutyStepKind.DONE)
    steps = steps.filter(on__gte=period.first, on__lte=period.last).order_by("number")
    done = dict(steps.values_list("duty", "on"))
    rows = DutyState.objects.visible().filter(is_offered=False, duty__in=steps.order_by().values("duty"))
    for duty, provision, pack, organisation, due in rows.order_by().values_list(
        "duty", "duty__provision", "duty__pack", "organisation", "due"
    ):
        packs[provision] = pack
        yield Clocked(provision, organisation, due, done[duty])


def _open(period: Period, today: date, packs: dict[str, str]) -> Iterable[Clocked]:
    rows = worklist.open_on(today).filter(is_offered=False, due__lt=today, due__gte=period.first, due__lte=period.last)
    for provision, pack, organisation, due in rows.order_by().values_list(
        "duty__provision", "duty__pack", "organisation", "due"
    ):
        packs[provision] = pack
        yield Clocked(provision, organisation, due, None)


def _text(provision: str, pack: str) -> str:
    rule = named(pack).provisions.get(provision)
    return rule.text if rule else provision


# ---- referrals -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClockTimeliness:
    """How many referrals to a recipient keep one clock: what is to be done, within how many working days."""

    recipient: str
    words: str
    working_days: int
    source: str
    counts: Counter[TimelinessKept]


def of_referrals(period: Period, today: date) -> list[ClockTimeliness]:
    """Return the clocks of referrals by or to one's organisation that were sent in the period. Two queries."""
    own = context.required().organisation_id
    starts, ends = period.moments
    sent = Referral.objects.visible().filter(Q(sender=own) | Q(organisation=own), sent_at__gte=starts, sent_at__lt=ends)
    counted: dict[tuple[str, ReferralAwaited], Counter[TimelinessKept]] = defaultdict(Counter)
    for one in referrals.listed(sent):
        nation = (one.referral.organisation or one.referral.sender).nation
        for awaited, how in kept(one.referral.sent_at, one.steps, WorkingDays.of(nation), today).items():
            counted[recipient(one.referral), awaited][how] += 1
    return [
        ClockTimeliness(name, CLOCKS[awaited].words, CLOCKS[awaited].working_days, CLOCKS[awaited].source, counts)
        for (name, awaited), counts in sorted(counted.items(), key=lambda item: item[0][0])
    ]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A referral without an answer, and for how many days it has been so."""

    listed: referrals.ReferralSummary
    recipient: str
    days: int


def unanswered(today: date) -> list[tuple[str, list[Unanswered]]]:
    """Return the referrals by or to one's organisation without an answer, by recipient, the oldest first.

    Four queries. Those that wait for nothing but a sign-off have their answer.
    """
    found: dict[str, list[Unanswered]] = defaultdict(list)
    for one in [*referrals.unanswered(), *referrals.to_answer()]:
        if not one.course.is_answered:
            days = (today - timezone.localdate(one.referral.sent_at)).days
            name = recipient(one.referral)
            found[name].append(Unanswered(one, name, days))
    return [(name, sorted(rows, key=lambda row: -row.days)) for name, rows in sorted(found.items())]


def recipient(referral: Referral) -> str:
    """Return who a referral went to. The name of somebody outside is sealed, and no list opens it."""
    return str(referral.organisation) if referral.organisation else f"{referral.get_to_display()}, outside this service"
