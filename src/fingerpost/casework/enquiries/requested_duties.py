"""What enquiries, assessments and conferences ask somebody to do: for `duties.requested_duties`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID, uuid5

from django.urls import reverse

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.enquiries import factors, queries, rules
from fingerpost.casework.enquiries.clocks import StageAwaited
from fingerpost.casework.enquiries.queries import StageSummary
from fingerpost.casework.enquiries.rules import StageState
from fingerpost.casework.models import Stage, StageKind, StageOutcome
from fingerpost.duties.requested_duties import Carried, RequestedDuty
from fingerpost.procedure.calendar import WorkingDays, london_day
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.procedures import under

_ACTS = {StageKind.ENQUIRY: "section47_enquiry", StageKind.ASSESSMENT: "single_assessment"}


def of_concern(concern: Concern, compartment: str, at: datetime | None) -> Iterator[RequestedDuty]:
    """Return what the stages of a concern ask for, as recorded by `at`. All of it is in the common record."""
    if compartment != Compartment.COMMON:
        return
    found = [one for one in queries.of_concern(concern, at) if one.standing.state is not StageState.IN_ERROR]
    if not found:
        return
    pack = pack_of(concern)
    days = WorkingDays.of(pack.nation)
    for one in found:
        yield from _manager(one, pack, days)
        if one.stage.kind == StageKind.ENQUIRY:
            yield from _joint(one, pack, days)
        if one.stage.kind == StageKind.ASSESSMENT:
            yield from _factors(one, pack, days)
        if not any(rule.kind == "duty" for rule in pack.carried_out_by("conference")):
            # Where the procedure in force has this duty itself, it is not asked for twice.
            yield from _consider(one, found, pack, days)
            yield from _decide(one, pack, days)
            yield from _hold(one, pack)
        yield from _record(one, pack, days)


def _manager(one: StageSummary, pack: Pack, days: WorkingDays) -> Iterator[RequestedDuty]:
    """A proposed conclusion waits for a manager; an answered one was carried out by the answer."""
    answered = {step.answers_id: step for step in one.steps if step.answers_id}
    for step in one.steps:
        if step.kind == "proposed":
            answer = answered.get(step.pk)
            yield RequestedDuty(
                work=step.pk,
                provision=under(_ACTS[StageKind(one.stage.kind)], pack),
                what=f"Agree to the conclusion of the {_name(one)}, or give it back",
                since=step.at,
                due=rules.due(StageAwaited.MANAGER, step.at, days),
                party="organisation",
                organisation=step.by.organisation_id,
                page=_page(one),
                carried=Carried.by(answer, str(answer.get_kind_display())) if answer else None,
            )


def _joint(one: StageSummary, pack: Pack, days: WorkingDays) -> Iterator[RequestedDuty]:
    """Both agencies are asked to enquire jointly (2.2-joint); the record says that they do, or why not."""
    joint = one.standing.joint
    if joint is None and one.standing.is_over:
        return
    for party, other in (("social_care", "the police"), ("police", "children’s social care")):
        yield RequestedDuty(
            work=uuid5(one.stage.pk, f"joint:{party}"),
            provision=under("joint_investigation", pack),
            what=f"Enquire jointly with {other}, or record why not",
            since=one.stage.at,
            due=rules.due(StageAwaited.JOINT, one.stage.at, days),
            party=party,
            page=_page(one),
            carried=Carried.by(joint, f"{joint.get_outcome_display()}: {joint.text}") if joint else None,
        )


def _factors(one: StageSummary, pack: Pack, days: WorkingDays) -> Iterator[RequestedDuty]:
    """The key factors of each adult assessed are judged early, without waiting for what the police find."""
    wanted = [factor.provision for factor in factors.of_pack(pack)]
    for adult in one.assessed:
        done_at = rules.all_judged_at(adult, wanted, one.judgements)
        if done_at is None and one.standing.is_over:
            continue
        last = max((row for row in one.judgements if row.about_id == adult), key=lambda row: row.at, default=None)
        yield RequestedDuty(
            work=uuid5(one.stage.pk, f"factors:{adult}"),
            provision=under("single_assessment", pack),
            what="Judge the key factors, without waiting for seized equipment",
            since=one.stage.at,
            due=rules.due(StageAwaited.FACTORS, one.stage.at, days),
            about=adult,
            page=reverse("judge_factors", args=[one.stage.concern_id, one.stage.pk, adult]),
            carried=Carried(london_day(done_at), str(last.by.user), "Each key factor was judged")
            if done_at and last
            else None,
        )


def considers(one: StageSummary) -> bool:
    """Whether an enquiry asks for a conference to be considered: it found significant harm likely."""
    concluded = one.standing.concluded
    return one.stage.kind == StageKind.ENQUIRY and concluded is not None and concluded.outcome == StageOutcome.LIKELY


def considered(one: StageSummary, found: list[StageSummary]) -> Stage | None:
    """Return the conference that was considered upon an enquiry: one that names it, or none and came afterwards."""
    concluded = one.standing.agreed or one.standing.concluded
    since = concluded.at if concluded else one.stage.at
    there = queries.conferences(found)
    led = next((stage for stage in there if stage.led_from_id == one.stage.pk), None)
    return led or next((stage for stage in there if stage.led_from_id is None and stage.at >= since), None)


def _consider(one: StageSummary, found: list[StageSummary], pack: Pack, days: WorkingDays) -> Iterator[RequestedDuty]:
    """An enquiry that found significant harm likely asks whether a conference is needed."""
    counted = one.standing.agreed or one.standing.concluded
    if not considers(one) or counted is None:
        return
    made = considered(one, found)
    yield _of_conference(
        one,
        pack,
        "conference",
        "Consider whether an initial child protection conference is needed",
        (counted.at, rules.due(StageAwaited.MANAGER, counted.at, days)),
        Carried.by(made, "It was considered") if made else None,
    )


def _decide(one: StageSummary, pack: Pack, days: WorkingDays) -> Iterator[RequestedDuty]:
    """One that was considered without an answer asks for the answer: needed, or not, and why."""
    if one.stage.kind != StageKind.CONFERENCE:
        return
    said = min(
        (step for step in one.steps if step.kind in ("needed", "convened", "held", "decided")),
        key=lambda step: (step.at, step.number),
        default=None,
    )
    yield _of_conference(
        one,
        pack,
        "needed",
        "Decide whether the initial child protection conference is needed, and say why",
        (one.stage.at, rules.due(StageAwaited.MANAGER, one.stage.at, days)),
        Carried.by(said, str(said.get_outcome_display() or said.get_kind_display())) if said else None,
    )


def _hold(one: StageSummary, pack: Pack) -> Iterator[RequestedDuty]:
    """A conference that is needed is held in time."""
    stands = one.standing
    if one.stage.kind != StageKind.CONFERENCE or stands.state in (StageState.OPEN, StageState.NOT_NEEDED):
        return
    since = stands.needed or stands.convened or stands.held or stands.decided
    if since is not None:
        held = stands.held or stands.decided
        yield _of_conference(
            one,
            pack,
            "held",
            "Hold the initial child protection conference",
            (since.at, one.due),
            Carried.by(held, "The conference was held") if held else None,
        )


def _record(one: StageSummary, pack: Pack, days: WorkingDays) -> Iterator[RequestedDuty]:
    """A conference that was held asks for what it decided."""
    stands = one.standing
    if one.stage.kind == StageKind.CONFERENCE and stands.held is not None:
        decided = stands.decided
        yield _of_conference(
            one,
            pack,
            "decided",
            "Record what the child protection conference decided, and why",
            (stands.held.at, rules.due(StageAwaited.MANAGER, stands.held.at, days)),
            Carried.by(decided, str(decided.get_outcome_display())) if decided else None,
        )


def _of_conference(
    one: StageSummary,
    pack: Pack,
    name: str,
    what: str,
    since_and_due: tuple[datetime, date | None],
    carried: Carried | None,
) -> RequestedDuty:
    """Return one thing to do about a conference, which is carried out on the page of its stage."""
    since, due = since_and_due
    return RequestedDuty(
        work=uuid5(one.stage.pk, name),
        provision=under("conference", pack),
        what=what,
        since=since,
        due=due,
        page=_page(one),
        carried=carried,
    )


def _name(one: StageSummary) -> str:
    name = str(one.stage.get_kind_display())
    return name if one.stage.kind == StageKind.ENQUIRY else name[:1].lower() + name[1:]


def _page(one: StageSummary) -> str:
    stage_id: UUID = one.stage.pk
    return reverse("stage", args=[one.stage.concern_id, stage_id])
