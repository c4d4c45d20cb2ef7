"""The viewing record: each decision that somebody looks at imagery, as it was made (provision 2.1-record-viewing)."""

from __future__ import annotations

from datetime import datetime

from fingerpost.access.models import Concern
from fingerpost.documents.paper import Fields, Paper, Paragraph, Section
from fingerpost.duties.sentences import moment, person
from fingerpost.record.models import ViewingDecision
from fingerpost.record.services.viewing import viewings_of


def build(concern: Concern, seen: frozenset[str], key: str, now: datetime) -> Paper:  # noqa: ARG001 - a Builder
    """Return every viewing decision, in the order of recording. Where there is none, it says so."""
    made = viewings_of(concern, seen)
    none = (Section("Viewing decisions", (Paragraph("No decision to view has been recorded."),)),)
    return Paper("Viewing record", tuple(_section(number, one) for number, one in enumerate(made, start=1)) or none)


def _section(number: int, made: ViewingDecision) -> Section:
    rows = (
        ("Decided by", made.decided_by),
        ("Viewed by", made.viewed_by),
        ("Viewed", moment(made.viewed_at)),
        ("Where", made.place),
        ("Who was present", made.present),
        ("Why", made.why),
        ("Recorded", f"{moment(made.recorded_at)}, by {person(made.recorded_by)}"),
    )
    return Section(f"Viewing decision {number}", (Fields(tuple((name, str(said)) for name, said in rows)),))
