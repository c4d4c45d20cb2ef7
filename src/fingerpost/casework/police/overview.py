"""The police on the page of a concern’s casework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import PoliceStep
from fingerpost.casework.overview import Action, Line, Section, Tag
from fingerpost.casework.police import lists, principles
from fingerpost.casework.police.lists import Listed
from fingerpost.casework.police.principles import Principle
from fingerpost.duties.showing import names_in
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words

HIDDEN = Tag("Police only", "purple")


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> Section | None:
    """Return how the police’s work stands: to the police all of it, to others what was opened, or no part at all."""
    listed = lists.of_concern(concern, seen, today)
    is_theirs = Compartment.POLICE in seen
    said = principles.of_concern(concern, seen)
    if not (listed or is_theirs or said):
        return None
    page = reverse("concern_police", args=[concern.pk])
    names = names_in(concern, Compartment.POLICE if is_theirs else Compartment.COMMON)
    return Section(
        title="Police",
        lines=(*_lines(listed, page, names), *_principles(said, page)),
        none="The police have recorded nothing here yet.",
        actions=(Action("Record for the police", page),) if is_theirs else (),
        hint="Only the police see what is not opened." if is_theirs else "What the police let you know.",
    )


def _principles(said: Sequence[Principle], page: str) -> Iterator[Line]:
    if said:
        rules = ", ".join(one.provision.id for one in said)
        yield Line("What the procedure says to the police here", page, (), f"Rules {rules}.")


def _lines(listed: Listed, page: str, names: Mapping[UUID, str]) -> Iterator[Line]:
    stands = listed.standing
    if stands.investigation is not None:
        at = day_in_words(london_day(stands.investigation.at))
        tag = Tag("Open", "blue") if stands.is_open else Tag("Closed", "grey")
        yield Line(f"Investigation, {'opened' if stands.is_open else 'closed'} {at}", page, (tag,))
    for one in listed.arrests:
        at = day_in_words(london_day(one.row.at))
        tags = (HIDDEN,) if one.is_hidden else ()
        yield Line(f"Arrest of {_name(one.row.about_id, names)}, {at}", page, tags)
    for bail in stands.in_force:
        until = f" until {day_in_words(bail.until)}" if bail.until else ""
        yield Line(f"Bail: {_name(bail.about_id, names)}{until}", page, (Tag("In force", "green"),))
    for step in (*stands.searches, *stands.outcomes):
        yield Line(_short(step, names), page)
    if not (stands.investigation or listed.arrests or stands.in_force or stands.searches or stands.outcomes):
        for entry in listed.entries[:1]:
            yield Line(entry.row.get_kind_display(), page)


def _short(step: PoliceStep, names: Mapping[UUID, str]) -> str:
    whom = f": {_name(step.about_id, names)}" if step.about_id else ""
    outcome = f", {step.get_outcome_display()}" if step.outcome else ""
    return f"{step.get_kind_display()}{whom}{outcome}"


def _name(appearance: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(appearance, "somebody who is not shown here") if appearance else "nobody in particular"
