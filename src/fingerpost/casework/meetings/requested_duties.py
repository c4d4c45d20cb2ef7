"""What meetings agreed, as duties: actions, enquiries and conferences decided on, and telling somebody at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils import timezone

from fingerpost.access.models import Concern
from fingerpost.casework.enquiries import queries as stages
from fingerpost.casework.enquiries.clocks import StageAwaited
from fingerpost.casework.enquiries.rules import StageState, due
from fingerpost.casework.meetings import queries, rules
from fingerpost.casework.meetings.queries import MeetingSummary
from fingerpost.casework.models import Agency, MeetingAction, MeetingStep, MeetingTelling, StageKind
from fingerpost.duties.requested_duties import Carried, RequestedDuty
from fingerpost.procedure.calendar import WorkingDays, london_day
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.procedures import under

_PARTIES: Final = {"common": "social_care", "police": "police", "designated_officer": "lado"}
_OF_AGENCY: Final = {
    Agency.POLICE: "police",
    Agency.SOCIAL_CARE: "social_care",
    Agency.DESIGNATED_OFFICER: "lado",
}
_FOLLOWS: Final = {
    rules.S47: ("Open the Section 47 enquiry: a meeting decided that the threshold is met.", StageAwaited.OPENING),
    rules.ICPC: (
        "Convene the initial child protection conference, to be held by then: a meeting decided that one is needed.",
        StageAwaited.CONFERENCE,
    ),
}
"""What follows from a decision, in words, and by when."""
_JOINTLY: Final = {"social_care": "the police", "police": "children’s social care"}
"""Who a joint investigation is asked of, each with the other party to it."""


def of_concern(concern: Concern, compartment: str, at: datetime | None) -> Iterator[RequestedDuty]:
    """Yield what the meetings of one compartment agreed, as recorded by `at`, of those that were held."""
    held = [one for one in queries.of_concern(concern, at, within=(compartment,), with_agenda=False) if one.now.held]
    if not held:
        return
    pack = pack_of(concern, compartment)
    for one in held:
        yield from _decided(one, pack, at)
        yield from (_telling(one, telling, pack) for telling in one.tellings if telling.pk not in one.now.withdrawn)
        yield from (_action(one, action) for action in one.actions)


def _decided(one: MeetingSummary, pack: Pack, at: datetime | None) -> Iterator[RequestedDuty]:
    concern = one.meeting.concern
    for act in (*_FOLLOWS, rules.JOINT):
        step = one.now.decided.get(act)
        if step is None or step.outcome != rules.YES:
            continue
        since = one.now.since[act]
        carried = _followed(act, stages.of_concern(concern, at), london_day(since.at))
        if act == rules.JOINT:
            yield from _joint(since, pack, carried)
            continue
        what, clock = _FOLLOWS[act]
        yield RequestedDuty(
            work=since.pk,
            provision=under(act, pack),
            what=what,
            since=since.at,
            due=due(clock, since.at, WorkingDays.of(pack.nation)),
            page=reverse("concern_casework", args=[concern.pk]),
            carried=carried,
        )


def _joint(since: MeetingStep, pack: Pack, carried: Carried | None) -> Iterator[RequestedDuty]:
    """Each of the two agencies has to agree with the other who does what, until an enquiry asks it of them."""
    days = WorkingDays.of(pack.nation)
    for party, other in _JOINTLY.items():
        yield RequestedDuty(
            work=uuid5(since.pk, party),
            provision=under(rules.JOINT, pack),
            what=f"Investigate jointly with {other}: a meeting decided so. Agree who does what.",
            since=since.at,
            due=due(StageAwaited.JOINT, since.at, days),
            party=party,
            carried=carried,
        )


def _followed(act: str, found: list[stages.StageSummary], decided: date) -> Carried | None:
    """Return that what was decided on was begun: an enquiry since, or one that still runs; a conference convened."""
    for one in found:
        stage, stands = one.stage, one.standing
        if stands.state is StageState.IN_ERROR or (stands.is_over and london_day(stage.at) < decided):
            continue
        if act != rules.ICPC and stage.kind == StageKind.ENQUIRY:
            said = "The enquiry was opened." if act == rules.S47 else "It is followed in the enquiry that was opened."
            return Carried.by(stage, said)
        convened = stands.convened or stands.held
        if act == rules.ICPC and stage.kind == StageKind.CONFERENCE and convened is not None:
            return Carried.by(convened, "The conference was convened.")
    return None


def _telling(one: MeetingSummary, telling: MeetingTelling, pack: Pack) -> RequestedDuty:
    """The meeting's own page says who it is about: a duty's words are read in lists."""
    moment = timezone.localtime(telling.moment)
    came = one.now.told.get(telling.pk)
    return RequestedDuty(
        work=telling.pk,
        provision=under(rules.WHEN_TOLD, pack),
        what=f"Not before {moment:%H:%M} on this day: record that the agreed moment to tell one person has come.",
        since=telling.recorded_at,
        due=london_day(telling.moment),
        about=telling.about_id,
        party=_PARTIES[one.meeting.compartment],
        page=page_of(telling.concern_id, telling.meeting_id),
        carried=Carried.by(came, "It is recorded that the moment has come.") if came else None,
    )


def _action(one: MeetingSummary, action: MeetingAction) -> RequestedDuty:
    held = action.membership
    whose = "" if held else f" ({action.whose}, {action.get_agency_display()})"
    return RequestedDuty(
        work=action.pk,
        provision=action.item,
        what=f"{action.what}{whose}",
        since=one.now.held.at if one.now.held else action.recorded_at,
        due=action.due,
        party="organisation" if held else _OF_AGENCY.get(Agency(action.agency), _PARTIES[one.meeting.compartment]),
        organisation=held.organisation_id if held else None,
        membership=held.pk if held else None,
    )


def page_of(concern: UUID, meeting: UUID) -> str:
    """Return the address at which it is recorded that an agreed moment has come."""
    return reverse("record_in_meeting", args=[concern, meeting, "told"])
