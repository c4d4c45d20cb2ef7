"""What content waits for, as duties: to look again whether it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import RemovalKind, RemovalStep
from fingerpost.casework.support import queries
from fingerpost.casework.support.queries import RemovalListed
from fingerpost.casework.support.rules import Wait
from fingerpost.casework.support.services import FOR_A_CHILD
from fingerpost.duties.requested_duties import Carried, RequestedDuty
from fingerpost.procedure.calendar import WorkingDays
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.procedures import under


def of_concern(concern: Concern, compartment: str, at: datetime | None = None) -> Iterator[RequestedDuty]:
    """Return a duty for each wait: from the request on, and overdue after five working days without an answer.

    It is there from the first day, since duties are carried with changes and not by a clock: what only appeared when
    the time is up would not appear while nothing changes.
    """
    if compartment != Compartment.COMMON:
        return
    found = queries.removals(concern, at)
    rule = under(FOR_A_CHILD, pack_of(concern)) if found else ""
    for one in found:
        for wait in one.content.waits:
            yield _duty(one, wait, rule)


def _duty(one: RemovalListed, wait: Wait[RemovalStep], rule: str) -> RequestedDuty:
    begun, removal = wait.begun, one.removal
    what = (
        "The content appeared again. Ask for its removal once more, and record what comes of it."
        if begun.kind == RemovalKind.REAPPEARED
        else f"See whether the content is gone, and record it. Asked: {begun.get_asked_display().lower()}."
    )
    return RequestedDuty(
        work=begun.pk,
        provision=rule,
        what=what,
        since=begun.at,
        due=wait.due(WorkingDays.of(removal.by.organisation.nation)),
        about=removal.child_id,
        party="practitioner",
        organisation=begun.by.organisation_id,
        membership=begun.by_id,
        page=reverse("concern_support", args=[removal.concern_id]),
        carried=_carried(wait.ended),
    )


def _carried(ended: Any) -> Carried | None:
    if ended is None:
        return None
    return Carried.by(ended, f"{ended.get_kind_display()}.")
