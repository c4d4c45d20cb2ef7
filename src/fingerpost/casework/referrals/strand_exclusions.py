"""Who is shut out of a child's record is shut out of the adult's strands too, at any time, seen by anybody or not.

Only those who sent it see that the two belong together (decision 53), and they may be the very ones who lose sight. So
on PostgreSQL the guard carries it over, which answers nothing; on SQLite, which has no roles, this does the same. Tests
hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import connection
from django.utils import timezone

from fingerpost.access import context, queries
from fingerpost.access.models import Compartment, Concern, Exclusion, Ground, Involvement
from fingerpost.casework.models import Strand


def excluded(exclusion: Exclusion, is_new: bool) -> None:
    """Carry over an exclusion that is new and known in the common record."""
    if is_new and context.current() is not None and exclusion.compartment == Compartment.COMMON:
        copy_exclusions_to_strands(exclusion.concern_id)


def copy_exclusions_to_strands(concern_id: UUID) -> None:
    """Shut out of a concern's strands those newly shut out of its common record; a second time changes nothing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT guard.carry_exclusions(%s)", [concern_id])
        return
    strands = Strand._base_manager.filter(concern=concern_id, compartment=Compartment.COMMON)
    for strand in Concern._base_manager.filter(pk__in=strands.values("other_concern")):
        wanted = list(_wanted(concern_id, strand))
        places = {one.organisation_id for one in wanted if one.organisation_id}
        Involvement._base_manager.bulk_create(_kept(concern_id, strand, places))
        Exclusion._base_manager.bulk_create(wanted)


def _wanted(concern_id: UUID, strand: Concern) -> Iterator[Exclusion]:
    """Yield what is missing in a strand. What was undone there since then stays undone."""
    now = timezone.now()
    there = list(Exclusion._base_manager.filter(concern=strand, compartment=Compartment.COMMON, covers=""))
    found: dict[tuple[UUID | None, UUID | None, str], Exclusion] = {}
    rows = Exclusion._base_manager.filter(
        queries.current(now), concern=concern_id, compartment=Compartment.COMMON, covers__in=("", Compartment.COMMON)
    )
    for one in rows:
        key = (one.user_id, one.organisation_id, one.ground)
        same = (it for it in there if (it.user_id, it.organisation_id, it.ground) == key)
        if not any(it.ends is None or it.starts >= one.starts for it in same):
            found[key] = Exclusion(
                concern=strand,
                user_id=one.user_id,
                organisation_id=one.organisation_id,
                ground=one.ground,
                starts=now,
                by_id=strand.created_by_id,
            )
    yield from found.values()


def _kept(concern_id: UUID, strand: Concern, places: set[UUID]) -> list[Involvement]:
    """Return who keeps a strand by name while where they work is shut out: those who keep the child's record by name,
    and have a part of their own in the strand."""
    now = timezone.now()
    common = Involvement._base_manager.filter(queries.current(now), compartment=Compartment.COMMON)
    named = common.filter(ground=Ground.NAMED)
    own = common.filter(
        queries.WORKING,
        concern=strand,
        organisation__in=places,
        membership__in=named.filter(concern=concern_id).values("membership"),
    ).exclude(membership__in=named.filter(concern=strand).values("membership"))
    return [
        Involvement(
            concern=strand,
            organisation_id=organisation_id,
            membership_id=membership_id,
            ground=Ground.NAMED,
            starts=now,
            by_id=strand.created_by_id,
        )
        for organisation_id, membership_id in own.values_list("organisation_id", "membership_id").distinct()
    ]
