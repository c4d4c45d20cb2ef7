"""What a request keeps from happening, and what those who manage are told: a concern stays as long as one waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from fingerpost.casework.managing.notices import ManagerNotice
from fingerpost.subject.models import HeldAs, HeldOn
from fingerpost.subject.services import requests
from fingerpost.web.routes import Route

WAITS: Final = "somebody has asked what is held on a person in it, and is not answered yet"


def waiting_for(concerns: Sequence[UUID]) -> Mapping[UUID, str]:
    """Return why these are not disposed of: somebody in them asks what is held on them. One query."""
    last: dict[tuple[UUID, UUID], HeldOn] = {}
    for row in HeldOn.objects.visible().filter(concern__in=concerns):
        last[row.appearance_id, row.request] = row
    return {row.concern_id: WAITS for row in last.values() if row.kind == HeldAs.THEM}


def ended(concerns: Sequence[UUID] | None) -> Mapping[UUID, date | None]:
    """Return which concerns are requests, and the day on which each was answered or taken back. Two queries."""
    found: dict[UUID, date | None] = {}
    for one in requests.visible(concerns):
        last = one.stands.sent or one.stands.withdrawn
        found[one.request.concern_id] = last.on if last else None
    return found


def notice(today: date) -> ManagerNotice | None:
    """Return what is said on the page of those who manage: how many requests are overdue, if any is."""
    late = len(requests.overdue(today))
    if not late:
        return None
    words = "request for what is held on somebody is" if late == 1 else "requests for what is held on somebody are"
    return ManagerNotice(f"{late} {words} overdue", Route.SUBJECT_REQUESTS)
