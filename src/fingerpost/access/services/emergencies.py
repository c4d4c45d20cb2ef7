"""Reading a common record in an emergency: by its exact reference, for some hours, with a reason; and the review.

Nothing here tells why nothing was opened: there may be no such record, or the person asking is shut out of it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from fingerpost.access import context, kept_lists, one_person, queries, references, rules
from fingerpost.access.actor import Actor
from fingerpost.access.errors import refuse
from fingerpost.access.kept_lists import AmongGiven, KeptList
from fingerpost.access.models import (
    BrokenGlass,
    Compartment,
    Concern,
    Exclusion,
    GlassOutcome,
    GlassReview,
    Ground,
    Involvement,
)
from fingerpost.access.models.people import OrganisationKind
from fingerpost.procedure.calendar import london_day

REVIEW_WITHIN = datetime.timedelta(days=2)
"""By the end of which day after the look somebody has to have said whether it was justified."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A look in an emergency, and what was said of it: the last one holds."""

    look: BrokenGlass
    reviews: tuple[GlassReview, ...]
    may_review: bool

    @property
    def until(self) -> datetime.datetime:
        """The first moment at which it was over."""
        assert self.look.involvement.ends is not None  # noqa: S101 - a constraint of the table
        return self.look.involvement.ends

    @property
    def due(self) -> datetime.date:
        """The last day on which the review is on time, in London."""
        return london_day(self.look.at) + REVIEW_WITHIN

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet if it was justified."""
        return not self.reviews


@transaction.atomic
def break_glass(typed: str, reason: str) -> Concern | None:
    """Let whoever is acting read the common record that has this reference, for `rules.EMERGENCY_LASTS`.

    Returns None where nothing was opened, for whatever reason: the same is asked of the database then. Whoever sees the
    common record already is not let in anew.
    """
    context.required()
    concern_id = _open(references.read(typed) or "")
    concern = Concern.objects.visible().filter(pk=concern_id).first() if concern_id is not None else None
    if concern is None:
        return None
    own = Involvement.objects.visible().filter(
        queries.current(timezone.now()), _not_said_yet(), concern=concern, **_mine()
    )
    involvement = own.order_by("-starts").first()
    if involvement is not None:
        look = BrokenGlass(
            concern=concern,
            involvement=involvement,
            at=involvement.starts,
            by_id=context.required().membership_id,
            reason=reason,
        )
        look.save()
    return concern


def of_concern(concern: Concern) -> list[Reviewed]:
    """Return the looks at a concern in an emergency that whoever is acting may know of, the newest first."""
    return _reviewed(BrokenGlass.objects.visible().filter(concern=concern))


def unreviewed() -> list[Reviewed]:
    """Return the looks without a review at all concerns that whoever is acting works on, the oldest first."""
    looks = kept_lists.read(UNREVIEWED)
    actor = context.required()
    acts = frozenset(kept_lists.read(acting_in(looks)))
    return [Reviewed(look, (), look.may_be_reviewed(actor, acts)) for look in looks]


def _unreviewed(actor: Actor, _at: datetime.datetime, _day: datetime.date) -> QuerySet[Any, Any]:
    said = GlassReview.objects.visible().filter(look=OuterRef("pk"))
    rows = BrokenGlass.objects.visible().filter(~Exists(said)).exclude(by__user=actor.user_id)
    return rows.order_by("at", "id").select_related(*_WITH)


_WITH = ("involvement", "by__user", "by__organisation", "concern__created_by")
UNREVIEWED: Final = KeptList("unreviewed looks", _unreviewed)
"""The list of them."""


def acting_in(looks: Iterable[BrokenGlass]) -> KeptList:
    """Return the list of the concerns of these looks in whose common record whoever is acting acts."""
    return _ACTS.of(look.concern_id for look in looks)


def _acting(actor: Actor, *_: object) -> QuerySet[Any, Any]:
    return queries.acting_in_common(actor).filter(AmongGiven("concern")).values_list("concern_id", flat=True)


_ACTS: Final = KeptList("acts in common", _acting)


def to_review() -> list[Reviewed]:
    """Return those among them that whoever is acting may review."""
    return [one for one in unreviewed() if one.may_review]


def review(look: BrokenGlass, outcome: GlassOutcome, *, words: str, passed_to: str = "") -> GlassReview:
    """Record what the review of a look came to. Raises `AccessError` for somebody whose it is not."""
    if outcome == GlassOutcome.NOT_JUSTIFIED and not passed_to:
        raise refuse("passed_to", "nobody has been told of it", "Say who it was passed to.")
    made = GlassReview(
        concern_id=look.concern_id,
        compartment=look.compartment,
        look=look,
        outcome=outcome,
        words=words,
        passed_to=passed_to or None,
        by_id=context.required().membership_id,
    )
    made.save()
    return made


def hours_of(concern_id: UUID) -> list[tuple[UUID, datetime.datetime, datetime.datetime]]:
    """Return who looked at the common record of a concern in an emergency, from when until when: one query."""
    rows = Involvement.objects.visible().filter(concern=concern_id, ground=Ground.EMERGENCY, membership__isnull=False)
    found = rows.values_list("membership__user", "starts", "ends")
    return [(user, starts, ends) for user, starts, ends in found if ends is not None]


# ---- inside ----------------------------------------------------------------------------------------------------------


def _open(reference: str) -> UUID | None:
    """Let whoever is acting in, and return the concern's id; None where nothing is opened."""
    actor, now = context.required(), timezone.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT guard.break_glass(%s, %s)", [reference, now])
            found: UUID | None = cursor.fetchone()[0]
            return found
    if not rules.may_open(queries.standing(actor, now)):
        return None
    shut_out = Exclusion._base_manager.filter(
        queries.current(now),
        Q(user__in={actor.user_id, *one_person.others_of(actor.user_id)}) | Q(organisation=actor.organisation_id),
        concern=OuterRef("pk"),
    )
    of_common = Involvement._base_manager.filter(
        queries.current(now), ~Q(ground=Ground.EMERGENCY), concern=OuterRef("pk"), compartment=Compartment.COMMON
    )
    with_the_office = of_common.filter(organisation__kind=OrganisationKind.DESIGNATED_OFFICER)
    there = Concern._base_manager.filter(
        ~Exists(shut_out), Exists(of_common), ~Exists(with_the_office), reference=reference
    )
    found_ids = list(there.values_list("pk", flat=True)[:2])
    if len(found_ids) != 1:
        return None
    showing = queries.involvements_that_show(actor, now).filter(concern=found_ids[0], compartment=Compartment.COMMON)
    if not showing.exists():
        # No signal hears of it: nobody works on the concern by this, and whoever looks may add to nothing.
        Involvement._base_manager.bulk_create(
            [
                Involvement(
                    concern_id=found_ids[0],
                    compartment=Compartment.COMMON,
                    starts=now,
                    ends=now + rules.EMERGENCY_LASTS,
                    by_id=actor.membership_id,
                    organisation_id=actor.organisation_id,
                    **_mine(),
                )
            ]
        )
    return found_ids[0]


def _mine() -> dict[str, object]:
    return {"membership_id": context.required().membership_id, "ground": Ground.EMERGENCY}


def _not_said_yet() -> Q:
    return ~Q(Exists(BrokenGlass._base_manager.filter(involvement=OuterRef("pk"))))


def _reviewed(rows: Iterable[BrokenGlass]) -> list[Reviewed]:
    looks = list(rows.select_related(*_WITH))  # type: ignore[attr-defined]
    reviews: Mapping[UUID, list[GlassReview]] = defaultdict(list)
    if looks:
        said = GlassReview.objects.visible().filter(look__in=[look.pk for look in looks])
        for row in said.select_related("by__user", "by__organisation"):
            reviews[row.look_id].append(row)
    actor = context.required()
    acts = queries.acts_in_common(actor, {look.concern_id for look in looks}) if looks else frozenset()
    return [Reviewed(look, tuple(reviews[look.pk]), look.may_be_reviewed(actor, acts)) for look in looks]
