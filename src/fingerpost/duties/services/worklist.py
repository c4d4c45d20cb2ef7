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
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.actor import Actor
from fingerpost.access.models import Absence, Compartment, Concern, Ground, Involvement, Membership
from fingerpost.access.models.people import OrganisationKind
from fingerpost.access.queries import WORKING, current
from fingerpost.access.rules import MANAGING_ROLES
from fingerpost.access.visibility_sql import AmongOwn
from fingerpost.duties.assignment import kinds_of
from fingerpost.duties.models import DutyState, DutyStep, DutyStepKind
from fingerpost.duties.services.duty_rows import shut_out
from fingerpost.keys import services as keys
from fingerpost.procedure.explaining.words import PARTIES, capital, joined
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.services.procedures import versions

MOST = 50
"""How many concerns a list shows at once."""


class Whose(StrEnum):
    """The lists of a home page."""

    MINE = "mine"
    TEAM = "team"
    UNASSIGNED = "unassigned"
    OTHERS = "others"


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
    return open_of_own(day).filter(belongs(whose, context.required(), day))


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
    every = of(whose, day)
    firsts = (
        every.order_by()
        .values("concern")
        .annotate(first=Min("rank"), soonest=Min("due"), since=Min("duty__recorded_at"))
    )
    ordered = firsts.order_by("first", F("soonest").asc(nulls_last=True), "since", "concern")
    concerns = [row["concern"] for row in ordered[start : start + MOST + 1]]
    shown = every.filter(concern__in=concerns[:MOST]).select_related("duty", "concern", "organisation", "holder__user")
    found: dict[UUID, list[DutyState]] = {pk: [] for pk in concerns[:MOST]}
    for state in shown:
        found[state.concern_id].append(state)
    keys.fetch(found)
    return [Waiting(states[0].concern, states) for states in found.values() if states], len(concerns) > MOST


def open_words(states: Iterable[DutyState]) -> None:
    """Read at once the keys with which the words of casework in a list are opened: one query, if there are any."""
    keys.fetch({state.concern_id for state in states if state.duty.work})


def counts(day: date, lists: Iterable[Whose] = Whose) -> dict[Whose, Counted]:
    """Return how many duties of each list are to be done now, overdue or due today: one query, over those alone."""
    actor, wanted = context.required(), tuple(lists)
    each = {f"in_{whose}": Count("pk", filter=belongs(whose, actor, day)) for whose in wanted}
    due = open_of_own(day).filter(_presses(day)).order_by().values("rank")
    found: dict[Whose, dict[str, int]] = {whose: {} for whose in wanted}
    for row in due.annotate(**each):
        for whose in wanted:
            if number := row[f"in_{whose}"]:
                found[whose][_BY_RANK[row["rank"]]] = number
    return {whose: Counted(by_pressing) for whose, by_pressing in found.items()}


def waiting_for(day: date) -> list[tuple[str, Counted]]:
    """Return how many open duties of one's concerns fall on which other organisation, or on whom of those who do not
    know of it yet."""
    found: dict[str, dict[str, int]] = {}
    own, parties = context.required().organisation_id, _falling().parties
    of_each = ("organisation", "organisation__name", "duty__provision", "rank")
    for row in of(Whose.OTHERS, day).order_by().values(*of_each).annotate(number=Count("pk")):
        is_own = row["organisation"] == own
        name = with_others(parties.get(row["duty__provision"], ())) if is_own else row["organisation__name"]
        numbers = found.setdefault(name, {})
        pressing_ = _BY_RANK[row["rank"]]
        numbers[pressing_] = numbers.get(pressing_, 0) + row["number"]
    return [(name, Counted(by_pressing)) for name, by_pressing in sorted(found.items())]


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
    return int(ones_own(day).filter(due__lt=day, is_offered=False).count())


def something_presses(day: date) -> bool:
    """Whether any duty presses that is one's own, or in the queue of one's organisation that one takes in."""
    return ones_own(day).filter(_presses(day)).exists()


def ones_own(day: date) -> QuerySet[Any]:
    """Return the open duties that are one's own, or in the queue of one's organisation that one takes in."""
    actor = context.required()
    own = belongs(Whose.MINE, actor, day)
    if actor.intake or actor.role in MANAGING_ROLES:
        own |= belongs(Whose.UNASSIGNED, actor, day)
    return open_of_own(day).filter(own).order_by()


def of_concerns(concerns: Sequence[Concern | UUID], day: date) -> dict[UUID, list[DutyState]]:
    """Return the open duties of each of these concerns: one query."""
    found: dict[UUID, list[DutyState]] = {}
    rows = open_on(day).filter(concern__in=concerns).select_related("duty", "organisation", "holder__user")
    for state in rows:
        found.setdefault(state.concern_id, []).append(state)
    return found


def duties_of_holder(membership: Membership) -> QuerySet[DutyState]:
    """Return the open duties that a member holds, quiet ones too."""
    states = DutyState.objects.visible().filter(holder=membership, is_open=True)
    return states.select_related("duty__concern", "concern").order_by(F("due").asc(nulls_last=True), "pk")


