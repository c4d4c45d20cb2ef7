"""What an enquiry or an assessment came to, in words that the family can read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.enquiries import paper, queries
from fingerpost.casework.enquiries.paper import EnquiryPaper as Assessment
from fingerpost.documents.paper import Fields, Paper, Paragraph, Section
from fingerpost.documents.papers import DocumentSubject, HeldError, NothingToShowError
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words, joined
from fingerpost.record.people_presentation import PeopleOfConcern


def things(concern: Concern, seen: frozenset[str]) -> list[DocumentSubject]:
    """Return the enquiries and assessments of a concern whose conclusion is agreed."""
    return [
        DocumentSubject(
            str(one.stage.pk),
            f"{one.stage.get_kind_display()}, {day_in_words(london_day(one.standing.agreed.at))}",
            one.stage.compartment,
        )
        for one in queries.of_concern(concern)
        if paper.may_be_given(one) and one.standing.agreed and one.stage.compartment in seen
    ]


def build(concern: Concern, seen: frozenset[str], key: str, now: datetime) -> Paper:  # noqa: ARG001 - a Builder
    """Return what the family is told. Raises `HeldError` while they must not be, `NothingToShowError`."""
    one = queries.of_id(concern, UUID(key)) if key else None
    if one is None or one.stage.compartment not in seen or not paper.may_be_given(one):
        raise NothingToShowError
    people = PeopleOfConcern(concern, {Compartment.COMMON})
    if paper.is_held(one, people):
        raise HeldError
    return of_assessment(paper.paper_of(one, people))


def of_assessment(found: Assessment) -> Paper:
    """Return what was found as a document."""
    about = (("About", joined(found.children)), ("Settled on", day_in_words(found.day)))
    opening = (Fields(tuple(row for row in about if row[1])),)
    sections = (Section(one.heading, tuple(map(Paragraph, one.sentences))) for one in found.passages)
    return Paper(found.title, tuple(sections), opening)
