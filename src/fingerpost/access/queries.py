"""Need to know as querysets: the predicates of `rules.py`, by the same names, for the database to carry out.

The models of this room are read and written through these conditions, and so import them; here they go by their names.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from fingerpost.access import context, kept_queries, looking, rules
from fingerpost.access.actor import Actor
from fingerpost.access.concern_rows import ConcernRows
from fingerpost.access.read_once import once
from fingerpost.access.visibility_sql import Sees, Shows, now
from fingerpost.access.written import SIGHT
from fingerpost.procedure.calendar import london_day

_NOT_ALONE = ~Q(ground__in=sorted(rules.ALONE))
WORKING = ~Q(ground=rules.EMERGENCY)
"""Involvements of those who have to do with a concern: all but looks in an emergency."""


def standing(actor: Actor, at: datetime | None = None) -> rules.ActorStanding:
    """Return where the actor is on the day of `at`: two queries."""
    day = london_day(at or timezone.now())
    covers = _model("Absence").objects.on(day).filter(covered_by=actor.membership_id)
    return rules.ActorStanding(
        actor,
        in_force=_model("Membership").objects.on(day).filter(pk=actor.membership_id).exists(),
        covers=frozenset(covers.values_list("membership_id", flat=True)),
    )


@looking.once
def organisation(pk: UUID) -> Any:
    """Return an organisation, with what it belongs to."""
    return _model("Organisation").objects.select_related("parent").get(pk=pk)


def kind_of(organisation_id: UUID) -> str:
    """Return which kind of organisation it is."""
    return str(organisation(organisation_id).kind)


def current(at: datetime) -> Q:
    """Involvements and exclusions that hold at that moment."""
    return Q(starts__lte=at) & (Q(ends=None) | Q(ends__gt=at))


def is_theirs(actor: Actor) -> Q:
    """See `rules.is_theirs`."""
    return Q(principal=actor.membership_id)


def is_named(actor: Actor) -> Q:
    """See `rules.is_named`."""
    return is_theirs(actor) & Q(ground=rules.NAMED)


def covers_for_it(actor: Actor, at: datetime) -> Q:
    """See `rules.covers_for_it`."""
    day = london_day(at)
    away = _model("Absence").objects.on(day).filter(covered_by=actor.membership_id)
    return Q(principal__in=away.order_by().values("membership")) & _NOT_ALONE


def takes_it_in(actor: Actor, at: datetime) -> Q:
    """See `rules.takes_it_in`."""
    if not (actor.intake or actor.role in rules.MANAGING_ROLES):
        return _never()
    has_left = Q(ends__lt=london_day(at)) | Q(user__is_active=False)
    left = _model("Membership").objects.filter(has_left, organisation=actor.organisation_id)
    return Q(principal=actor.organisation_id) | (Q(principal__in=left.order_by().values("pk")) & _NOT_ALONE)


def manages_it(actor: Actor) -> Q:
    """See `rules.manages_it`."""
    if actor.role not in rules.MANAGING_ROLES:
        return _never()
    team = _model("Membership").objects.filter(organisation=actor.organisation_id, team=actor.team)
    return Q(principal__in=team.order_by().values("pk")) & _NOT_ALONE


def gives_sight(actor: Actor, at: datetime) -> Q:
    """See `rules.gives_sight`. It asks the involvement's own columns, and of nothing else what depends on its row."""
    now = current(at) & Q(organisation=actor.organisation_id)
    if actor.role in rules.READING_ROLES:
        return now & is_named(actor)
    if actor.role not in rules.WORKING_ROLES:
        return _never()
    return now & (is_theirs(actor) | covers_for_it(actor, at) | takes_it_in(actor, at) | manages_it(actor))


def shuts_out(actor: Actor, at: datetime) -> Q:
    """See `rules.shuts_out`."""
    exclusions = _model("Exclusion")._base_manager.filter(
        current(at),
        Q(covers="") | Q(covers=OuterRef("compartment")),
        concern=OuterRef("concern"),
    )
    of_the_person = exclusions.filter(barred=actor.user_id)
    of_the_organisation = exclusions.filter(barred=actor.organisation_id)
    return Q(Exists(of_the_person)) | (Q(Exists(of_the_organisation)) & ~is_named(actor))


def what_shows(actor: Actor, at: datetime) -> QuerySet[Any]:
    """Return the involvements through which the actor sees, put together from what is above.

    `involvements_that_show` asks the same, with the SQL of it kept.
    """
    in_force = _model("Membership").objects.on(london_day(at)).filter(pk=actor.membership_id)
    there: QuerySet[Any] = _model("Involvement")._base_manager.all()
    return there.filter(Exists(in_force), gives_sight(actor, at)).exclude(shuts_out(actor, at))


def involvements_that_show(actor: Actor, at: datetime | None = None) -> QuerySet[Any]:
    """Return the involvements through which the actor sees, for each compartment of each concern."""
    there: QuerySet[Any] = _model("Involvement")._base_manager.all()
    if actor.role not in rules.WORKING_ROLES | rules.READING_ROLES:
        return there.none()
    return there.filter(Shows(what_shows, actor, at or now()))


