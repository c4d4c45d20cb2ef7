"""Referrals on the page of a concern's casework."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.casework.overview import OverviewAction, OverviewLine, OverviewSection, StatusTag
from fingerpost.casework.referrals import queries
from fingerpost.casework.referrals.queries import ReferralSummary
from fingerpost.casework.referrals.rules import ReferralSide
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words

_DECIDED = {
    "accepted": StatusTag("Accepted", "green"),
    "declined": StatusTag("Declined", "yellow"),
    "passed_on": StatusTag("Passed on", "blue"),
}


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:
    """Return the referrals that the person acting may see, and that another can be made: two queries.

    Among them are those in a concern of their own: their sender still sees what became of them.
    """
    if not seen:
        return None
    return OverviewSection(
        title="Referrals",
        lines=tuple(_line(one, today) for one in queries.with_strands(concern)),
        none="You can see no referral of this concern.",
        actions=(OverviewAction("Refer this concern", reverse("choose_referral", args=[concern.pk])),),
    )


def _line(one: ReferralSummary, today: date) -> OverviewLine:
    sent = one.referral
    tags = [_DECIDED[one.course.decision]] if one.course.decision else []
    return OverviewLine(
        text=f"{sent.get_to_display()}: {sent.recipient}, {day_in_words(london_day(sent.sent_at))}",
        href=reverse("referral", args=[sent.concern_id, sent.pk]),
        tags=(_waits(one, today), *tags),
        next=_next(one),
    )


def _waits(one: ReferralSummary, today: date) -> StatusTag:
    if one.next is None:
        return StatusTag("Answered", "green")
    if one.next.due < today:
        return StatusTag("Overdue", "red")
    return StatusTag("Due today", "orange") if one.next.due == today else StatusTag("Waiting")


def _next(one: ReferralSummary) -> str:
    if one.next is None:
        return ""
    if one.referral.organisation_id is None:
        return f"Find out {one.next.chase} by {day_in_words(one.next.due)}."
    who = "Your organisation" if one.side is ReferralSide.RECIPIENT else one.referral.recipient
    return f"{who} has to {one.next.words} by {day_in_words(one.next.due)}."
