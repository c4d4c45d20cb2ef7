"""A referral as it was sent, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from fingerpost.access.models import Concern
from fingerpost.casework.referrals import queries
from fingerpost.casework.referrals.queries import ReferralSummary
from fingerpost.documents.paper import Block, Fields, Paper, Paragraph, Section, paragraphs
from fingerpost.documents.papers import DocumentSubject, NothingToShowError
from fingerpost.duties.sentences import moment, person
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import capital, day_in_words

SENT: Final = ("The referral", "What is asked", "What you are told")
"""What its sender has checked that the recipient needs; what became of it is beside that."""


def things(concern: Concern, seen: frozenset[str]) -> list[DocumentSubject]:
    """Return the referrals of a concern that the person acting sees in these compartments: two queries."""
    return [
        DocumentSubject(str(one.referral.pk), _called(one), one.referral.compartment)
        for one in queries.of_concern(concern)
        if one.referral.compartment in seen
    ]


def build(concern: Concern, seen: frozenset[str], key: str, now: datetime) -> Paper:  # noqa: ARG001 - a Builder
    """Return one referral. Raises `NothingToShowError` where it is not to be seen."""
    one = queries.of_id(concern, UUID(key)) if key else None
    if one is None or one.referral.compartment not in seen:
        raise NothingToShowError
    sent = one.referral
    made = (
        ("To", f"{sent.get_to_display()}: {sent.recipient}"),
        ("Made by", f"{sent.sent_by.user.name}, {sent.sender}"),
        ("Made", moment(sent.sent_at)),
        ("How", sent.get_way_display()),
        ("Rules that ask for it", ", ".join(sent.provisions)),
    )
    sections = [
        Section(SENT[0], (Fields(tuple(row for row in made if row[1])),)),
        Section(SENT[1], paragraphs(sent.asks)),
        Section(SENT[2], paragraphs(sent.text)),
        Section("What became of it", tuple(_steps(one))),
    ]
    return Paper("Referral", tuple(section for section in sections if section.blocks))


def _steps(one: ReferralSummary) -> list[Block]:
    blocks: list[Block] = []
    for step in one.steps:
        said = [f"{capital(step.get_kind_display())}, {moment(step.at)}. Recorded by {person(step.by)}."]
        said += [str(step.text)] if step.text else []
        said += [f"Other children at home: {step.siblings}"] if step.siblings else []
        blocks.append(Paragraph("\n".join(said)))
    return blocks


def _called(one: ReferralSummary) -> str:
    return f"{one.referral.recipient}, {day_in_words(london_day(one.referral.sent_at))}"