def rows_at_hand(concern_id: UUID) -> ConcernRows | None:
    """Return the rows of a concern that whoever is acting sees, read when one asks; None where they see none."""
    actor = context.current()
    if actor is None:
        return None
    showing = list(involvements_that_show(actor).filter(concern=concern_id).select_related("concern"))
    if not showing:
        return None
    return ConcernRows(showing[0].concern, frozenset(row.compartment for row in showing), actor, is_shared=False)


def sees(actor: Actor, at: datetime | None, places: Iterable[tuple[str, ...]]) -> list[Q]:
    """Return the conditions that the actor sees these places: columns of a concern and a compartment, or a concern."""
    if actor.role not in rules.WORKING_ROLES | rules.READING_ROLES:
        return [_never()]
    first, *others = ((place, Q(Sees(what_shows, actor, at, *place))) for place in places)
    own, condition = first
    # In one and the same compartment there is nothing more to ask.
    return [
        condition,
        *(Q(**{place[1]: F(own[1])}) | also if place[0] == own[0] else also for place, also in others),
    ]


def shown(actor: Actor, concern_id: UUID, at: datetime | None = None) -> frozenset[tuple[str, str]]:
    """Return the compartments of a concern that the actor sees, each with the ground of each involvement by which."""
    moment = at or timezone.now()

    def read() -> frozenset[tuple[str, str]]:
        return frozenset(kept_queries.read("shown", _shown, actor, moment, concern_id, ()))

    return read() if at is not None else once(("shown", actor, concern_id), SIGHT, read)


def _shown(actor: Actor, at: datetime, concern: UUID, _: Sequence[str]) -> QuerySet[Any, Any]:
    return involvements_that_show(actor, at).filter(concern=concern).values_list("compartment", "ground")


def read(name: Hashable, build: kept_queries.Build, concern_id: UUID, compartments: Collection[str]) -> list[Any]:
    """Return what a query finds for whoever is acting now, in some compartments of a concern.

    It is put together once for each kind of reader and kept as SQL (`kept_queries`): for what is read with each
    change. `name` is that of no other; the query depends on nothing but what `build` is given.
    """
    actor, now = context.required(), timezone.now()
    rows = looking.rows()
    at_hand = rows.answer(build(actor, now, concern_id, list(compartments))) if rows is not None else None
    return at_hand if at_hand is not None else kept_queries.read(name, build, actor, now, concern_id, compartments)


def may_write(actor: Actor, place: tuple[UUID, str], also_in: Iterable[tuple[UUID, str]] = ()) -> bool:
    """Whether the actor acts in a compartment of a concern (`rules.may_act`), and sees some others."""
    if actor.role not in rules.WORKING_ROLES:
        return False
    wanted = {place, *also_in}
    rows = {concern: shown(actor, concern) for concern in {concern for concern, _ in wanted}}
    acts = any(part == place[1] and ground != rules.EMERGENCY for part, ground in rows[place[0]])
    return acts and all(any(part == wanted_part for part, _ in rows[concern]) for concern, wanted_part in wanted)


def _never() -> Q:
    return Q(pk__in=())


def acts_in_common(actor: Actor, concerns: Iterable[UUID]) -> frozenset[UUID]:
    """Return the concerns among these in whose common record the actor acts: one query."""
    showing = acting_in_common(actor).filter(concern__in=list(concerns))
    return frozenset(showing.values_list("concern_id", flat=True))


def acting_in_common(actor: Actor) -> QuerySet[Any]:
    """Return the involvements by which the actor acts in a common record."""
    if actor.role not in rules.WORKING_ROLES:
        none: QuerySet[Any] = _model("Involvement")._base_manager.none()
        return none
    return involvements_that_show(actor).filter(WORKING, compartment=rules.COMPARTMENTS[0])


def facts(concern_id: UUID, at: datetime | None = None, *, seen: bool = False) -> rules.Facts:
    """Return what need to know follows from for one concern, as plain data: for rules that need all of it.

    `seen`: only as far as whoever is acting may know. On PostgreSQL this never has more than that; there the guard's
    functions are asked instead.
    """
    day = london_day(at or timezone.now())
    involvement, exclusion = _model("Involvement"), _model("Exclusion")
    rows = involvement.objects.visible() if seen else involvement._base_manager.all()
    exclusions = exclusion.objects.visible() if seen else exclusion._base_manager.all()
    involvements = rows.filter(concern=concern_id).select_related("membership__user", "organisation")
    return facts_of(involvements, exclusions.filter(concern=concern_id), day)


def facts_of(involvements: Iterable[Any], exclusions: Iterable[Any], day: date) -> rules.Facts:
    """Return what need to know follows from, by these rows of a concern, on a day."""
    return rules.Facts(
        tuple(
            rules.Involved(
                it.concern_id,
                it.compartment,
                it.organisation_id,
                it.membership_id,
                it.ground,
                it.starts,
                it.ends,
                it.membership.team if it.membership else "",
                it.membership is not None and _has_left(it.membership, day),
                it.organisation.kind,
            )
            for it in involvements
        ),
        tuple(
            rules.Excluded(out.concern_id, out.covers, out.user_id, out.organisation_id, out.starts, out.ends)
            for out in exclusions
        ),
    )


def _has_left(membership: Any, day: date) -> bool:
    return not membership.user.is_active or bool(membership.ends is not None and membership.ends < day)


def _model(name: str) -> Any:
    """Return a model of this room."""
    return apps.get_model("access", name)
