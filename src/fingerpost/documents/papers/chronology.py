"""The chronology: everything that was recorded in the compartments chosen, a row an entry, with both its times."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from fingerpost.access import chronology
from fingerpost.access.chronology import ChronologyEntry, EntryKind
from fingerpost.access.models import Concern
from fingerpost.documents.chronology_filter import ChronologyFilter
from fingerpost.documents.paper import Paper, Paragraph, Section, Table
from fingerpost.documents.papers import NothingToShowError
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.calendar import london_day

_INWARD = {
    EntryKind.EMBARGOES: "It says who an embargo is about: it is for the agencies alone.",
    EntryKind.INVOLVED: "It says who works on the concern: it is for the agencies alone.",
}
_RECORDERS: Final = "Who recorded each entry"
_SAME = timedelta(minutes=1)


def build(concern: Concern, seen: frozenset[str], key: str, now: datetime) -> Paper:  # noqa: ARG001 - a Builder
    """Return the chronology of a concern, the oldest first; `key` says which part of it (`ChronologyFilter`).

    Raises `NothingToShowError` for a key that says nothing.
    """
    part = _part(key)
    with keys_at_hand():
        entries = sorted(part.of(chronology.of_concern(concern, seen, part.at)), key=_order)
    return of_entries(entries, part.words)


def _part(key: str) -> ChronologyFilter:
    try:
        return ChronologyFilter.read(key)
    except ValueError:
        raise NothingToShowError from None


def _opening(part: str) -> tuple[Paragraph, ...]:
    return (Paragraph(part, is_warning=True),) if part else ()


def build_outside(concern: Concern, seen: frozenset[str], key: str, now: datetime) -> Paper:
    """Return it in a section for each subject, so that its maker can choose what somebody outside needs.

    It has what was recorded by `now`: nothing comes in between their reading it and its being made.
    Raises `NothingToShowError` for a key that says nothing.
    """
    part = _part(key)
    with keys_at_hand():
        entries = sorted(part.of(chronology.of_concern(concern, seen, min(part.at or now, now))), key=_order)
    by_kind = {kind: [one for one in entries if one.kind is kind] for kind in EntryKind}
    sections = [
        Section(kind, (_table_for_outside(found),), _INWARD.get(kind, "")) for kind, found in by_kind.items() if found
    ]
    if entries:
        sections.append(Section(_RECORDERS, (), _INWARD[EntryKind.INVOLVED]))
    return Paper("Chronology", tuple(sections), _opening(part.words))


def _table_for_outside(entries: list[ChronologyEntry]) -> Table:
    return Table(("When", "What"), tuple((_when(one), one.sentence) for one in entries), (3, 11))


def of_entries(entries: list[ChronologyEntry], part: str = "") -> Paper:
    """Return entries, in their order, as a document. `part`: says which part they are."""
    opening = _opening(part)
    rows = tuple((_when(one), one.sentence, one.by) for one in entries)
    if not rows:
        nothing = "Nothing of this was recorded." if part else "Nothing has been recorded."
        return Paper("Chronology", (Section("Entries", (Paragraph(nothing),)),), opening)
    table = Table(("When", "What", "Recorded by"), rows, (3, 8, 3))
    return Paper("Chronology", (Section("Entries", (table,)),), opening)


def _when(entry: ChronologyEntry) -> str:
    """Return of when an entry is, and when it was recorded where that differs."""
    at, recorded = entry.at, timezone.localtime(entry.recorded_at)
    if isinstance(at, datetime):
        differs, said = abs(entry.recorded_at - at) >= _SAME, _moment(timezone.localtime(at))
    else:
        differs, said = at != recorded.date(), _day(at)
    return f"{said}\nrecorded {_moment(recorded)}" if differs else said


def _order(entry: ChronologyEntry) -> tuple[date, bool, datetime, datetime]:
    if isinstance(entry.at, datetime):
        return london_day(entry.at), True, entry.at, entry.recorded_at
    return entry.at, False, entry.recorded_at, entry.recorded_at


def _moment(at: datetime) -> str:
    return f"{_day(at.date())}, {at:%H:%M}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
