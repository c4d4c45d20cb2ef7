"""Duties as somebody reads them: what, on whom, due when and why, and every step as a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from fingerpost.access import compartments
from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Compartment, Concern, Membership, Organisation
from fingerpost.duties import accepted_by, assignment, rules, sentences
from fingerpost.duties.models import Duty, DutyState, DutyStep
from fingerpost.duties.requested_duties import RequestedDuty
from fingerpost.duties.rules import Due, DutyStatus
from fingerpost.duties.services import decision_sync, duty_rows, duty_state_cache
from fingerpost.duties.services.duty_rows import DutyKey, DutyWithSteps, WantedDuties
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.decision import Outcome
from fingerpost.procedure.explaining.requirements import Clearance, Requirement, requirement_of, whose_of
from fingerpost.procedure.explaining.words import PARTIES, Called, joined
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.record.models import Appearance, Detail, DetailKind, Happened
from fingerpost.record.services.decisions import CompartmentDecision
from fingerpost.record.services.events import events_of
from fingerpost.record.services.procedures import named
from fingerpost.record.services.statements import recorded


@dataclass(frozen=True, slots=True)
class DutyShown:
    """One duty, as it stood on a day. All words are sentences.

    `requirement`: what the decision asks for now; None where casework asks, or nobody does any longer.
    `works_on_it`: to whom it goes, and who works on it already: they are told, and it is not referred to them again.
    `asks`: what is to be done. `page`: the address at which it is carried out, where that is not the duty's own page.
    `parties`: on whom it falls, as in `assignment.PARTIES`. `later`: why it was learned after it happened.
    """

    duty: Duty
    requirement: Requirement | None
    works_on_it: str
    asks: str
    page: str
    parties: tuple[str, ...]
    provision: Provision
    pack: Pack
    status: DutyStatus
    due: Due | None
    day: date | None
    today: date
    whose: str
    later: str
    is_offered: bool
    organisation: Organisation | None
    holder: Membership | None
    proposed: DutyStep | None
    pause: DutyStep | None
    done: DutyStep | None
    steps: tuple[tuple[DutyStep, str], ...]

    @property
    def is_open(self) -> bool:
        """Whether something is to be done now."""
        return self.status is DutyStatus.OPEN

    @property
    def act(self) -> str:
        """What is to be done, in a few words, as a list has it."""
        if self.works_on_it:
            return accepted_by.TELL
        return self.asks if self.duty.work else self.provision.title

    @property
    def why(self) -> str:
        """The reason, as a sentence; empty where the decision does not ask for it."""
        return f"Because {self.requirement.why}." if self.requirement else ""

    @property
    def to_whom(self) -> str:
        """`To the police.`; empty where it goes to nobody."""
        return self.requirement.to_whom if self.requirement else ""

    @property
    def clearance(self) -> Clearance:
        """Whether the people whom acting on it would tell may be told."""
        return self.requirement.clearance if self.requirement else Clearance.CLEAR

    @property
    def warnings(self) -> tuple[str, ...]:
        """Who must not be told yet, or whom to ask about first."""
        return self.requirement.warnings if self.requirement else ()

    @property
    def is_urgent(self) -> bool:
        """Whether it is to be done now, since its ground is grave and no day is set."""
        return self.is_open and self.requirement is not None and self.requirement.urgent

    def is_carried_out_by(self, act: str, to: str | None = None) -> bool:
        """Whether the decision asks for it and this act carries it out (`pack.words.ACTS`).

        `to`: with this recipient of the pack, who is one of those to whom it may go.
        """
        asked = self.requirement
        return asked is not None and act in asked.carried_out_by and (to is None or to in asked.to)

    @property
    def needs_second(self) -> bool:
        """Whether a second person has to confirm that it is waived or put off."""
        return self.duty.work is None and rules.needs_second(self.provision)

    @property
    def is_overdue(self) -> bool:
        """Whether it is open after the day on which it was due. Nobody is late with what is only offered."""
        return self.is_open and not self.is_offered and self.day is not None and self.day < self.today

    @property
    def is_with(self) -> str:
        """The parties on whom it falls, in words, while none of them is involved: they do not know of it here yet.

        What one agency alone knows falls on that agency, as an arrest’s duties on the police (2.2-arrest-undisclosed).
        """
        if self.holder is not None or self.organisation is None or self.duty.compartment != Compartment.COMMON:
            return ""
        if not assignment.is_elsewhere(self.parties, self.organisation.kind):
            return ""
        return joined(PARTIES[name] for name in self.parties)

    @property
    def rank(self) -> tuple[bool, bool, bool, date, str]:
        """Its place in a concern's list: open ones first, the most pressing before the others."""
        return (not self.is_open, self.is_offered, not self.is_urgent, self.day or date.max, self.provision.id)


