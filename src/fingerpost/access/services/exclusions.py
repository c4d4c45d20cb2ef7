"""Taking sight away, and giving it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.access import context, one_person
from fingerpost.access.models import Compartment, Exclusion, ExclusionGround
from fingerpost.access.queries import current


def shut_out_user(
    concern_id: UUID,
    user_id: UUID,
    *,
    ground: ExclusionGround,
    compartment: str = Compartment.COMMON,
    covers: str = "",
    reason: str,
) -> Exclusion:
    """Let a user lose sight of a concern (or of the compartment `covers`), in whatever membership they act.

    The exclusion is known in `compartment`, and never to the user. One already recorded on the same ground is
    returned; on another ground each stands by itself, since each is undone by itself. Further accounts of theirs lose
    sight with it, but for that of whoever is acting.
    """
    for other in one_person.others_of(user_id) - {context.required().user_id}:
        _shut_out(concern_id, ground, compartment, covers, reason, user_id=other)
    return _shut_out(concern_id, ground, compartment, covers, reason, user_id=user_id)


def shut_out_organisation(
    concern_id: UUID,
    organisation_id: UUID,
    *,
    ground: ExclusionGround = ExclusionGround.EMPLOYER,
    compartment: str = Compartment.COMMON,
    covers: str = "",
    reason: str,
) -> Exclusion:
    """Let an organisation's people lose sight of a concern, or of one compartment, but for those who were named."""
    return _shut_out(concern_id, ground, compartment, covers, reason, organisation_id=organisation_id)


def in_force(concern_id: UUID, parts: Iterable[str] = ()) -> QuerySet[Exclusion]:
    """Return what shuts out now, of the whole of a concern or of one of these parts, as whoever is acting may know."""
    return Exclusion.objects.visible().filter(current(timezone.now()), concern=concern_id, covers__in=("", *parts))


def end_exclusion(exclusion: Exclusion, *, at: datetime | None = None) -> None:
    """Let an exclusion end, now when `at` is left out."""
    exclusion.ends = at or timezone.now()
    exclusion.save(update_fields=["ends"])


def _shut_out(
    concern_id: UUID,
    ground: ExclusionGround,
    compartment: str,
    covers: str,
    reason: str,
    *,
    user_id: UUID | None = None,
    organisation_id: UUID | None = None,
) -> Exclusion:
    same = Exclusion.objects.visible().filter(
        current(timezone.now()),
        concern=concern_id,
        compartment=compartment,
        covers=covers,
        ground=ground,
        user=user_id,
        organisation=organisation_id,
    )
    exclusion = same.first()
    if exclusion is None:
        exclusion = Exclusion(
            concern_id=concern_id,
            compartment=compartment,
            covers=covers,
            user_id=user_id,
            organisation_id=organisation_id,
            ground=ground,
            reason=reason,
            by_id=context.required().membership_id,
        )
        exclusion.save()
    return exclusion
