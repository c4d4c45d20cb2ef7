"""The concerns that somebody may see, as a list: which children, what it may be, what is due next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from fingerpost.access import intake, kept_lists
from fingerpost.access.actor import Actor
from fingerpost.access.kept_lists import AmongGiven, KeptList
from fingerpost.access.models import Concern, Membership
from fingerpost.access.visibility_sql import AmongOwn
from fingerpost.duties.models import DutyState
from fingerpost.duties.services import worklist
from fingerpost.record.models import AbuseForm, InitialAccount, TurnKind, TurnTaken
from fingerpost.record.services import children
from fingerpost.site import receiving
from fingerpost.subject.models import SubjectRequest
from fingerpost.web.fields import Words

PER_PAGE = 50
_PAGES = 100_000
"""No number of a page is larger."""
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


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """One page of the list, and whether there are others before and after it: never how many."""

    number: int
    lines: Sequence[ConcernLine]
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def _asked_for(state: str, day: date, *, overdue: bool) -> QuerySet[Concern]:
    """Return the concerns that the reader asks for and sees, the newest first. A request for what is held is none."""
    is_closed = Exists(_closings().filter(concern=OuterRef("pk")))
    concerns = Concern.objects.visible().filter(AmongOwn("pk")).annotate(is_closed=is_closed)
    if state:
        concerns = concerns.filter(is_closed=state == CLOSED)
    if overdue:
        late = worklist.open_of_own(day).filter(is_offered=False, due__lt=day)
        concerns = concerns.filter(Exists(late.filter(concern=OuterRef("pk"))))
    concerns = concerns.filter(~Exists(SubjectRequest.objects.visible().filter(concern=OuterRef("pk"))))
    return concerns.order_by("-created_at", "pk")


def page_of(form: ConcernFilterForm, number: str | None, day: date, membership: Membership) -> ConcernPage:
    """Return one page: the same number of queries whatever there is."""
    now = timezone.now()
    asked: Mapping[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = min(max(int(number), 1), _PAGES) if number and number.isascii() and number.isdigit() else 1
    rows = _rows(asked, page, day)
    kept_lists.ahead(rows, worklist.overdue_of_own(day))
    found = kept_lists.read(rows)
    if not found and page > 1:
        return page_of(form, None, day, membership)
    ids = [concern.pk for concern in found[:PER_PAGE]]
    takes_in = intake.takes_in(membership)
    open_, abuse = worklist.open_in(ids, day), _FORMS.of(ids)
    kept_lists.ahead(open_, abuse, *children.lists(ids), *([receiving.not_held(ids, now)] if takes_in else []))
    unheld = receiving.nobody_has(ids, membership, now)
    called, about = children.children_of(ids), _forms(kept_lists.read(abuse))
    duties: dict[UUID, list[DutyState]] = defaultdict(list)
    for state in kept_lists.read(open_):
        duties[state.concern_id].append(state)
    lines = [
        ConcernLine(
            concern=concern,
            name=children.in_short(called[concern.pk]),
            forms=tuple(about[concern.pk]),
            due=_next(duties.get(concern.pk, ()), day),
            overdue=sum(_is_late(state, day) for state in duties.get(concern.pk, ())),
            at_once=sum(state.is_urgent and not state.is_offered for state in duties.get(concern.pk, ())),
            is_closed=concern.is_closed,
            is_held=concern.pk not in unheld,
        )
        for concern in found[:PER_PAGE]
    ]
    return ConcernPage(page, lines, len(found) > PER_PAGE)


def _rows(asked: Mapping[str, Any], page: int, day: date) -> KeptList:
    """Return the list of a page's concerns, and of the next page's first."""
    state, overdue, start = asked.get("state") or "", bool(asked.get("overdue")), (page - 1) * PER_PAGE

    def build(_actor: Actor, _at: datetime, day: date) -> QuerySet[Any, Any]:
        return _asked_for(state, day, overdue=overdue)[start : start + PER_PAGE + 1]

    return KeptList(("concerns", state, overdue, start), build, day=day, is_kept=page == 1)


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


def _forms(rows: Iterable[tuple[UUID, Sequence[str]]]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for concern, forms_ in rows:
        found[concern] += [AbuseForm(form).label for form in forms_]
    return found


def _forms_of(*_: object) -> QuerySet[Any, Any]:
    return InitialAccount.objects.visible().filter(AmongGiven("concern")).values_list("concern", "forms")


_FORMS: Final = KeptList("forms", _forms_of)