def of_concern(
    concern: Concern,
    seen: frozenset[str],
    today: date,
    at: datetime | None = None,
    decisions: Mapping[str, CompartmentDecision] | None = None,
) -> list[DutyShown]:
    """Return the duties of a concern that somebody may know who sees these compartments, the most pressing first.

    `at`: as they stood then, by what was recorded by then; `decisions`: those of then that were made already. A fixed
    number of queries for each compartment.
    """
    found = [
        shown
        for compartment in compartments.decisions_for(seen)
        for shown in _of_compartment(concern, compartment, today, at, decisions)
    ]
    return sorted(found, key=lambda shown: shown.rank)


def of_duty(duty: Duty, today: date) -> DutyShown:
    """Return one duty, as it is today."""
    return next(shown for shown in _of_compartment(duty.concern, duty.compartment, today) if shown.duty.pk == duty.pk)


def _of_compartment(
    concern: Concern,
    compartment: str,
    today: date,
    at: datetime | None = None,
    decisions: Mapping[str, CompartmentDecision] | None = None,
) -> list[DutyShown]:
    held = duty_rows.of(concern, compartment, at)
    if not held:
        return []
    decided, wanted = decision_sync.wanted_in(concern, compartment, decisions, at)
    workers = accepted_by.of_concern(concern, compartment, at)
    kept = DutyState.objects.visible().filter(concern=concern, compartment=compartment)
    placed = {state.duty_id: state for state in kept.select_related("organisation", "holder__user")}
    writer = _Writer(
        decided, wanted, names_in(concern, compartment, at), today, workers, _Noted(concern, compartment, at)
    )
    return [writer.shown(one, placed.get(one.duty.pk)) for one in held.values()]


def names_in(concern: Concern, compartment: str, at: datetime | None = None) -> dict[UUID, str]:
    """Return what each person of a concern is called: the name that was said last, or “child 2”. Two queries.

    They are counted among all whom the reader sees, as on the page of the people: “child 1” is one child on every page.
    """
    counts: Counter[str] = Counter()
    names = {}
    for one in recorded(Appearance.objects.visible(), concern, SOURCES, at).order_by("recorded_at", "pk"):
        counts[one.kind] += 1
        names[one.pk] = f"{one.kind} {counts[one.kind]}"
    details = recorded(Detail.objects.visible(), concern, SOURCES[compartment], at).filter(kind=DetailKind.NAME)
    return names | {detail.appearance_id: str(detail.value) for detail in details.order_by("recorded_at", "pk")}


def caller(names: Mapping[str, UUID], known: Mapping[UUID, str]) -> Called:
    """Return what people are called: their name, or else “child 1” for `c1` and “adult 2” for `a2`."""

    def called(ident: str) -> str:
        kind = "child" if ident.startswith("c") else "adult"
        return known.get(names[ident]) or f"{kind} {ident[1:]}" if ident in names else ident

    return called


