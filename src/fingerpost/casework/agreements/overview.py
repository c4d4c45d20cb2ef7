"""Written agreements on the page of a concern's casework."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.agreements import queries
from fingerpost.casework.agreements.queries import AgreementSummary
from fingerpost.casework.agreements.rules import AgreementState
from fingerpost.casework.enquiries import permissions
from fingerpost.casework.enquiries.queries import COMMON
from fingerpost.casework.overview import OverviewAction, OverviewLine, OverviewSection, StatusTag
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.record.services.people_names import names_of

_TAGS: Final = {
    AgreementState.DRAFT: StatusTag("Not in force yet", "yellow"),
    AgreementState.IN_FORCE: StatusTag("In force", "green"),
    AgreementState.ENDED: StatusTag("Ended", "grey"),
    AgreementState.IN_ERROR: StatusTag("Recorded in error", "grey"),
}


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:
    """Return the state of a concern's agreements, and that another can be drawn up."""
    if Compartment.COMMON not in seen:
        return None
    found = queries.of_concern(concern)
    names = names_of({one.agreement.about_id for one in found}, COMMON)
    return OverviewSection(
        title="Written agreements",
        lines=tuple(_line(one, names[one.agreement.about_id], today) for one in found),
        none="No written agreement is recorded.",
        actions=(OverviewAction("Draw up a written agreement", reverse("new_agreement", args=[concern.pk])),)
        if permissions.is_social_care()
        else (),
    )


def tags(one: AgreementSummary, today: date) -> tuple[StatusTag, ...]:
    """Return the state of an agreement, in a word or two each; what is at fault first."""
    found = []
    if one.standing.lacks_review:
        found.append(StatusTag("No review date", "red"))
    if one.standing.is_broken:
        found.append(StatusTag("Broken", "red"))
    elif one.is_overdue(today):
        found.append(StatusTag("Review overdue", "red"))
    return (*found, _TAGS[one.standing.state])


def next_of(one: AgreementSummary) -> str:
    """Return what is next, in a sentence."""
    stands = one.standing
    if stands.state is AgreementState.DRAFT:
        return "It has no force until its start is recorded."
    if not stands.is_in_force:
        return ""
    if stands.is_broken:
        return "It was broken, and has to be reviewed at once."
    if stands.lacks_review:
        return "It has no next review date, which none may be without. Give it one now."
    return f"It has to be reviewed by {day_in_words(stands.next_review)}." if stands.next_review else ""


def _line(one: AgreementSummary, name: str, today: date) -> OverviewLine:
    row = one.agreement
    started = one.standing.started
    since = f", since {day_in_words(london_day(started.at))}" if started else ""
    return OverviewLine(
        text=f"Written agreement with {name}{since}",
        href=reverse("agreement", args=[row.concern_id, row.pk]),
        tags=tags(one, today),
        next=next_of(one),
    )
