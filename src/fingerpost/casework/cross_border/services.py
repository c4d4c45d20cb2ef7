"""Recording that it was considered whether another area or country should be told, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from fingerpost.access import context
from fingerpost.access.compartments import SOURCES
from fingerpost.access.errors import refuse
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import Considered, CrossBorder
from fingerpost.casework.steps import carry_out, happened_at
from fingerpost.record.models import Appearance
from fingerpost.record.services.changes import change
from fingerpost.record.services.statements import recorded

ACT: Final = "cross_border_notice"


@dataclass(frozen=True, slots=True, repr=False)
class CrossBorderInput:
    """What was considered, for which person: the result, the agency with its area or country, and why."""

    about: Appearance
    result: Considered
    whom: str
    why: str
    at: datetime | None = None


@transaction.atomic
def consider(concern: Concern, told: CrossBorderInput, *, compartment: str = Compartment.COMMON) -> CrossBorder:
    """Record a consideration, which carries out the duty to consider in its compartment. Raises `AccessError`.

    That somebody is still to be told carries nothing out: there is no result yet.
    """
    at = happened_at(told.at, "consideration")
    if told.about.compartment not in SOURCES[compartment]:
        raise refuse("consideration", "this person is known in another part of the record", "Record it there.")
    if told.result != Considered.NOT_NEEDED and not told.whom.strip():
        raise refuse("consideration", "nobody is named who is told", "Write which agency, in which area or country.")
    with change(concern, compartment):
        row = CrossBorder(
            concern=concern,
            compartment=compartment,
            about=told.about,
            result=told.result,
            whom=told.whom or None,
            why=told.why,
            at=at,
            by_id=context.required().membership_id,
        )
        row.save()
        if told.result != Considered.TO_BE_TOLD:
            carry_out(concern, ACT, f"{row.get_result_display()}. {told.why}", at, within=[compartment])
    return row


def of_concern(concern: Concern, compartments: Iterable[str], at: datetime | None = None) -> list[CrossBorder]:
    """Return what was considered in these compartments, as recorded by `at` (None: now): one query."""
    rows = recorded(CrossBorder.objects.visible(), concern, frozenset(compartments), at)
    return list(rows.select_related("about", "by__user", "by__organisation").order_by("at", "pk"))
