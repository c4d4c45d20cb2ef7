"""What waits, and with whom: for one's home page, for a reminder, and for a concern's page.

However many concerns there are, a list is as many queries. Whose a duty is, is asked on the day: it is the holder's;
a colleague's who covers while the holder is away; and the queue's when the holder has left, was shut out, or no longer
works on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Min, Q, QuerySet, Value, When
from django.utils import timezone

from fingerpost.access import context, kept_lists
from fingerpost.access.actor import Actor
from fingerpost.access.kept_lists import AmongGiven, KeptList
from fingerpost.access.models import Concern, Membership
from fingerpost.access.visibility_sql import AmongOwn
from fingerpost.duties.models import DutyState, DutyStep, DutyStepKind
from fingerpost.duties.services.whose import Falling, Whose, belongs, is_ones_own, own_fall, versions_fall
from fingerpost.keys import services as keys
from fingerpost.procedure.explaining.words import PARTIES, capital, joined

MOST = 50
"""How many concerns a list shows at once."""


class Pressing(StrEnum):
    """How pressing a duty is on a day, the most pressing first."""

    AT_ONCE = "at_once"
    OVERDUE = "overdue"
    TODAY = "today"
    NOW = "now"
    COMING = "coming"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many duties there are in a list, by how pressing they are."""

    by_pressing: Mapping[str, int]

    @property
    def at_once(self) -> int:
        return self.by_pressing.get(Pressing.AT_ONCE, 0)

    @property
    def overdue(self) -> int:
        return self.by_pressing.get(Pressing.OVERDUE, 0)

    @property
    def today(self) -> int:
        return self.by_pressing.get(Pressing.TODAY, 0)

    @property
    def pressing(self) -> int:
        """What somebody is reminded of: to be done now, overdue, or due today."""
        return self.at_once + self.overdue + self.today

    @property
    def total(self) -> int:
        return sum(self.by_pressing.values())


def open_on(day: date) -> QuerySet[Any]:
    """Return the states of duties that are open on a day and that whoever is acting may see, most pressing first."""
    return (
        DutyState.objects.visible()
        .filter(Q(quiet_until=None) | Q(quiet_until__lte=day), is_open=True)
        .annotate(rank=_rank(day))
        .order_by("rank", F("due").asc(nulls_last=True), "duty__recorded_at", "pk")
    )


def open_of_own(day: date) -> QuerySet[Any]:
    """Return the same, found by the concerns that whoever is acting sees: for lists and counts over all of them."""
    return open_on(day).filter(AmongOwn("concern"))


def of(whose: Whose, day: date) -> QuerySet[Any]:
    """Return the open duties of one list."""
    return _of(whose, context.required(), timezone.now(), day, versions_fall())


