"""The concerns that somebody may see, as a list: which children, what it may be, what is due next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from fingerpost.access.models import Concern, Membership
from fingerpost.access.visibility_sql import AmongOwn
from fingerpost.duties.models import DutyState
from fingerpost.duties.services import worklist
from fingerpost.record.models import AbuseForm, InitialAccount, TurnKind, TurnTaken
from fingerpost.record.services.children import children_of, in_short
from fingerpost.site import receiving
from fingerpost.subject.models import SubjectRequest
from fingerpost.web.fields import Words

PER_PAGE = 50
OPEN, CLOSED = "open", "closed"


class ConcernFilterForm(Words, forms.Form):
    """Which concerns: open or closed ones, and only those with something overdue."""

    state = forms.ChoiceField(required=False, choices=[("", "All"), (OPEN, "Open"), (CLOSED, "Closed")])
    overdue = forms.BooleanField(required=False)


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """One concern in the list. `name`: what it is called after its children.

    `due` is the next day on which something is due. What is overdue, and what is to be done now, is counted apart.
    `is_held`: not one that came to where the reader takes in, and that nobody there has.
    """

    concern: Concern
    name: str
    forms: tuple[str, ...]
    due: date | None
    overdue: int
    at_once: int
    is_closed: bool
    is_held: bool


def asked_for(form: ConcernFilterForm, day: date) -> QuerySet[Concern]:
    """Return the concerns that the reader asks for and sees, the newest first. A request for what is held is none."""
    asked: Mapping[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    is_closed = Exists(_closings().filter(concern=OuterRef("pk")))
    concerns = Concern.objects.visible().filter(AmongOwn("pk")).annotate(is_closed=is_closed)
    if asked.get("state"):
        concerns = concerns.filter(is_closed=asked["state"] == CLOSED)
    if asked.get("overdue"):
        late = worklist.open_of_own(day).filter(is_offered=False, due__lt=day)
        concerns = concerns.filter(Exists(late.filter(concern=OuterRef("pk"))))
    concerns = concerns.filter(~Exists(SubjectRequest.objects.visible().filter(concern=OuterRef("pk"))))
    return concerns.order_by("-created_at", "pk")


def page_of(
    concerns: QuerySet[Concern], number: str | None, day: date, membership: Membership
) -> tuple[Page[Concern], list[ConcernLine]]:
    """Return one page, and its lines: the same number of queries whatever there is."""
    page = Paginator(concerns, PER_PAGE).get_page(number)
    found = list(page.object_list)
    ids = [concern.pk for concern in found]
    unheld = receiving.nobody_has(ids, membership, timezone.now())
    duties, children, about = worklist.of_concerns(ids, day), children_of(ids), _forms(ids)
    return page, [
        ConcernLine(
            concern=concern,
            name=in_short(children[concern.pk]),
            forms=tuple(about[concern.pk]),
            due=_next(duties.get(concern.pk, ()), day),
            overdue=sum(_is_late(state, day) for state in duties.get(concern.pk, ())),
            at_once=sum(state.is_urgent and not state.is_offered for state in duties.get(concern.pk, ())),
            is_closed=concern.is_closed,  # type: ignore[attr-defined]
            is_held=concern.pk not in unheld,
        )
        for concern in found
    ]


def _closings() -> QuerySet[TurnTaken]:
    """Return the closings that stand: nobody has opened that part of the concern again."""
    reopened = TurnTaken.objects.visible().filter(
        concern=OuterRef("concern"),
        compartment=OuterRef("compartment"),
        turn=TurnKind.REOPENED,
        recorded_at__gt=OuterRef("recorded_at"),
    )
    return TurnTaken.objects.visible().filter(~Exists(reopened), turn=TurnKind.CLOSED)


def _is_late(state: DutyState, day: date) -> bool:
    return state.due is not None and state.due < day and not state.is_offered


def _next(states: Iterable[DutyState], day: date) -> date | None:
    return min((state.due for state in states if state.due and state.due >= day and not state.is_offered), default=None)


def _forms(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for concern, forms_ in InitialAccount.objects.visible().filter(concern__in=ids).values_list("concern", "forms"):
        found[concern] += [AbuseForm(form).label for form in forms_]
    return found
