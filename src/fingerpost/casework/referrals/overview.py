"""Referrals on the page of a concern's casework."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.casework.overview import Action, Line, Section, Tag
from fingerpost.casework.referrals import lists
from fingerpost.casework.referrals.lists import Listed
from fingerpost.casework.referrals.rules import Side
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words

_DECIDED = {
    "accepted": Tag("Accepted", "green"),
    "declined": Tag("Declined", "yellow"),
    "passed_on": Tag("Passed on", "blue"),
}


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> Section | None:
    """Return the referrals that whoever is acting may see, and that another can be made: two queries.

    Among them are those that stand in a concern of their own: whoever sent them still sees what became of them.
    """
    if not seen:
        return None
    return Section(
        title="Referrals",
        lines=tuple(_line(one, today) for one in lists.with_strands(concern)),
        none="No referral of this concern has been made that you can see.",
        actions=(Action("Refer this concern", reverse("choose_referral", args=[concern.pk])),),
    )


def _line(one: Listed, today: date) -> Line:
    sent = one.referral
    tags = [_DECIDED[one.course.decision]] if one.course.decision else []
    return Line(
        text=f"{sent.get_to_display()}: {sent.recipient}, {day_in_words(london_day(sent.sent_at))}",
        href=reverse("referral", args=[sent.concern_id, sent.pk]),
        tags=(_waits(one, today), *tags),
        next=_next(one),
    )


def _waits(one: Listed, today: date) -> Tag:
    if one.next is None:
        return Tag("Answered", "green")
    if one.next.due < today:
        return Tag("Overdue", "red")
    return Tag("Due today", "orange") if one.next.due == today else Tag("Waiting")


def _next(one: Listed) -> str:
    if one.next is None:
        return ""
    if one.referral.organisation_id is None:
        return f"Find out {one.next.chase} by {day_in_words(one.next.due)}."
    who = "Your organisation" if one.side is Side.RECIPIENT else one.referral.recipient
    return f"{who} has to {one.next.words} by {day_in_words(one.next.due)}."
