"""Who a concern must not go through, on the page of its casework."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from fingerpost.access import context
from fingerpost.access.models import Compartment, Concern
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.overview import OverviewAction, OverviewLine, OverviewSection, StatusTag
from fingerpost.casework.suspect_bypass import presentation, services
from fingerpost.record.services.people_names import names_of


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:  # noqa: ARG001 - nothing is due by itself
    """Return who it bypasses, where an adult is suspected: its page is for those who record."""
    if Compartment.COMMON not in seen or context.required().role not in WORKING_ROLES:
        return None
    if not presentation.suspected_in(concern):
        return None
    page = reverse("suspect_bypass", args=[concern.pk])
    rows = services.of_concern(concern)
    names = names_of({one.about_id for one in rows}, [Compartment.COMMON]) if rows else {}
    return OverviewSection(
        title="Who this concern must not go through",
        lines=tuple(
            OverviewLine(
                f"{names[one.about_id]}, {one.get_post_display()} at {one.organisation}",
                page,
                (StatusTag("Must not be told", "red"),),
                "Their account does not see this concern." if one.user_id else "No account is known to be theirs.",
            )
            for one in rows
        ),
        none="Nobody is recorded who this concern would go through.",
        actions=(OverviewAction("Say that it would go through a suspected adult", page),),
    )
