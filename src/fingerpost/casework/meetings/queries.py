"""The meetings of a concern in their state, for the person acting: as many queries for one as for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from fingerpost.access import compartments, context
from fingerpost.access.models import Concern
from fingerpost.access.rules import COMPARTMENTS
from fingerpost.casework.meetings import rules, terms
from fingerpost.casework.meetings.rules import AgendaItem, Lack, MeetingStanding, MeetingStatus
from fingerpost.casework.models import Meeting, MeetingAction, MeetingPerson, MeetingStep, MeetingTelling, UrgentAction
from fingerpost.casework.models.steps import CaseworkRow
from fingerpost.procedure.pack.model import Provision
from fingerpost.record.errors import NothingToldError
from fingerpost.record.models import Appearance, PersonKind
from fingerpost.record.services.decisions import CompartmentDecision, decision_of
from fingerpost.record.services.facts import pack_of


@dataclass(frozen=True, slots=True)
class MeetingSummary:
    """A meeting with all that became of it."""

    meeting: Meeting
    people: tuple[MeetingPerson, ...]
    steps: tuple[MeetingStep, ...]
    tellings: tuple[MeetingTelling, ...]
    actions: tuple[MeetingAction, ...]
    items: tuple[AgendaItem, ...]
    now: MeetingStanding[MeetingStep]
    lacks: tuple[Lack, ...]

    @property
    def status(self) -> MeetingStatus:
        """Its state."""
        return rules.status(self.now, self.lacks)

    @property
    def title(self) -> str:
        """What it is called, as it was held."""
        return terms.title(self.meeting, self.now.held.outcome if self.now.held else "")

    @property
    def when(self) -> datetime:
        """When it was held, or for when it is called."""
        return self.now.held.at if self.now.held else self.meeting.planned_at

    @property
    def open_tellings(self) -> list[MeetingTelling]:
        """Those that were agreed and whose moment nobody has recorded yet."""
        return [one for one in self.tellings if one.pk not in self.now.told and one.pk not in self.now.withdrawn]

    @property
    def unanswered(self) -> list[AgendaItem]:
        """The items that must be settled and have no answer."""
        return [one.item for one in self.lacks if one.item is not None]


def of_concern(
    concern: Concern, at: datetime | None = None, *, within: Collection[str] = COMPARTMENTS, with_agenda: bool = True
) -> list[MeetingSummary]:
    """Return the meetings of a concern that the person acting may see, as recorded by `at` (None: now).

    `within`: those of these compartments only. `with_agenda`: what they have to settle too, which takes a decision of
    each compartment; without it nothing is said to be lacking.
    """
    found = Meeting.objects.visible().filter(concern=concern, compartment__in=within)
    return _listed(concern, found, at, with_agenda=with_agenda)


def of_id(concern: Concern, meeting_id: UUID) -> MeetingSummary | None:
    """Return one meeting of a concern, or None when there is none that the person acting may see."""
    found = _listed(concern, Meeting.objects.visible().filter(concern=concern, pk=meeting_id), None, with_agenda=True)
    return found[0] if found else None


def urgent(concern: Concern, at: datetime | None = None) -> list[UrgentAction]:
    """Return what was done before any meeting."""
    return list(_by(UrgentAction.objects.visible().filter(concern=concern), at))


def decisions(concern: Concern, wanted: Iterable[str]) -> dict[str, CompartmentDecision]:
    """Return the decisions of these compartments that the person acting may read and that there are."""
    found = {}
    for compartment in compartments.decisions_for(compartments.view_of(context.required(), concern.pk)):
        if compartment in set(wanted):
            try:
                found[compartment] = decision_of(concern, compartment)
            except NothingToldError:
                continue
    return found


def applying(decided: CompartmentDecision | None) -> set[tuple[str, UUID | None]]:
    """Return what applies in a decision, by provision and person."""
    if decided is None:
        return set()
    return {
        (one.provision, None if one.about == "concern" else decided.names[one.about])
        for one in decided.decision.outcomes
        if one.status == "applies"
    }


def provisions_of(
    concern: Concern, compartment: str, decided: Mapping[str, CompartmentDecision]
) -> Mapping[str, Provision]:
    """Return the provisions under which a compartment of a concern is decided."""
    known = decided.get(compartment)
    return (known.pack if known else pack_of(concern, compartment)).provisions


def _listed(
    concern: Concern, meetings: QuerySet[Meeting], at: datetime | None, *, with_agenda: bool
) -> list[MeetingSummary]:
    found = list(_by(meetings.select_related("concern", "by__user", "by__organisation"), at))
    if not found:
        return []
    decided = decisions(concern, {one.compartment for one in found}) if with_agenda else {}
    children = _children(concern, at) if with_agenda else []
    held = ("membership__user", "membership__organisation", "by__user", "by__organisation")
    people = _of(found, MeetingPerson, at, *held)
    actions = _of(found, MeetingAction, at, *held)
    tellings = _of(found, MeetingTelling, at, "about", "by__user", "by__organisation")
    rows = MeetingStep.objects.visible().filter(meeting__in=[one.pk for one in found]).order_by("number")
    steps: dict[UUID, list[MeetingStep]] = defaultdict(list)
    for step in _by(rows.select_related("by__user", "by__organisation"), at):
        steps[step.meeting_id].append(step)
    listed = []
    for one in found:
        now = rules.fold(steps[one.pk], has_tellings=bool(tellings[one.pk]))
        items = _items(one, now, decided, children) if with_agenda else ()
        lacks = rules.lacking(now, items, people[one.pk])
        listed.append(
            MeetingSummary(
                one,
                tuple(people[one.pk]),
                tuple(steps[one.pk]),
                tuple(tellings[one.pk]),
                tuple(actions[one.pk]),
                items,
                now,
                lacks,
            )
        )
    return listed


def _items(
    meeting: Meeting,
    now: MeetingStanding[MeetingStep],
    decided: Mapping[str, CompartmentDecision],
    children: Iterable[Appearance],
) -> tuple[AgendaItem, ...]:
    """The agenda as it was when the meeting was concluded; until then, as it follows from what is known now."""
    provisions = provisions_of(meeting.concern, meeting.compartment, decided)
    if now.closed is not None:
        return rules.items_of(now.closed.agenda, provisions)
    asked = [one.partition("/")[0] for one in meeting.asked_by]
    there = [one.pk for one in children if one.compartment in compartments.SOURCES[meeting.compartment]]
    return rules.agenda(provisions, meeting.kind, applying(decided.get(meeting.compartment)), asked, there)


def _children(concern: Concern, at: datetime | None) -> list[Appearance]:
    """Return the children whom the concern has, in the order in which they were recorded."""
    rows = Appearance.objects.visible().filter(concern=concern, kind=PersonKind.CHILD)
    return list((rows if at is None else rows.filter(recorded_at__lte=at)).order_by("recorded_at", "pk"))


def _of[Row: CaseworkRow](
    meetings: list[Meeting], model: type[Row], at: datetime | None, *related: str
) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    rows = model.objects.visible().filter(meeting__in=[one.pk for one in meetings])
    for row in _by(rows.select_related(*related), at):
        found[row.meeting_id].append(row)  # type: ignore[attr-defined]
    return found


def _by[Row: CaseworkRow](rows: QuerySet[Row], at: datetime | None) -> QuerySet[Row]:
    return rows if at is None else rows.filter(recorded_at__lte=at)
