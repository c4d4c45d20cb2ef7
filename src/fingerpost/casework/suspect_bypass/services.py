"""Recording that a concern bypasses somebody: they lose sight of it, and what was theirs goes to its recorder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fingerpost.access import context, embargo
from fingerpost.access.errors import refuse
from fingerpost.access.models import (
    Compartment,
    Concern,
    Exclusion,
    ExclusionGround,
    Involvement,
    Membership,
    Organisation,
    User,
)
from fingerpost.access.queries import current
from fingerpost.access.services.exclusions import end_exclusion
from fingerpost.casework.models import BypassedPost, Strand, SuspectBypass
from fingerpost.casework.suspect_bypass import rules
from fingerpost.casework.suspect_bypass.rules import Account
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import PLACES, Appearance, AppearanceLink, Detail, DetailKind, Relationship
from fingerpost.record.services.changes import change, touch
from fingerpost.record.services.compartment_checks import require_in_compartment
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.procedures import embargo_of

_NAMES = (DetailKind.NAME, DetailKind.OTHER_NAME)


@transaction.atomic
def bypass(
    about: Appearance,
    organisation: Organisation,
    post: BypassedPost,
    *,
    user: User | None = None,
    text: str = "",
    by_name: bool = False,
) -> SuspectBypass:
    """Let a concern bypass a suspected adult; their account loses sight of it at once.

    Raises `AccessError` where it would be one's own account, or the adult is of another part of the record.
    """
    concern = about.concern
    require_in_compartment(concern, Compartment.COMMON, about)
    if user is not None and user.pk == context.required().user_id:
        raise refuse("user", "this is your own account", "Somebody else has to record a concern about you.")
    with change(concern):
        made = SuspectBypass(
            concern=concern,
            about=about,
            organisation=organisation,
            post=post,
            user=user,
            by_name=by_name,
            text=text or None,
            by_id=context.required().membership_id,
        )
        made.save()
        if user is not None:
            embargo.place(concern.pk, about.pk, accounts=[user.pk], provision=embargo_of(pack_of(concern)))
    for other in _in_strands(about):
        if not any((one.about_id, one.user_id) == (other.pk, made.user_id) for one in of_concern(other.concern)):
            bypass(other, organisation, post, user=user, by_name=by_name)
    return made


@transaction.atomic
def end_bypass(row: SuspectBypass, *, text: str) -> SuspectBypass:
    """Record that a concern does not bypass somebody after all: their account sees again what it saw before.

    Raises `AccessError` where it was taken back already, or no reason is given.
    """
    if not text.strip():
        raise refuse("text", "this has to be said in words", "Write why.")
    with change(row.concern):
        standing = of_concern(row.concern)
        if row.pk not in {one.pk for one in standing}:
            raise refuse("concern", "this was taken back already", "Nothing more has to be done.")
        made = SuspectBypass(
            concern=row.concern,
            about=row.about,
            organisation=row.organisation,
            post=row.post,
            user=row.user,
            text=text,
            takes_back=row,
            by_id=context.required().membership_id,
        )
        made.save()
        if row.user_id and all(one.pk == row.pk or one.user_id != row.user_id for one in standing):
            rows = Exclusion.objects.visible().filter(
                current(timezone.now()), concern=row.concern, user=row.user_id, ground=ExclusionGround.EMBARGO
            )
            for exclusion in rows:
                end_exclusion(exclusion)
            touch(row.concern_id)  # what agrees of them beside the post is looked at again
    return made


def of_concern(concern: Concern) -> list[SuspectBypass]:
    """Return who a concern bypasses now, the oldest first: one query."""
    return in_force(everything_of(concern))


def everything_of(concern: Concern) -> list[SuspectBypass]:
    """Return what was recorded of it, what was taken back too: one query."""
    rows = SuspectBypass.objects.visible().filter(concern=concern, compartment=Compartment.COMMON)
    return list(rows.select_related("about", "organisation", "user", "by__user", "by__organisation", "concern"))


def in_force(rows: Iterable[SuspectBypass]) -> list[SuspectBypass]:
    """Return those that were not taken back."""
    rows = list(rows)
    gone = {one.takes_back_id for one in rows}
    return [one for one in rows if one.takes_back_id is None and one.pk not in gone]


def bypass_name_matches(concern: Concern, suspected: Iterable[UUID]) -> list[SuspectBypass]:
    """Let a concern bypass each account it would go through that has a suspected adult's name and place of work.

    Not twice, and not where somebody took that back: then it is somebody else. Never the person acting. Four
    queries, and none where nobody is suspected.
    """
    names = names_of(suspected)
    if not names:
        return []
    found = list(rules.alike(names, accounts_at(concern), places_of(concern, names)))
    if not found:
        return []
    been = {(one.about_id, one.user_id) for one in everything_of(concern)}
    made = []
    for about, account in found:
        if (about, account.user) not in been and account.user != context.required().user_id:
            been.add((about, account.user))
            person = Appearance.objects.visible().select_related("concern").get(pk=about)
            organisation = Organisation.objects.get(pk=account.organisation)
            user = User.objects.get(pk=account.user)
            made.append(bypass(person, organisation, BypassedPost(account.post), user=user, by_name=True))
    return made


def _in_strands(about: Appearance) -> list[Appearance]:
    """Return how somebody appears in what was sent of them to a designated officer's office (decision 53)."""
    strands = Strand.objects.visible().filter(concern=about.concern_id).values("other_concern")
    rows = AppearanceLink.objects.visible().filter(one=about, other_concern__in=strands, undone_at=None)
    return [one.other for one in rows.select_related("other__concern")]


def names_of(suspected: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return how these adults are called in the common record, those who have a name: one query."""
    wanted = list(suspected)
    if not wanted:
        return {}
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Detail.objects.visible().filter(appearance__in=wanted, compartment=Compartment.COMMON, kind__in=_NAMES)
    for row in rows:
        found[row.appearance_id].append(str(row.value))
    return dict(found)


def places_of(concern: Concern, about: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return what the places are called where these adults work or volunteer, as far as it is recorded: one query."""
    rows = Relationship.objects.visible().filter(concern=concern, compartment=Compartment.COMMON, kind__in=PLACES)
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in Relationship.standing(rows):
        if one.one_id in about:
            found[one.one_id].append(str(one.place))
    return dict(found)


def accounts_at(concern: Concern) -> list[Account]:
    """Return who works today at the organisations that are involved in the common record: one query."""
    now = timezone.now()
    there = Involvement.objects.visible().filter(current(now), concern=concern, compartment=Compartment.COMMON)
    rows = Membership.objects.on(london_day(now)).filter(organisation__in=there.values("organisation"))
    return [
        Account(one.user_id, one.organisation_id, one.user.name, one.role, one.intake, one.organisation.name)
        for one in rows.select_related("user", "organisation").order_by("user__name", "pk")
    ]
