"""Written agreements that managers keep an eye on: by the concern's reference, and with nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from fingerpost.casework.agreements import queries
from fingerpost.casework.agreements.clocks import LONG_DAYS
from fingerpost.casework.agreements.queries import AgreementSummary
from fingerpost.casework.managing.watch_lists import WatchedItem, WatchList
from fingerpost.casework.overview import StatusTag
from fingerpost.procedure.calendar import london_day


def long_without_conference(day: date) -> Iterator[WatchedItem]:
    """Yield a row for each agreement in force for long, and no conference held since (2.2-agreement)."""
    for one in queries.long_without_conference(day):
        if one.standing.started is not None:
            days = (day - london_day(one.standing.started.at)).days
            yield _row(one, f"in force for {days} days", StatusTag("No conference", "red"))


def without_review(day: date) -> Iterator[WatchedItem]:
    """Yield a row for each agreement in force whose review is late or has no day (2.2-agreement-review)."""
    for one in queries.without_review(day):
        if one.is_overdue(day):
            late = "a breach waits for its review" if one.standing.is_broken else "its review is late"
            yield _row(one, late, StatusTag("Overdue", "red"))
        else:
            yield _row(one, "no day is set for its review", StatusTag("No review date", "red"))


def _row(one: AgreementSummary, how: str, tag: StatusTag) -> WatchedItem:
    concern = one.agreement.concern
    href = reverse("agreement", args=[concern.pk, one.agreement.pk])
    return WatchedItem(f"Concern {concern.reference}: written agreement, {how}", href, tag)


LONG = WatchList(f"Agreements in force for more than {LONG_DAYS} days without a conference", long_without_conference)
UNREVIEWED = WatchList("Agreements whose review is late or has no day", without_review)
