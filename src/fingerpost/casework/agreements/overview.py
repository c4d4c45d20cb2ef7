"""Written agreements on the page of a concern's casework."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.agreements import lists
from fingerpost.casework.agreements.lists import Listed
from fingerpost.casework.agreements.rules import State
from fingerpost.casework.enquiries import who
from fingerpost.casework.enquiries.lists import COMMON
from fingerpost.casework.overview import Action, Line, Section, Tag
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.record.services.naming import names_of

_TAGS: Final = {
    State.DRAFT: Tag("Not in force yet", "yellow"),
    State.IN_FORCE: Tag("In force", "green"),
    State.ENDED: Tag("Ended", "grey"),
    State.IN_ERROR: Tag("Recorded in error", "grey"),
}


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> Section | None:
    """Return how the agreements of a concern stand, and that another can be drawn up."""
    if Compartment.COMMON not in seen:
        return None
    found = lists.of_concern(concern)
    names = names_of({one.agreement.about_id for one in found}, COMMON)
    return Section(
        title="Written agreements",
        lines=tuple(_line(one, names[one.agreement.about_id], today) for one in found),
        none="No written agreement is recorded.",
        actions=(Action("Draw up a written agreement", reverse("new_agreement", args=[concern.pk])),)
        if who.is_social_care()
        else (),
    )


def tags(one: Listed, today: date) -> tuple[Tag, ...]:
    """Return how an agreement stands, in a word or two each; what is at fault first."""
    found = []
    if one.standing.lacks_review:
        found.append(Tag("No review date", "red"))
    if one.standing.is_broken:
        found.append(Tag("Broken", "red"))
    elif one.is_overdue(today):
        found.append(Tag("Review overdue", "red"))
    return (*found, _TAGS[one.standing.state])


def next_of(one: Listed) -> str:
    """Return what is next, in a sentence."""
    stands = one.standing
    if stands.state is State.DRAFT:
        return "It has no force until its start is recorded."
    if not stands.is_in_force:
        return ""
    if stands.is_broken:
        return "It was broken, and has to be reviewed at once."
    if stands.lacks_review:
        return "It has no next review date, which none may be without. Give it one now."
    return f"It has to be reviewed by {day_in_words(stands.next_review)}." if stands.next_review else ""


def _line(one: Listed, name: str, today: date) -> Line:
    row = one.agreement
    started = one.standing.started
    since = f", since {day_in_words(london_day(started.at))}" if started else ""
    return Line(
        text=f"Written agreement with {name}{since}",
        href=reverse("agreement", args=[row.concern_id, row.pk]),
        tags=tags(one, today),
        next=next_of(one),
    )
