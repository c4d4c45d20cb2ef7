"""Other areas and countries on the page of a concern's casework."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from fingerpost.access import context
from fingerpost.access.models import Concern
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.cross_border import services
from fingerpost.casework.models import Considered
from fingerpost.casework.overview import OverviewAction, OverviewLine, OverviewSection, StatusTag
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.record.services.people_names import names_of

_TAGS = {
    Considered.TOLD: StatusTag("Told", "green"),
    Considered.TO_BE_TOLD: StatusTag("To be told", "yellow"),
    Considered.NOT_NEEDED: StatusTag("Not needed", "grey"),
}


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:  # noqa: ARG001 - nothing is due by itself
    """Return what was considered, and that something can be: two queries. Its page is for those who record."""
    if not seen or context.required().role not in WORKING_ROLES:
        return None
    page = reverse("cross_border", args=[concern.pk])
    there = services.of_concern(concern, seen)
    names = names_of({one.about_id for one in there}, seen)
    return OverviewSection(
        title="Other areas and countries",
        lines=tuple(
            OverviewLine(
                f"{names[one.about_id]}, {day_in_words(london_day(one.at))}", page, (_TAGS[Considered(one.result)],)
            )
            for one in there
        ),
        none="It is not recorded yet whether agencies in other areas or countries should be told.",
        actions=(OverviewAction("Consider other areas and countries", page),),
    )
