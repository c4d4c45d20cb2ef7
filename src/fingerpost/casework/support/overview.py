"""Support and safeguards on the page of a concern’s casework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.urls import reverse

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import SupportKind
from fingerpost.casework.overview import OverviewAction, OverviewLine, OverviewSection, StatusTag
from fingerpost.casework.support import queries, sentences
from fingerpost.casework.support.queries import RemovalListed, SafeguardListed
from fingerpost.casework.support.rules import ContentStands
from fingerpost.duties.presentation import names_in
from fingerpost.procedure.explaining.words import day_in_words

SUPPORT_TAGS: Mapping[str, StatusTag] = {
    SupportKind.OFFERED: StatusTag("Offered"),
    SupportKind.ACCEPTED: StatusTag("Accepted", "green"),
    SupportKind.DECLINED: StatusTag("Declined", "yellow"),
    SupportKind.ENDED: StatusTag("Ended", "grey"),
}
_CONTENT: Mapping[ContentStands, StatusTag] = {
    ContentStands.NOT_ASKED: StatusTag("Nobody asked yet", "orange"),
    ContentStands.PENDING: StatusTag("Pending"),
    ContentStands.REMOVED: StatusTag("Removed", "green"),
    ContentStands.REFUSED: StatusTag("Refused", "yellow"),
    ContentStands.REAPPEARED: StatusTag("Appeared again", "red"),
}
GAP = StatusTag("None in force", "red")


def safeguards(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:
    """Return the safeguards; that the procedure asks for one and none is in force is seen first."""
    if Compartment.COMMON not in seen:
        return None
    page, listed = _page(concern), queries.safeguards(concern, today)
    names = names_in(concern, Compartment.COMMON) if listed else {}
    lines = [_safeguard(one, page, names) for one in listed]
    if queries.is_a_gap(concern, listed):
        gap = "The procedure asks for safeguards from the first day, and none is in force"
        lines.insert(0, OverviewLine(gap, page, (GAP,)))
    return OverviewSection(
        title="Safeguards",
        lines=tuple(lines),
        none="No safeguard is recorded.",
        actions=(OverviewAction("Record a safeguard", reverse("record_support", args=[concern.pk, "safeguard"])),),
    )


def support(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:
    """Return the support for each person, and the content that is to be removed."""
    if Compartment.COMMON not in seen:
        return None
    page = _page(concern)
    names = names_in(concern, Compartment.COMMON)
    lines = [
        OverviewLine(f"Support for {sentences.supported(one.last, names)}", page, (SUPPORT_TAGS[one.last.kind],))
        for one in queries.supported(concern)
    ]
    lines += [_removal(one, page, today, names) for one in queries.removals(concern)]
    return OverviewSection(
        title="Support",
        lines=tuple(lines),
        none="No support is recorded.",
        actions=(OverviewAction("Record support, or content to be removed", page),),
    )


def tags_of(one: RemovalListed, today: date) -> Iterator[StatusTag]:
    """Yield the state of content, and that it has waited too long."""
    yield _CONTENT[one.content.stands]
    if one.due is not None and one.due < today:
        yield StatusTag("Look again", "red")


def tag_of(one: SafeguardListed) -> StatusTag:
    """Return the state of a safeguard."""
    if one.holds.ended is not None:
        return StatusTag("Ended", "grey")
    return StatusTag("Run out", "yellow") if one.holds.has_run_out else StatusTag("In force", "green")


def _safeguard(one: SafeguardListed, page: str, names: Mapping[UUID, str]) -> OverviewLine:
    said = sentences.of_whom(one.safeguard, names)
    until = f" Until {day_in_words(one.safeguard.until)}." if one.safeguard.until else ""
    return OverviewLine(str(one.safeguard.text), page, (tag_of(one),), f"{said}{until}")


def _removal(one: RemovalListed, page: str, today: date, names: Mapping[UUID, str]) -> OverviewLine:
    text = f"Content about {sentences.name(one.removal.child_id, names)}: {one.removal.platform}"
    due = f"Look again by {day_in_words(one.due)}." if one.due else ""
    return OverviewLine(text, page, tuple(tags_of(one, today)), due)


def _page(concern: Concern) -> str:
    return reverse("concern_support", args=[concern.pk])
