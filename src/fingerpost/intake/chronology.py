"""What came in, in a concern's chronology: never an address of a link, nor the words of a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Concern
from fingerpost.intake import queries
from fingerpost.intake.models import HeldElsewhere, TakenIn
from fingerpost.procedure.explaining.words import capital


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return the entries of these compartments, as recorded by `at` (None: now)."""
    for document in queries.documents(concern, compartments, at):
        yield _entry(document, document.dated, said_of(document))
    for held in queries.held(concern, compartments, at):
        yield _entry(held, held.recorded_at, said_of_held(held))
    for one in queries.links(concern, compartments, at):
        yield _entry(one.link, one.link.recorded_at, f"A suspected link was recorded: {one.link.get_kind_display()}.")
        for report in one.reports:
            given = f", reference {report.reference.rstrip('. ')}" if report.reference else ""
            said = f"A suspected link was reported to {_to(report)} in the name of {report.who.rstrip('. ')}{given}."
            yield _entry(report, report.at, said)


def said_of(document: TakenIn) -> str:
    """Return what is said of a document that was taken in: what it is and who sent it, and nothing that it says."""
    article = "An" if document.get_kind_display()[0] in "AEIO" else "A"
    kind = document.get_kind_display().lower()
    what = kind if kind.startswith("another") else f"{article.lower()} {kind}"
    note = f" Note: {document.note.rstrip('. ')}." if document.note else ""
    return f"{capital(what)} of {document.sender.rstrip('. ')} was taken in, its words only.{note}"


def said_of_held(held: HeldElsewhere) -> str:
    """Return who holds what, where, with which reference, and who was told."""
    parts = [
        f"{held.get_kind_display()}: held by {held.holder.rstrip('. ')}",
        f"on {held.device.rstrip('. ')}" if held.device else "",
        f"kept at {held.place.rstrip('. ')}" if held.place else "",
        f"reference {held.reference.rstrip('. ')}" if held.reference else "",
        f"reported to {held.told.rstrip('. ')}" if held.told else "",
    ]
    return f"{', '.join(filter(None, parts))}."


def _to(report: Any) -> str:
    to = str(report.get_to_display())
    return to[:1].lower() + to[1:] if to.startswith(("The ", "Some")) else to


def _entry(row: Any, at: Any, said: str) -> ChronologyEntry:
    return ChronologyEntry(row.compartment, EntryKind.DOCUMENTS, at, row.recorded_at, person(row.by), said)