def _of(whose: Whose, actor: Actor, at: datetime, day: date, falling: Falling) -> QuerySet[Any]:
    # Found by who holds it, where that says all: else by the concerns that one sees.
    every = open_on(day) if whose is Whose.MINE else open_of_own(day)
    return every.filter(belongs(whose, actor, at, day, falling))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A concern and what waits in it in one list, the most pressing first."""

    concern: Concern
    states: Sequence[DutyState]

    @property
    def next(self) -> DutyState:
        """What is next."""
        return self.states[0]

    @property
    def others(self) -> int:
        """How many other acts there are that cannot be left: the same act to the same recipient is one."""
        acts = {(one.act, one.duty.to_whom) for one in self.states if not one.is_offered}
        return len(acts - {(self.next.act, self.next.duty.to_whom)})

    @property
    def pressing(self) -> Pressing:
        """How pressing what is next is."""
        return pressing(self.next)


def page(whose: Whose, day: date, start: int = 0) -> tuple[list[Waiting], bool]:
    """Return one page of a list by concern, the most pressing first, and whether there is more: three queries.

    The keys of the concerns are at hand then, for the words of casework and whoever shows names.
    """
    concerns = concerns_of(whose, day, start)
    found: dict[UUID, list[DutyState]] = {pk: [] for pk in concerns[:MOST]}
    for state in kept_lists.read(states_of(whose, day, concerns)):
        found[state.concern_id].append(state)
    keys.fetch(found)
    return [Waiting(states[0].concern, states) for states in found.values() if states], len(concerns) > MOST


def concerns_of(whose: Whose, day: date, start: int = 0) -> list[UUID]:
    """Return the concerns of a page of a list, and the first of the next page."""
    return [row["concern"] for row in kept_lists.read(first_of(whose, day, start))]


def first_of(whose: Whose, day: date, start: int = 0) -> KeptList:
    """Return the list of these concerns."""

    def build(actor: Actor, at: datetime, day: date) -> Any:
        firsts = _of(whose, actor, at, day, falling).order_by().values("concern")
        firsts = firsts.annotate(first=Min("rank"), soonest=Min("due"), since=Min("duty__recorded_at"))
        ordered = firsts.order_by("first", F("soonest").asc(nulls_last=True), "since", "concern")
        return ordered[start : start + MOST + 1]

    falling = versions_fall()
    return KeptList(("first of", whose, start, falling.digests), build, day=day, is_kept=start == 0)


def states_of(whose: Whose, day: date, concerns: Sequence[UUID]) -> KeptList:
    """Return the open duties of these concerns that are in a list."""

    def build(actor: Actor, at: datetime, day: date) -> QuerySet[Any, Any]:
        every = open_on(day).filter(belongs(whose, actor, at, day, falling), AmongGiven("concern"))
        return every.select_related("duty", "concern", "organisation", "holder__user")

    falling = versions_fall()
    return KeptList(("states of", whose, falling.digests), build, day=day).of(concerns[:MOST])


def open_words(states: Iterable[DutyState]) -> None:
    """Read at once the keys with which the words of casework in a list are opened: one query, if there are any."""
    keys.fetch({state.concern_id for state in states if state.duty.work})


def counts(day: date, lists: Iterable[Whose] = Whose) -> dict[Whose, Counted]:
    """Return how many duties of each list are to be done now, overdue or due today: one query, over those alone."""
    wanted = tuple(lists)
    found: dict[Whose, dict[str, int]] = {whose: {} for whose in wanted}
    for row in kept_lists.read(counted(day, wanted)):
        for whose in wanted:
            if number := row[f"in_{whose}"]:
                found[whose][_BY_RANK[row["rank"]]] = number
    return {whose: Counted(by_pressing) for whose, by_pressing in found.items()}


def counted(day: date, lists: Iterable[Whose] = Whose) -> KeptList:
    """Return the list of these numbers, by how pressing the duties are."""

    def build(actor: Actor, at: datetime, day: date) -> Any:
        each = {f"in_{whose}": Count("pk", filter=belongs(whose, actor, at, day, falling)) for whose in wanted}
        return open_of_own(day).filter(_presses(day)).order_by().values("rank").annotate(**each)

    falling, wanted = versions_fall(), tuple(lists)
    return KeptList(("counted", wanted, falling.digests), build, day=day)


def waiting_for(day: date) -> list[tuple[str, Counted]]:
    """Return how many open duties of one's concerns fall on which other organisation, or on whom of those who do not
    know of it yet."""
    found: dict[str, dict[str, int]] = {}
    own, parties = context.required().organisation_id, versions_fall().parties
    for row in kept_lists.read(waiting_of_others(day)):
        is_own = row["organisation"] == own
        name = with_others(parties.get(row["duty__provision"], ())) if is_own else row["organisation__name"]
        numbers = found.setdefault(name, {})
        pressing_ = _BY_RANK[row["rank"]]
        numbers[pressing_] = numbers.get(pressing_, 0) + row["number"]
    return [(name, Counted(by_pressing)) for name, by_pressing in sorted(found.items())]


def waiting_of_others(day: date) -> KeptList:
    """Return the list of that, by organisation and rule."""

    def build(actor: Actor, at: datetime, day: date) -> Any:
        of_each = ("organisation", "organisation__name", "duty__provision", "rank")
        rows = _of(Whose.OTHERS, actor, at, day, falling).order_by()
        return rows.values(*of_each).annotate(number=Count("pk"))

    falling = versions_fall()
    return KeptList(("for others", falling.digests), build, day=day)


def with_whom(state: DutyState) -> str:
    """Return with whom a duty is that waits for others: an organisation, or those who do not know of it yet."""
    if state.organisation_id != context.required().organisation_id:
        return str(state.organisation)
    return with_others(state.duty.rule.who)


def with_others(parties: Iterable[str]) -> str:
    """Return the parties on whom a duty falls and of whom nobody is involved, in words."""
    return f"{capital(joined(PARTIES[name] for name in parties))} (not told here yet)"


def overdue(day: date) -> int:
    """Return how many overdue duties are one's own, or are in the queue of one's organisation that one takes in."""
    return sum(row["number"] for row in kept_lists.read(overdue_of_own(day)))


def overdue_of_own(day: date) -> KeptList:
    """Return the list of that number."""

    def build(actor: Actor, at: datetime, day: date) -> Any:
        rows = open_on(day).filter(is_ones_own(actor, at, day, falling), due__lt=day, is_offered=False)
        return rows.order_by().values("is_open").annotate(number=Count("pk"))

    falling = own_fall()
    return KeptList(("overdue", falling.digests), build, day=day)


def something_presses(day: date) -> bool:
    """Whether any duty presses that is one's own, or in the queue of one's organisation that one takes in."""
    return ones_own(day).filter(_presses(day)).exists()


def ones_own(day: date) -> QuerySet[Any]:
    """Return the open duties that are one's own, or in the queue of one's organisation that one takes in."""
    return open_of_own(day).filter(is_ones_own(context.required(), timezone.now(), day, own_fall())).order_by()


def of_concerns(concerns: Sequence[Concern | UUID], day: date) -> dict[UUID, list[DutyState]]:
    """Return the open duties of each of these concerns: one query."""
    found: dict[UUID, list[DutyState]] = {}
    rows = open_on(day).filter(concern__in=concerns).select_related("duty", "organisation", "holder__user")
    for state in rows:
        found.setdefault(state.concern_id, []).append(state)
    return found


def open_in(concerns: Iterable[UUID], day: date) -> KeptList:
    """Return the list of the open duties of these concerns."""
    return KeptList("open in", lambda _actor, _at, day: open_on(day).filter(AmongGiven("concern")), day=day).of(
        concerns
    )


def duties_of_holder(membership: Membership) -> QuerySet[DutyState]:
    """Return the open duties that a member holds, quiet ones too."""
    states = DutyState.objects.visible().filter(holder=membership, is_open=True)
    return states.select_related("duty__concern", "concern").order_by(F("due").asc(nulls_last=True), "pk")


def done_though_held(since: datetime) -> list[DutyStep]:
    """Return what was recorded as done although an embargo was in the way, the newest first: for who manages."""
    return kept_lists.read(held_since(since))


def held_since(since: datetime) -> KeptList:
    """Return the list of that."""

    def build(_actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        steps = DutyStep.objects.visible().filter(kind=DutyStepKind.DONE, held=True, at__gte=at)
        return steps.select_related("duty__concern", "by__user", "by__organisation").order_by("-at", "pk")

    return KeptList("done though held", build, at=since)


_RANK = {one: rank for rank, one in enumerate(Pressing)}
_BY_RANK = dict(enumerate(Pressing))


def pressing(state: DutyState) -> Pressing:
    """Return how pressing a duty of a list is."""
    return _BY_RANK[state.rank]  # type: ignore[attr-defined]


def _presses(day: date) -> Q:
    """Return the condition that nobody may wait with a duty on a day."""
    return Q(is_offered=False) & (Q(due__lte=day) | Q(is_urgent=True))


def _rank(day: date) -> Case:
    return Case(
        When(is_offered=True, then=Value(_RANK[Pressing.OFFERED])),
        When(is_urgent=True, then=Value(_RANK[Pressing.AT_ONCE])),
        When(due__lt=day, then=Value(_RANK[Pressing.OVERDUE])),
        When(due=day, then=Value(_RANK[Pressing.TODAY])),
        When(due=None, then=Value(_RANK[Pressing.NOW])),
        default=Value(_RANK[Pressing.COMING]),
        output_field=IntegerField(),
    )
