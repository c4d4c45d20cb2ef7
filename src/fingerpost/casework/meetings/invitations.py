"""Who can be asked to a meeting, and who cannot: nobody who is shut out, and nobody the concern is about."""

from __future__ import annotations

from django.utils import timezone

from fingerpost.access.errors import refuse
from fingerpost.access.models import Concern, Exclusion, Ground, Involvement, Membership
from fingerpost.access.queries import WORKING, current
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.meetings.rules import is_called_like
from fingerpost.casework.models import Agency
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import Detail, DetailKind, Relationship
from fingerpost.record.models.statements import PLACES

AGENCY_OF = {
    "police": Agency.POLICE,
    "social_care": Agency.SOCIAL_CARE,
    "health": Agency.HEALTH,
    "designated_officer": Agency.DESIGNATED_OFFICER,
    "school": Agency.SCHOOL,
}
"""The agency somebody of an organisation of this kind is there for; any other is `Agency.OTHER`."""


def colleagues(concern: Concern, *compartments: str) -> list[Membership]:
    """Return who on the service works where these parts of the record are dealt with, and is not shut out."""
    involved = Involvement.objects.visible().filter(
        current(timezone.now()), WORKING, concern=concern, compartment__in=compartments
    )
    there = set(involved.values_list("organisation_id", flat=True))
    working = Membership.objects.on(london_day(timezone.now())).filter(organisation__in=there, role__in=WORKING_ROLES)
    barred = _Barred(concern)
    return [one for one in working.select_related("user", "organisation") if not barred.why(one)]


def require_may_be_invited(concern: Concern, membership: Membership | None, name: str, organisation: str) -> None:
    """Raise `AccessError` where somebody cannot be asked: a colleague on the service, or somebody outside by name."""
    barred = _Barred(concern)
    if membership is not None:
        if why := barred.why(membership):
            raise refuse("person", why, "Choose a colleague of theirs who has no part in it.")
        return
    if name and barred.is_in_it(name):
        raise refuse(
            "name",
            "somebody of this name is in this concern, and nobody it is about comes to the meeting",
            "If it is somebody else, add to the name what tells them apart.",
        )
    if not name and barred.is_where_they_work(organisation):
        raise refuse(
            "name",
            "an adult in this concern works there, so that one person has to be named",
            "Write the name of somebody there who may know of it: not the adult, and nobody close to them.",
        )


class _Barred:
    """What is known of a concern that keeps somebody out of its meetings: three queries."""

    def __init__(self, concern: Concern) -> None:
        now = timezone.now()
        self.excluded = list(Exclusion.objects.visible().filter(current(now), concern=concern))
        named = Involvement.objects.visible().filter(current(now), concern=concern, ground=Ground.NAMED)
        self.named = set(named.values_list("membership_id", flat=True))
        names = (DetailKind.NAME, DetailKind.OTHER_NAME)
        rows = Detail.objects.visible().filter(concern=concern, kind__in=names)
        self.people = [str(detail.value) for detail in rows]
        works = Relationship.objects.visible().filter(concern=concern, kind__in=PLACES)
        self.places = [str(one.place) for one in works if one.place]

    def why(self, membership: Membership) -> str:
        """Return why a colleague cannot be asked; an empty text where they can."""
        if any(one.user_id == membership.user_id for one in self.excluded):
            return "this person does not see this concern"
        of_theirs = any(one.organisation_id == membership.organisation_id for one in self.excluded)
        if of_theirs and membership.pk not in self.named:
            return "nobody of this organisation sees this concern but those who were named"
        return "this person is in this concern" if self.is_in_it(membership.user.name) else ""

    def is_in_it(self, name: str) -> bool:
        """Whether somebody in the concern has that name."""
        return any(is_called_like(name, one) for one in self.people)

    def is_where_they_work(self, organisation: str) -> bool:
        """Whether somebody in the concern works or volunteers there."""
        return any(is_called_like(organisation, one) for one in self.places)
