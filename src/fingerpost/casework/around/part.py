"""Whom a concern goes round: on the page of its casework, and in its chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from fingerpost.access import context
from fingerpost.access.chronology import Entry, Kind, person
from fingerpost.access.models import Compartment, Matter
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.around import recording, showing
from fingerpost.casework.hub import Action, Line, Part, Tag
from fingerpost.casework.models import GoneRound
from fingerpost.record.services.naming import names_of
from fingerpost.record.services.statements import recorded


def of_matter(matter: Matter, seen: frozenset[str], today: date) -> Part | None:  # noqa: ARG001 - nothing is due by itself
    """Return round whom it goes, where an adult is suspected: its page is for those who record."""
    if Compartment.COMMON not in seen or context.required().role not in WORKING_ROLES:
        return None
    if not showing.suspected_in(matter):
        return None
    page = reverse("go_round", args=[matter.pk])
    rows = recording.of_matter(matter)
    names = names_of({one.about_id for one in rows}, [Compartment.COMMON]) if rows else {}
    return Part(
        title="Whom this concern goes round",
        lines=tuple(
            Line(
                f"{names[one.about_id]}, {one.get_post_display()} at {one.organisation}",
                page,
                (Tag("Must not be told", "red"),),
                "Their account does not see this concern." if one.user_id else "No account is known to be theirs.",
            )
            for one in rows
        ),
        none="Nobody is recorded through whom this concern would go.",
        actions=(Action("Say that it would go through a suspected adult", page),),
    )


def chronicle(matter: Matter, seen: frozenset[str], at: datetime | None) -> Iterator[Entry]:
    """Return each time that it was recorded, or taken back: two queries."""
    rows = recorded(GoneRound.objects.visible(), matter, seen, at)
    found = list(rows.select_related("organisation", "user", "by__user", "by__organisation"))
    names = names_of({one.about_id for one in found}, seen) if found else {}
    for one in found:
        why = f" {str(one.text).rstrip('. ')}." if one.text else ""
        who = f"{names[one.about_id]}, {one.get_post_display()} at {one.organisation}"
        if one.takes_back_id:
            said = f"The concern does not go round {who}, after all.{why}"
        else:
            account = f" The account of {one.user.name} lost sight of it." if one.user else ""
            alike = " The name and the place of work are alike." if one.by_name else ""
            said = f"The concern goes round {who}.{account}{alike}{why}"
        people = frozenset([one.about_id])
        yield Entry(one.compartment, Kind.EMBARGOES, one.recorded_at, one.recorded_at, person(one.by), said, people)
