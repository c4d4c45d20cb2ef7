"""A risk assessment: the answers under each heading of the chapter, the judgements, and how the interviews came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from fingerpost.access.models import Concern
from fingerpost.casework.risk import queries
from fingerpost.casework.risk.paper import (
    AnswerPrinted,
    HeadingPrinted,
    InterviewPrinted,
    JudgementPrinted,
    SignaturePrinted,
    StepPrinted,
    of,
)
from fingerpost.casework.risk.paper import RiskPaper as Risk
from fingerpost.casework.risk.rules import Order
from fingerpost.documents.paper import Block, Fields, Items, Paper, Paragraph, Section
from fingerpost.documents.papers import DocumentSubject, NothingToShowError
from fingerpost.duties.sentences import moment
from fingerpost.procedure.explaining.words import capital, day_in_words, joined

_STATES = {"open": "Under way", "concluded": "Waits for a manager to agree", "agreed": "Agreed"}

TITLE = "Risk assessment"
_ORDER: Final[Mapping[str, str]] = {
    Order.OUT_OF_ORDER: "The alleged abuser was interviewed before the partner. The procedure has the partner first",
    Order.NOT_SEPARATE: "The partner was not interviewed separately from the alleged abuser, as the procedure asks",
    Order.DEPENDS: "The alleged abuser was interviewed, and it is not known whether there is a partner",
}
"""What is said of interviews that came otherwise than the procedure has them, without its full stop."""


def things(concern: Concern, seen: frozenset[str]) -> list[DocumentSubject]:
    """Return the risk assessments of a concern, by the adult each is about."""
    return [
        DocumentSubject(str(one.assessment.pk), one.adult, one.assessment.compartment)
        for one in queries.of_concern(concern)
        if one.assessment.compartment in seen
    ]


def build(concern: Concern, seen: frozenset[str], key: str, now: datetime) -> Paper:  # noqa: ARG001 - a Builder
    """Return one risk assessment. Raises `NothingToShowError` where it is not to be seen."""
    one = queries.of_id(concern, UUID(key)) if key else None
    if one is None or one.assessment.compartment not in seen:
        raise NothingToShowError
    return of_risk(of(one))


def of_risk(risk: Risk) -> Paper:
    """Return a risk assessment as a document. Its title names nobody: the person is named inside."""
    about = (
        ("About", risk.adult),
        ("Begun", f"{moment(risk.began_at)}, by {_by(risk.began_by)}"),
        ("How far it is", _STATES.get(risk.state, risk.state.replace("_", " "))),
        ("Model used", risk.model),
        ("Headings", _progress(risk)),
    )
    judged = [*risk.judgements, *([risk.public] if risk.public else [])]
    sections = [
        Section("This assessment", (Fields(tuple(row for row in about if row[1])),)),
        Section("What is judged", tuple(map(_judged, judged))),
        *_groups(risk.headings),
        Section("Interviews", (*_order(risk.order, risk.partner_rules), *map(_interview, risk.interviews))),
        Section("What became of it", tuple(map(_became, risk.steps))),
        Section("Principles", (Items(tuple(f"{text} Rule {rule}." for rule, text in risk.principles)),)),
    ]
    return Paper(TITLE, tuple(section for section in sections if section.blocks and section.blocks != (Items(()),)))


def _progress(risk: Risk) -> str:
    far = risk.progress
    said = f"{far.of - far.open} of {far.of} have an answer: {far.known} known, {far.sought} sought"
    return f"{said}, {far.not_known} not known."


def _groups(headings: Sequence[HeadingPrinted]) -> Iterator[Section]:
    for group in dict.fromkeys(one.group for one in headings):
        blocks = [block for one in headings if one.group == group for block in _heading(one)]
        yield Section(group, tuple(blocks))


def _heading(one: HeadingPrinted) -> Iterator[Block]:
    child = f" ({one.child})" if one.child else ""
    said = "\n".join(map(_said, one.answers)) or one.not_applicable or "Nothing is recorded under this heading."
    yield Fields(((f"{one.number}. {one.text.strip().rstrip('.:')}{child}", f"{said}\nRule {one.rule}."),))


def _said(one: AnswerPrinted) -> str:
    status = f"{one.status}."
    if one.sought_from:
        since = f" since {day_in_words(one.sought_since)}" if one.sought_since else ""
        status = f"Sought from {one.sought_from}{since}."
    parts = [status, one.text, f"Source: {one.source}." if one.source else ""]
    if one.effects:
        parts.append(f"It {joined(one.effects)}.")
    return f"{' '.join(filter(None, parts))}\n{_by(one.signed)}, {moment(one.signed.at)}."


def _judged(one: JudgementPrinted) -> Block:
    child = f" ({one.child})" if one.child else ""
    if one.signed is None:
        return Fields(((f"{one.title}{child}", "Not judged yet."),))
    return Fields(
        ((f"{one.title}{child}", f"{one.level}. {one.reasons}\n{_by(one.signed)}, {moment(one.signed.at)}."),)
    )


def _order(order: str, cited: str) -> Iterator[Block]:
    if order in _ORDER:
        yield Paragraph(f"{_ORDER[order]}{cited}.", is_warning=True)


def _interview(one: InterviewPrinted) -> Block:
    apart = f"Partner and alleged abuser apart from each other: {one.separately.lower()}."
    said = [f"{one.whom}: {one.who}, {moment(one.at)}.", apart, one.text, f"{_by(one.signed)}."]
    return Paragraph("\n".join(filter(None, said)))


def _became(one: StepPrinted) -> Block:
    said = f"{capital(one.what)}, {moment(one.at)}, by {_by(one.signed)}."
    return Paragraph(f"{said}\n{one.text}" if one.text else said)


def _by(signed: SignaturePrinted) -> str:
    return f"{signed.name}, {signed.organisation}"
