"""Support and safeguards on the page of a concern’s casework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.urls import reverse

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import SupportKind
from fingerpost.casework.overview import Action, Line, Section, Tag
from fingerpost.casework.support import lists, words
from fingerpost.casework.support.lists import RemovalListed, SafeguardListed
from fingerpost.casework.support.rules import ContentStands
from fingerpost.duties.showing import names_in
from fingerpost.procedure.explaining.words import day_in_words

SUPPORT_TAGS: Mapping[str, Tag] = {
    SupportKind.OFFERED: Tag("Offered"),
    SupportKind.ACCEPTED: Tag("Accepted", "green"),
    SupportKind.DECLINED: Tag("Declined", "yellow"),
    SupportKind.ENDED: Tag("Ended", "grey"),
}
_CONTENT: Mapping[ContentStands, Tag] = {
    ContentStands.NOT_ASKED: Tag("Nobody asked yet", "orange"),
    ContentStands.PENDING: Tag("Pending"),
    ContentStands.REMOVED: Tag("Removed", "green"),
    ContentStands.REFUSED: Tag("Refused", "yellow"),
    ContentStands.REAPPEARED: Tag("Appeared again", "red"),
}
GAP = Tag("None in force", "red")


def safeguards(concern: Concern, seen: frozenset[str], today: date) -> Section | None:
    """Return the safeguards; that the procedure asks for one and none is in force is seen first."""
    if Compartment.COMMON not in seen:
        return None
    page, listed = _page(concern), lists.safeguards(concern, today)
    names = names_in(concern, Compartment.COMMON) if listed else {}
    lines = [_safeguard(one, page, names) for one in listed]
    if lists.is_a_gap(concern, listed):
        gap = "The procedure asks for safeguards from the first day, and none is in force"
        lines.insert(0, Line(gap, page, (GAP,)))
    return Section(
        title="Safeguards",
        lines=tuple(lines),
        none="No safeguard is recorded.",
        actions=(Action("Record a safeguard", reverse("record_support", args=[concern.pk, "safeguard"])),),
    )


def support(concern: Concern, seen: frozenset[str], today: date) -> Section | None:
    """Return the support for each person, and the content that is to be removed."""
    if Compartment.COMMON not in seen:
        return None
    page = _page(concern)
    names = names_in(concern, Compartment.COMMON)
    lines = [
        Line(f"Support for {words.supported(one.last, names)}", page, (SUPPORT_TAGS[one.last.kind],))
        for one in lists.supported(concern)
    ]
    lines += [_removal(one, page, today, names) for one in lists.removals(concern)]
    return Section(
        title="Support",
        lines=tuple(lines),
        none="No support is recorded.",
        actions=(Action("Record support, or content to be removed", page),),
    )


def tags_of(one: RemovalListed, today: date) -> Iterator[Tag]:
    """Yield how content stands, and that it has waited too long."""
    yield _CONTENT[one.content.stands]
    if one.due is not None and one.due < today:
        yield Tag("Look again", "red")


def tag_of(one: SafeguardListed) -> Tag:
    """Return how a safeguard stands."""
    if one.holds.ended is not None:
        return Tag("Ended", "grey")
    return Tag("Run out", "yellow") if one.holds.has_run_out else Tag("In force", "green")


def _safeguard(one: SafeguardListed, page: str, names: Mapping[UUID, str]) -> Line:
    said = words.of_whom(one.safeguard, names)
    until = f" Until {day_in_words(one.safeguard.until)}." if one.safeguard.until else ""
    return Line(str(one.safeguard.text), page, (tag_of(one),), f"{said}{until}")


def _removal(one: RemovalListed, page: str, today: date, names: Mapping[UUID, str]) -> Line:
    text = f"Content about {words.name(one.removal.child_id, names)}: {one.removal.platform}"
    due = f"Look again by {day_in_words(one.due)}." if one.due else ""
    return Line(text, page, tuple(tags_of(one, today)), due)


def _page(concern: Concern) -> str:
    return reverse("concern_support", args=[concern.pk])
