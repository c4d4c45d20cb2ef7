"""The police on the page of a concern’s casework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import PoliceStep
from fingerpost.casework.overview import OverviewAction, OverviewLine, OverviewSection, StatusTag
from fingerpost.casework.police import principles, queries
from fingerpost.casework.police.principles import Principle
from fingerpost.casework.police.queries import PoliceWork
from fingerpost.duties.presentation import names_in
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words

HIDDEN = StatusTag("Police only", "purple")


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:
    """Return the state of the police’s work: to the police all of it, to others what was opened, or nothing at all."""
    listed = queries.of_concern(concern, seen, today)
    is_theirs = Compartment.POLICE in seen
    said = principles.of_concern(concern, seen)
    if not (listed or is_theirs or said):
        return None
    page = reverse("concern_police", args=[concern.pk])
    names = names_in(concern, Compartment.POLICE if is_theirs else Compartment.COMMON)
    return OverviewSection(
        title="Police",
        lines=(*_lines(listed, page, names), *_principles(said, page)),
        none="The police have recorded nothing here yet.",
        actions=(OverviewAction("Record for the police", page),) if is_theirs else (),
        hint="Only the police see what is not opened." if is_theirs else "What the police let you know.",
    )


def _principles(said: Sequence[Principle], page: str) -> Iterator[OverviewLine]:
    if said:
        rules = ", ".join(one.provision.id for one in said)
        yield OverviewLine("What the procedure says to the police here", page, (), f"Rules {rules}.")


def _lines(listed: PoliceWork, page: str, names: Mapping[UUID, str]) -> Iterator[OverviewLine]:
    stands = listed.standing
    if stands.investigation is not None:
        at = day_in_words(london_day(stands.investigation.at))
        tag = StatusTag("Open", "blue") if stands.is_open else StatusTag("Closed", "grey")
        yield OverviewLine(f"Investigation, {'opened' if stands.is_open else 'closed'} {at}", page, (tag,))
    for one in listed.arrests:
        at = day_in_words(london_day(one.row.at))
        tags = (HIDDEN,) if one.is_hidden else ()
        yield OverviewLine(f"Arrest of {_name(one.row.about_id, names)}, {at}", page, tags)
    for bail in stands.in_force:
        until = f" until {day_in_words(bail.until)}" if bail.until else ""
        yield OverviewLine(f"Bail: {_name(bail.about_id, names)}{until}", page, (StatusTag("In force", "green"),))
    for step in (*stands.searches, *stands.outcomes):
        yield OverviewLine(_short(step, names), page)
    if not (stands.investigation or listed.arrests or stands.in_force or stands.searches or stands.outcomes):
        for entry in listed.entries[:1]:
            yield OverviewLine(entry.row.get_kind_display(), page)


def _short(step: PoliceStep, names: Mapping[UUID, str]) -> str:
    whom = f": {_name(step.about_id, names)}" if step.about_id else ""
    outcome = f", {step.get_outcome_display()}" if step.outcome else ""
    return f"{step.get_kind_display()}{whom}{outcome}"


def _name(appearance: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(appearance, "somebody who is not shown here") if appearance else "nobody in particular"
