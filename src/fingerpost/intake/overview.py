"""What came in, on the page of a concern's casework."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.casework.overview import Action, Line, Section, Tag
from fingerpost.intake import lists
from fingerpost.procedure.explaining.words import day_in_words


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> Section | None:  # noqa: ARG001 - all parts are asked so
    """Return documents taken in, links that are to be reported, and what can be recorded."""
    if not seen:
        return None
    documents = [
        Line(
            f"{one.get_kind_display()} of {one.sender}, {day_in_words(one.dated)}",
            reverse("taken_in", args=[concern.pk, one.pk]),
        )
        for one in lists.documents(concern, seen)
    ]
    links = [
        Line(
            f"Suspected link: {one.link.get_kind_display().lower()}",
            reverse("suspected_links", args=[concern.pk]),
            (Tag("Reported", "green") if one.is_reported else Tag("To be reported", "red"),),
        )
        for one in lists.links(concern, seen)
    ]
    return Section(
        title="What came in",
        lines=(*documents, *links),
        none="No document has been taken in that you can see, and no link is recorded.",
        actions=(
            Action("Take in a document", reverse("take_in_document", args=[concern.pk])),
            Action("Record who holds something", reverse("held_elsewhere", args=[concern.pk])),
            Action("Suspected links", reverse("suspected_links", args=[concern.pk])),
        ),
    )
