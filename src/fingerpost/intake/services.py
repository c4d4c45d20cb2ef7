"""Recording what came in from outside, who holds what must not be sent, and links with where they were reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fingerpost.access import context
from fingerpost.access.errors import refuse
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.steps import carry_out, happened_at, next_number
from fingerpost.gate import Block
from fingerpost.intake import rules
from fingerpost.intake.block_text import encoded
from fingerpost.intake.models import (
    DocumentKind,
    FileFormat,
    HeldElsewhere,
    HeldKind,
    LinkAddress,
    LinkKind,
    LinkReport,
    ReportedTo,
    SuspectedLink,
    TakenIn,
)
from fingerpost.record.defang import defang
from fingerpost.record.services.changes import change


@dataclass(frozen=True, slots=True, repr=False)
class DocumentInput:
    """The words of a document as somebody confirmed them. `omitted`: how many parts they left out."""

    kind: DocumentKind
    format: FileFormat
    sender: str
    dated: date
    blocks: Sequence[Block]
    left_out: str = ""
    omitted: int = 0
    note: str = ""


@transaction.atomic
def take_in(concern: Concern, compartment: Compartment, document: DocumentInput) -> TakenIn:
    """Keep the words of a document in one part of a concern. Raises `AccessError`, also where none are left."""
    if not document.blocks:
        raise refuse("document", "nothing of it is left", "Keep at least one part, or discard the document.")
    row = TakenIn(
        concern=concern,
        compartment=compartment,
        kind=document.kind,
        format=document.format,
        sender=document.sender,
        dated=document.dated,
        words=encoded(document.blocks),
        left_out=document.left_out or None,
        omitted=document.omitted,
        note=document.note or None,
        by_id=context.required().membership_id,
    )
    with change(concern, compartment):
        row.save()
    return row


@transaction.atomic
def record_holder(
    concern: Concern,
    compartment: Compartment,
    kind: HeldKind,
    holder: str,
    *,
    device: str = "",
    place: str = "",
    reference: str = "",
    told: str = "",
) -> HeldElsewhere:
    """Record who holds what is not sent here. Raises `AccessError`."""
    row = HeldElsewhere(
        concern=concern,
        compartment=compartment,
        kind=kind,
        holder=holder,
        device=device or None,
        place=place or None,
        reference=reference or None,
        told=told or None,
        by_id=context.required().membership_id,
    )
    with change(concern, compartment):
        row.save()
    return row


@transaction.atomic
def record_link(
    concern: Concern, compartment: Compartment, kind: LinkKind, address: str, *, text: str = ""
) -> SuspectedLink:
    """Record where suspected material is said to be; the address is kept as no link. Raises `AccessError`."""
    said = {"concern": concern, "compartment": compartment, "by_id": context.required().membership_id}
    row = SuspectedLink(kind=kind, **said)
    where = LinkAddress(link=row, address=defang(address), text=defang(text) if text else None, **said)
    with change(concern, compartment):
        row.save()
        where.save()
    return row


@transaction.atomic
def report_link(
    link: SuspectedLink, to: ReportedTo, who: str, *, reference: str = "", text: str = "", at: datetime | None = None
) -> LinkReport:
    """Record that a link was reported, however late; for terrorist material that carries out 4-report.

    Raises `AccessError` for what has not happened yet, and for a report in nobody's name (4-not-anonymous).
    """
    at = happened_at(at, "report")
    if not who.strip():
        raise refuse("report", "this does not say in whose name it was made", "Give the name.")
    with change(link.concern, link.compartment):
        step = LinkReport(
            concern_id=link.concern_id,
            compartment=link.compartment,
            link=link,
            number=next_number(LinkReport, link=link),
            to=to,
            who=who,
            reference=_reference(reference) or None,
            text=defang(text) if text else None,
            at=at,
            by_id=context.required().membership_id,
        )
        step.save()
    if link.kind == LinkKind.TERRORISM and rules.is_reported(link.kind, [to]):
        within = None if link.compartment == Compartment.COMMON else [link.compartment]
        carry_out(link.concern, rules.ACTS[link.kind], "Reported.", at, within=within)
    return step


def _reference(text: str) -> str:
    """Return a reference, defanged where it is an address: everybody who sees that there is a link reads it."""
    return defang(text) if "/" in text and "." in text else text
