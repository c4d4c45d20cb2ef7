"""Written agreements that managers keep an eye on: by the concern's reference, and with nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from fingerpost.casework.agreements import lists
from fingerpost.casework.agreements.clocks import LONG_DAYS
from fingerpost.casework.agreements.lists import Listed
from fingerpost.casework.managing.watched import Row, Watched
from fingerpost.casework.overview import Tag
from fingerpost.procedure.calendar import london_day


def long_without_conference(day: date) -> Iterator[Row]:
    """Yield a row for each agreement in force for long, and no conference held since (2.2-agreement)."""
    for one in lists.long_without_conference(day):
        if one.standing.started is not None:
            days = (day - london_day(one.standing.started.at)).days
            yield _row(one, f"in force for {days} days", Tag("No conference", "red"))


def without_review(day: date) -> Iterator[Row]:
    """Yield a row for each agreement in force whose review is late or has no day (2.2-agreement-review)."""
    for one in lists.without_review(day):
        if one.is_overdue(day):
            late = "a breach waits for its review" if one.standing.is_broken else "its review is late"
            yield _row(one, late, Tag("Overdue", "red"))
        else:
            yield _row(one, "no day is set for its review", Tag("No review date", "red"))


def _row(one: Listed, how: str, tag: Tag) -> Row:
    concern = one.agreement.concern
    href = reverse("agreement", args=[concern.pk, one.agreement.pk])
    return Row(f"Concern {concern.reference}: written agreement, {how}", href, tag)


LONG = Watched(f"Agreements in force for more than {LONG_DAYS} days without a conference", long_without_conference)
UNREVIEWED = Watched("Agreements whose review is late or has no day", without_review)
