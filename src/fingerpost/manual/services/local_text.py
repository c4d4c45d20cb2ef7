"""A partnership's own words beside the common text: added to, shown as what they are, and deciding nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from fingerpost.access import context
from fingerpost.access.errors import refuse
from fingerpost.access.models.people import Role
from fingerpost.manual.models import LocalText
from fingerpost.manual.services.publishing import PublishingError
from fingerpost.procedure.errors import Problem


def in_force(procedure: str) -> Mapping[str, Sequence[LocalText]]:
    """Return the words that are in use, by the section or rule they are shown beside: one query."""
    newest = {
        (one.place, one.organisation_id): one
        for one in LocalText.objects.filter(procedure=procedure).select_related("organisation").order_by("number")
    }
    found: defaultdict[str, list[LocalText]] = defaultdict(list)
    for one in sorted(newest.values(), key=lambda one: one.organisation.name):
        if one.text:
            found[one.place].append(one)
    return found


def written(procedure: str, place: str) -> list[LocalText]:
    """Return everything that the organisation of the person acting wrote at a place, the newest first."""
    own = LocalText.objects.filter(organisation=context.required().organisation_id, procedure=procedure, place=place)
    return list(own.select_related("written_by__user").order_by("-number"))


@transaction.atomic
def write(procedure: str, place: str, text: str, *, after: int, now: datetime) -> LocalText:
    """Put words beside a place, in the name of the acting policy officer's organisation; none take them away.

    `after`: the number of the words that their author has read, 0 for none. Raises PublishingError where somebody has
    written meanwhile, AccessError for anybody but a policy officer.
    """
    actor = context.required()
    if actor.role != Role.POLICY_OFFICER:
        raise refuse("procedure", "only a policy officer writes local words", "Act as a policy officer.")
    earlier = written(procedure, place)
    if (earlier[0].number if earlier else 0) != after:
        what = f"{earlier[0].written_by.user.name} has written here meanwhile"
        raise PublishingError([Problem("text", what, "Copy your words, open the page again, and put them in.")])
    return LocalText.objects.create(
        organisation_id=actor.organisation_id,
        procedure=procedure,
        place=place,
        number=after + 1,
        text=text.strip(),
        written_at=now,
        written_by_id=actor.membership_id,
    )
