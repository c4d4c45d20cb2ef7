"""What came in, on the page of a concern's casework."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.casework.overview import OverviewAction, OverviewLine, OverviewSection, StatusTag
from fingerpost.intake import queries
from fingerpost.procedure.explaining.words import day_in_words


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:  # noqa: ARG001 - all parts are asked so
    """Return documents taken in, links that are to be reported, and what can be recorded."""
    if not seen:
        return None
    documents = [
        OverviewLine(
            f"{one.get_kind_display()} of {one.sender}, {day_in_words(one.dated)}",
            reverse("taken_in", args=[concern.pk, one.pk]),
        )
        for one in queries.documents(concern, seen)
    ]
    links = [
        OverviewLine(
            f"Suspected link: {one.link.get_kind_display().lower()}",
            reverse("suspected_links", args=[concern.pk]),
            (StatusTag("Reported", "green") if one.is_reported else StatusTag("To be reported", "red"),),
        )
        for one in queries.links(concern, seen)
    ]
    return OverviewSection(
        title="What came in",
        lines=(*documents, *links),
        none="You can see no document that was taken in, and no link is recorded.",
        actions=(
            OverviewAction("Take in a document", reverse("take_in_document", args=[concern.pk])),
            OverviewAction("Record who holds something", reverse("held_elsewhere", args=[concern.pk])),
            OverviewAction("Suspected links", reverse("suspected_links", args=[concern.pk])),
        ),
    )
