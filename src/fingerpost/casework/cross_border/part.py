"""Other areas and countries on the page of a concern's casework, and in its chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from fingerpost.access import context
from fingerpost.access.chronology import Entry, Kind, person
from fingerpost.access.models import Matter
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.cross_border import recording
from fingerpost.casework.hub import Action, Line, Part, Tag
from fingerpost.casework.models import Considered, CrossBorder
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.record.services.naming import names_of

_TAGS = {
    Considered.TOLD: Tag("Told", "green"),
    Considered.TO_BE_TOLD: Tag("To be told", "yellow"),
    Considered.NOT_NEEDED: Tag("Not needed", "grey"),
}


def of_matter(matter: Matter, seen: frozenset[str], today: date) -> Part | None:  # noqa: ARG001 - nothing is due by itself
    """Return what was considered, and that something can be: two queries. Its page is for those who record."""
    if not seen or context.required().role not in WORKING_ROLES:
        return None
    page = reverse("cross_border", args=[matter.pk])
    there = recording.of_matter(matter, seen)
    names = names_of({one.about_id for one in there}, seen)
    return Part(
        title="Other areas and countries",
        lines=tuple(
            Line(f"{names[one.about_id]}, {day_in_words(london_day(one.at))}", page, (_TAGS[Considered(one.result)],))
            for one in there
        ),
        none="It is not recorded yet whether agencies in other areas or countries should be told.",
        actions=(Action("Consider other areas and countries", page),),
    )


def chronicle(matter: Matter, seen: frozenset[str], at: datetime | None) -> Iterator[Entry]:
    """Return each consideration as an entry of the chronology: two queries."""
    there = recording.of_matter(matter, seen, at)
    names = names_of({one.about_id for one in there}, seen) if there else {}
    for one in there:
        said = _sentence(one, names[one.about_id])
        people = frozenset([one.about_id])
        yield Entry(one.compartment, Kind.REFERRALS, one.at, one.recorded_at, person(one.by), said, people)


def _sentence(one: CrossBorder, name: str) -> str:
    whom = f" ({one.whom})" if one.whom else ""
    result = str(one.get_result_display()).lower()
    why = one.why.rstrip(". ")
    return f"Considered whether another area or country should be told about {name}: {result}{whom}. {why}."
