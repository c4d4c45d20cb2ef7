"""Whom a concern goes round, on the page of its casework."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from fingerpost.access import context
from fingerpost.access.models import Compartment, Concern
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.around import recording, showing
from fingerpost.casework.overview import Action, Line, Section, Tag
from fingerpost.record.services.naming import names_of


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> Section | None:  # noqa: ARG001 - nothing is due by itself
    """Return round whom it goes, where an adult is suspected: its page is for those who record."""
    if Compartment.COMMON not in seen or context.required().role not in WORKING_ROLES:
        return None
    if not showing.suspected_in(concern):
        return None
    page = reverse("go_round", args=[concern.pk])
    rows = recording.of_concern(concern)
    names = names_of({one.about_id for one in rows}, [Compartment.COMMON]) if rows else {}
    return Section(
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