def done_though_held(since: datetime) -> QuerySet[DutyStep]:
    """Return what was recorded as done although an embargo was in the way, the newest first: for who manages."""
    steps = DutyStep.objects.visible().filter(kind=DutyStepKind.DONE, held=True, at__gte=since)
    return steps.select_related("duty__concern", "by__user", "by__organisation").order_by("-at", "pk")


def belongs(whose: Whose, actor: Actor, day: date) -> Q:
    """Return the condition that a duty is in one of the actor's lists."""
    is_held = with_somebody(day)
    covered = Absence.objects.filter(covered_by=actor.membership_id, starts__lte=day, ends__gte=day)
    here = Q(organisation=actor.organisation_id)
    match whose:
        case Whose.MINE:
            return Q(holder=actor.membership_id) | Q(holder__in=covered.values("membership"))
        case Whose.TEAM:
            colleagues = here & Q(is_held) & ~Q(holder=actor.membership_id)
            return colleagues & Q(holder__team=actor.team) if actor.team else colleagues
        case Whose.UNASSIGNED:
            return here & ~Q(is_held) & ~_is_elsewhere()
        case Whose.OTHERS:
            return ~here | (~Q(is_held) & _is_elsewhere())


def with_somebody(day: date) -> Exists:
    """Return the condition that somebody is there for a duty on a day: else it is in the queue, whoever held it."""
    return Exists(_holding(day))


def _holding(day: date) -> QuerySet[Membership]:
    """Return, of a state, its holder if somebody is there for it: they, or whoever covers, and involved still.

    Nobody is there for what they are shut out of, as far as whoever is acting may know of that.
    """
    involved = Involvement._base_manager.filter(
        current(timezone.now()),
        WORKING,
        membership=OuterRef("pk"),
        concern=OuterRef(OuterRef("concern")),
        compartment=OuterRef(OuterRef("compartment")),
    )
    named = Exists(involved.filter(ground=Ground.NAMED))
    there = Membership.objects.on(day).filter(pk=OuterRef("pk"))
    away = {"covering__membership": OuterRef("pk"), "covering__starts__lte": day, "covering__ends__gte": day}
    covers = Membership.objects.on(day).filter(~_shut_out(3), **away)
    is_there = Q(Exists(there)) & ~_shut_out(2, named)
    return Membership.objects.filter(Exists(involved), is_there | Q(Exists(covers)), pk=OuterRef("holder"))


def _shut_out(depth: int, named: Exists | None = None) -> Q:
    """Return the condition that a member is shut out of a state's concern: `duty_rows.shut_out`.

    `depth`: so many queries deep the state is, seen from the exclusion.
    """

    def of_state(name: str) -> OuterRef:
        found = OuterRef(name)
        for _ in range(depth - 1):
            found = OuterRef(found)
        return found

    return shut_out(
        timezone.now(),
        concern=of_state("concern"),
        parts=(of_state("compartment"), of_state("source")),
        user=OuterRef("user"),
        organisation=OuterRef("organisation"),
        named=named,
    )


def _is_elsewhere() -> Q:
    """Return the condition that what nobody has yet is for others, none of whom is involved: see `assignment`.

    Of the common record only: what one agency alone knows falls on that agency (2.2-arrest-undisclosed).
    """
    found = Q(pk__in=())
    for kinds, provisions in _falling().by_kinds.items():
        found |= Q(duty__provision__in=provisions) & ~Q(organisation__kind__in=kinds)
    return Q(duty__work=None, compartment=Compartment.COMMON) & found


@dataclass(frozen=True, slots=True)
class _Falling:
    """On whom each rule falls, in whichever versions there are: on all of them, where these differ.

    `by_kinds`: the rules that fall on organisations of these kinds alone.
    """

    parties: Mapping[str, tuple[str, ...]]
    by_kinds: Mapping[frozenset[OrganisationKind], Sequence[str]]

    @classmethod
    def of(cls, packs: Iterable[Pack]) -> _Falling:
        """Return it for these versions."""
        parties: dict[str, dict[str, None]] = {}
        for pack in packs:
            for provision in pack.provisions.values():
                parties.setdefault(provision.id, {}).update(dict.fromkeys(provision.who))
        by_kinds: dict[frozenset[OrganisationKind], list[str]] = {}
        for name, who in parties.items():
            if kinds := kinds_of(who):
                by_kinds.setdefault(kinds, []).append(name)
        return cls({name: tuple(who) for name, who in parties.items()}, by_kinds)


_made: Final[dict[tuple[str, ...], _Falling]] = {}
"""For the versions that were asked about last, by their digests."""


def _falling() -> _Falling:
    packs = [version.load() for version in versions()]
    key = tuple(pack.digest for pack in packs)
    found = _made.get(key)
    if found is None:
        found = _Falling.of(packs)
        _made.clear()
        _made[key] = found
    return found


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
