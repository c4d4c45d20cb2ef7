"""Which concerns are due, among those that the person acting sees; and what would be destroyed of one, as counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q

from fingerpost.access.models import Concern
from fingerpost.disposal.guard_additions import columns_of, destroyed
from fingerpost.disposal.models import Hold, Proposal
from fingerpost.disposal.services import status
from fingerpost.disposal.services.status import DisposalStatus, of_concerns
from fingerpost.record.models import TurnKind, TurnTaken

MOST = 200
"""How many concerns are looked at for one page: those that were closed first."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Concerns by their state; `more`: there are more closed ones than were looked at."""

    proposed: tuple[DisposalStatus, ...]
    due: tuple[DisposalStatus, ...]
    held: tuple[DisposalStatus, ...]
    unknown: tuple[DisposalStatus, ...]
    later: tuple[DisposalStatus, ...]
    more: bool


def lists(day: date) -> Lists:
    """Return closed concerns, answered requests and what is under a hold, among those that the person acting sees, with
    the state of each on a day.
    """
    closed = TurnTaken.objects.visible().filter(concern=OuterRef("pk"), turn=TurnKind.CLOSED)
    held = Hold.objects.visible().filter(concern=OuterRef("pk"))
    proposed = Proposal.objects.visible().filter(concern=OuterRef("pk"))
    answered = [pk for pk, ended in status.requests_of().items() if ended]
    rows = Concern.objects.visible().filter(
        Exists(closed) | Exists(held) | Exists(proposed) | Q(pk__in=answered),
    )
    found = list(rows.order_by("created_at", "pk")[: MOST + 1])
    stands = of_concerns(found[:MOST], day)
    sorted_: dict[str, list[DisposalStatus]] = {name: [] for name in ("proposed", "due", "held", "unknown", "later")}
    for one in stands:
        sorted_[_place(one, day)].append(one)
    sorted_["later"].sort(key=_until)
    return Lists(**{name: tuple(rows) for name, rows in sorted_.items()}, more=len(found) > MOST)


def _place(one: DisposalStatus, day: date) -> str:
    if one.standing:
        return "proposed"
    if one.is_held(day):
        return "held"
    match one.reckoned.is_due(day):
        case True:
            return "due"
        case False:
            return "later"
        case None:
            return "unknown"


def _until(one: DisposalStatus) -> date:
    last = one.reckoned.last
    return last.until if last and last.until else date.max


def counted(concern: Concern, part: str) -> list[tuple[str, int]]:
    """Return how many rows of each kind there are in a part of a concern that the person acting sees; no content."""
    found: Counter[str] = Counter()
    for model in destroyed():
        if model._meta.label in _NOT_COUNTED:
            continue
        about = Q()
        for column in columns_of(model):
            about |= Q(**{column: concern.pk})
        number = model.objects.visible().filter(about, compartment=part).count()
        if number:
            found[_CALLED.get(model._meta.label, str(model._meta.verbose_name_plural))] += number
    return sorted(found.items())


_CALLED: Final = {
    "record.Appearance": "people",
    "record.AppearanceLink": "links between people",
    "record.Assertion": "answers to questions",
    "record.InitialAccount": "tellings",
    "record.Detail": "names, addresses and other details",
    "record.Happened": "events",
    "record.HitAnswered": "answers about who looked",
    "record.Likeness": "likenesses",
    "record.LikenessAnswered": "answers to likenesses",
    "record.PartTaken": "parts in the concern",
    "record.ProcedureMove": "moves to a later procedure",
    "record.TurnTaken": "closings, reopenings and passings on",
    "documents.Ended": "ends of documents",
    "documents.Production": "documents",
    "casework.Sampled": "places in dip samples",
    "casework.ActionAgreed": "actions agreed in dip samples",
}
"""What is not called by its model's name."""
_NOT_COUNTED: Final = frozenset(
    {
        "record.SearchToken",
        "record.HiddenHit",
        "duties.DutyState",
        "disposal.Proposal",
        "disposal.ProposalAnswer",
    }
)
"""How many tokens there are, and who looked across the wall, is nobody's to count; what is recorded here is not yet."""