@dataclass(frozen=True)
class _Noted:
    """What happened, with when it was noted and why: one query, and only where a duty counts from it and is late."""

    concern: Concern
    compartment: str
    at: datetime | None

    @cached_property
    def events(self) -> list[Happened]:
        """What stands where the decision is made from, in its order."""
        return events_of(self.concern, SOURCES[self.compartment], self.at)

    def later(self, provision: Provision, about: UUID | None, due: Due | None) -> str:
        """Return that the event from which a duty counts was noted on a later day, and why; else an empty text."""
        deadline = provision.deadline
        if due is None or not due.differs or deadline is None or deadline.event is None:
            return ""
        rows = [one for one in self.events if one.type == deadline.event and one.about_id in (about, None)]
        if not rows or london_day(rows[0].recorded_at) == london_day(rows[0].at):
            return ""
        first = rows[0]
        why = f": {str(first.reason).rstrip('. ')}" if first.reason else ""
        noted = sentences.moment(first.recorded_at)
        return f"It happened on {sentences.moment(first.at)}, and was noted here on {noted}{why}."


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts the duties of one compartment into words."""

    decided: CompartmentDecision
    wanted: WantedDuties
    known: Mapping[UUID, str]
    today: date
    workers: frozenset[str]
    noted: _Noted

    @property
    def called(self) -> Called:
        return caller(self.decided.names, self.known)

    def shown(self, one: DutyWithSteps, state: DutyState | None) -> DutyShown:
        provision, pack = self._rule(one.duty)
        asked = self.wanted.get(DutyKey.of(one.duty))
        requirement = self._requirement(asked) if isinstance(asked, Outcome) else None
        work = asked if isinstance(asked, RequestedDuty) else None
        now = one.now
        works_on_it = accepted_by.on(provision, asked, self.workers) if now.is_open else ""
        due = duty_state_cache.due_of(one, asked, self.decided)
        return DutyShown(
            duty=one.duty,
            requirement=requirement,
            works_on_it=works_on_it,
            asks=self._asks(one.duty, provision, work, works_on_it),
            page=work.page if work else "",
            parties=_parties(one.duty, provision, work),
            provision=provision,
            pack=pack,
            status=now.status(self.today),
            due=due,
            day=duty_state_cache.put_off(due.counts, now.quiet_until) if due else None,
            today=self.today,
            whose=requirement.whose if requirement else self._whose(one.duty, provision),
            later=self.noted.later(provision, one.duty.about, due),
            is_offered=one.duty.work is None and rules.is_offered(provision),
            organisation=state.organisation if state else None,
            holder=state.holder if state else None,
            proposed=now.proposed,
            pause=now.pause,
            done=now.done,
            steps=tuple(
                (step, sentences.of_step(step, self.decided.pack, self.known, one.steps)) for step in one.steps
            ),
        )

    def _rule(self, duty: Duty) -> tuple[Provision, Pack]:
        """Return the rule that a duty is under, and the version in which it stands."""
        decides = self.decided.pack
        pack = decides if duty.provision in decides.provisions else named(duty.pack)
        return pack.provisions[duty.provision], pack

    def _requirement(self, outcome: Outcome) -> Requirement:
        decided = self.decided
        return requirement_of(decided.pack, decided.case, decided.decision, outcome, self.called, "the practitioner")

    def _asks(self, duty: Duty, provision: Provision, work: RequestedDuty | None, works_on_it: str) -> str:
        if works_on_it:
            return accepted_by.telling(self.decided.pack, provision, works_on_it)
        return work.what if work else duty.asks if duty.work else provision.text.strip()

    def _whose(self, duty: Duty, provision: Provision) -> str:
        """Return on whom it falls and about whom, where no decision asks for it; of casework it is said who has it."""
        if duty.work:
            return f"About {self.known.get(duty.about, 'somebody')}." if duty.about else ""
        person = decision_sync.case_id(duty.about, self.decided.names)
        return whose_of(provision, [person or "concern"], self.called, "the practitioner")


def _parties(duty: Duty, provision: Provision, work: RequestedDuty | None) -> tuple[str, ...]:
    if duty.work is None:
        return provision.who
    return () if work is None or work.organisation or work.membership else (work.party,)
