"""A written agreement: the family's copy, in its own short sentences."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.agreements import agreed_matters, paper, queries
from fingerpost.casework.agreements.paper import AgreementPaper as Agreement
from fingerpost.casework.agreements.paper import Term
from fingerpost.documents.paper import Block, Items, Paper, Paragraph, Section, Table, paragraphs
from fingerpost.documents.papers import DocumentSubject, HeldError, NothingToShowError
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.facts import pack_of


def things(concern: Concern, seen: frozenset[str]) -> list[DocumentSubject]:
    """Return the written agreements of a concern, by the day on which each was drawn up."""
    return [
        DocumentSubject(
            str(one.agreement.pk),
            f"drawn up on {day_in_words(london_day(one.agreement.recorded_at))}",
            one.agreement.compartment,
        )
        for one in queries.of_concern(concern)
        if one.agreement.compartment in seen and paper.may_be_given(one)
    ]


def build(concern: Concern, seen: frozenset[str], key: str, now: datetime) -> Paper:  # noqa: ARG001 - a Builder
    """Return the family's copy. Raises `HeldError` while a party must not be told, `NothingToShowError`."""
    one = queries.of_id(concern, UUID(key)) if key else None
    if one is None or one.agreement.compartment not in seen or not paper.may_be_given(one):
        raise NothingToShowError
    people = PeopleOfConcern(concern, {Compartment.COMMON})
    if paper.is_held(one, people):
        raise HeldError
    return of_agreement(paper.paper_of(one, people, agreed_matters.of_pack(pack_of(concern))))


def of_agreement(agreement: Agreement) -> Paper:
    """Return an agreement as a document, with a place for each to sign."""
    rows = tuple((one.name, one.role, day_in_words(one.signed) if one.signed else "") for one in agreement.parties)
    signed: tuple[Block, ...] = (Table(("Name", "Who that is", "Signed on"), rows, (3, 3, 3)),) if rows else ()
    sections = [
        *(Section(one.heading, (*paragraphs(one.text), *_supervised(one))) for one in agreement.terms),
        Section("What happens then", (Items(tuple(agreement.afterwards)),) if agreement.afterwards else ()),
        Section("Who agrees to this", signed),
    ]
    opening = tuple(Paragraph(one) for one in agreement.why)
    return Paper(agreement.title, tuple(section for section in sections if section.blocks), opening)


def _supervised(one: Term) -> tuple[Paragraph, ...]:
    return (Paragraph(one.supervised),) if one.supervised else ()
