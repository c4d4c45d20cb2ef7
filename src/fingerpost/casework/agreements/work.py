"""The reviews that written agreements ask for (2.2-agreement-review): for `duties.agreed`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid5

from django.urls import reverse

from fingerpost.access.models import Compartment, Matter
from fingerpost.casework.agreements import lists
from fingerpost.casework.agreements.lists import Listed
from fingerpost.casework.agreements.rules import Review
from fingerpost.casework.models import AgreementStep
from fingerpost.duties.agreed import Agreed, Carried
from fingerpost.procedure.calendar import london_day

REVIEW = "2.2-agreement-review"


def of_matter(matter: Matter, compartment: str, at: datetime | None) -> Iterator[Agreed]:
    """Return the reviews of a concern's agreements, as recorded by `at`. All of them are in the common record."""
    if compartment != Compartment.COMMON:
        return
    for one in lists.of_matter(matter, at):
        for review in one.standing.reviews:
            if one.standing.is_in_force or review.carried is not None:
                yield _agreed(one, review)


def _agreed(one: Listed, review: Review[AgreementStep]) -> Agreed:
    since, carried = review.since, review.carried
    return Agreed(
        work=uuid5(since.pk, "review"),
        provision=REVIEW,
        what=_what(review),
        since=since.at,
        # Without a day it is due at once: none may be without one.
        due=review.due or london_day(since.at),
        about=one.agreement.about_id,
        page=reverse("agreement", args=[one.agreement.matter_id, one.agreement.pk]),
        carried=Carried(london_day(carried.at), str(carried.by.user), str(carried.text)) if carried else None,
    )


def _what(review: Review[AgreementStep]) -> str:
    if review.is_after_a_breach:
        return "Review the written agreement, which was broken"
    if review.due is None:
        return "Set the day on which the written agreement is reviewed: it has none"
    return "Review the written agreement, and ask whether a conference is needed"
