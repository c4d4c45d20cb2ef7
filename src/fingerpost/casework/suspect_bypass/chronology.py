"""Who a concern must not go through, in its chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Concern
from fingerpost.casework.models import SuspectBypass
from fingerpost.record.services.people_names import names_of
from fingerpost.record.services.statements import recorded


def of_concern(concern: Concern, seen: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return each time that it was recorded, or taken back: two queries."""
    rows = recorded(SuspectBypass.objects.visible(), concern, seen, at)
    found = list(rows.select_related("organisation", "user", "by__user", "by__organisation"))
    names = names_of({one.about_id for one in found}, seen) if found else {}
    for one in found:
        why = f" {str(one.text).rstrip('. ')}." if one.text else ""
        who = f"{names[one.about_id]}, {one.get_post_display()} at {one.organisation}"
        if one.takes_back_id:
            said = f"The concern can go through {who} after all.{why}"
        else:
            account = f" The account of {one.user.name} lost sight of it." if one.user else ""
            alike = " The name and the place of work are alike." if one.by_name else ""
            said = f"The concern must not go through {who}.{account}{alike}{why}"
        people = frozenset([one.about_id])
        yield ChronologyEntry(
            one.compartment, EntryKind.EMBARGOES, one.recorded_at, one.recorded_at, person(one.by), said, people
        )
