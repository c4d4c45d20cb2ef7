"""Duties: done, waived, put off, confirmed, handed on and taken back, whenever and by whom; and where each must stand.

The engine says what is asked. Since when a ground was known comes from the duty's own steps; the days are counted by
the oracle's calendar, which shares no code with the engine's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from access import worlds
from fingerpost.access.models import Membership
from fingerpost.duties import requested_duties
from fingerpost.duties.models import Duty, DutyState, DutyStep, DutyStepKind
from fingerpost.duties.rules import FOR_GOOD, DutyStatus, fold
from fingerpost.duties.services import decision_sync, recording, worklist
from fingerpost.duties.services.whose import Whose
from fingerpost.duties.services.worklist import Pressing
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.model import Deadline
from fingerpost.record.models import Happened
from fingerpost.record.services.cases import Built, case_of
from lives.life import COMMON, POLICE, READER_OF, TODAY, Life
from oracle.days import london_day, working_day_after

COLLEAGUES = {
    "teacher": ("teacher", "lead"),
    "lead": ("teacher", "lead"),
    "front-door": ("front-door", "worker"),
    "worker": ("front-door", "worker"),
    "manager-east": ("front-door", "worker"),
    "manager-west": ("front-door", "worker"),
    "officer": ("officer",),
}
NEVER_ASKED = ("2.1-refer-under-13", "3-police")

type Key = tuple[str, str, UUID | None]


class Dutiful(Life):
    """Rules about duties. `done`: those that somebody recorded as done and nobody took back; `ever`: all there were."""

    def __init__(self) -> None:
        super().__init__()
        self.done: dict[UUID, Key] = {}
        self.ever: set[Key] = set()

    def some_duty(self, data: st.DataObject) -> tuple[str, Duty] | None:
        """Draw somebody, and a duty that they see in a part in which they work."""
        who, compartment = self.anybody(data)
        with self.acting(who):
            rows = Duty.objects.visible().filter(concern=self.concern, compartment=compartment)
            duties = list(rows.select_related("concern").order_by("recorded_at", "provision", "about"))
        return (who, data.draw(st.sampled_from(duties))) if duties else None

    def is_done(self, step: DutyStep) -> None:
        """Note that a duty was recorded as done. What casework asks for says by itself whether it was."""
        if step.duty.work is None:
            self.done[step.pk] = (step.compartment, step.duty.provision, step.duty.about)

    @contextmanager
    def carrying_out(self, *provisions: str) -> Iterator[None]:
        """Do what casework does in the block: the duties that it carries out are of these provisions."""
        before = self._done_steps()
        yield
        for pk, step in self._done_steps().items():
            if pk not in before:
                assert step.duty.provision in provisions, step.duty
                self.is_done(step)

    def _done_steps(self) -> dict[UUID, DutyStep]:
        with self.ground.laying():
            rows = DutyStep._base_manager.filter(concern=self.concern, kind=DutyStepKind.DONE, duty__work=None)
            return {step.pk: step for step in rows.select_related("duty")}

    @rule(data=st.data(), days=st.integers(-3, 3))
    def somebody_does_it(self, data: st.DataObject, days: int) -> None:
        if found := self.some_duty(data):
            who, duty = found
            with self.kept_within(duty.compartment), self.acting(who):
                self.is_done(recording.record_done(duty, "It was done.", "Somebody", TODAY + timedelta(days=days)))

    @rule(data=st.data(), provision=st.sampled_from(NEVER_ASKED))
    def somebody_does_what_nobody_asked(self, data: st.DataObject, provision: str) -> None:
        who, compartment = self.anybody(data)
        with self.kept_within(compartment), self.acting(who):
            step = recording.record_done_unasked(self.concern, compartment, provision, None, "Done.", "Somebody", TODAY)
            self.is_done(step)
            self.ever.add((compartment, provision, None))

    @rule(data=st.data(), days=st.sampled_from([None, -5, 0, 2]), waives=st.booleans())
    def somebody_puts_it_off(self, data: st.DataObject, days: int | None, waives: bool) -> None:
        if found := self.some_duty(data):
            who, duty = found
            until = None if days is None else TODAY + timedelta(days=days)
            with self.kept_within(duty.compartment), self.acting(who):
                if waives or until is None:
                    recording.waive(duty, "A reason.", until)
                else:
                    recording.postpone(duty, "A reason.", until)

    @rule(data=st.data())
    def somebody_confirms(self, data: st.DataObject) -> None:
        who, compartment = self.anybody(data)
        with self.acting(who):
            waiting = {state.duty.pk: state.duty for state in self._states(compartment) if state.awaits_second}
            steps = DutyStep.objects.visible().filter(duty__in=waiting, second=True)
            proposed = {step.duty_id: step for step in steps.order_by("number").select_related("by")}
        if waiting:
            duty = data.draw(st.sampled_from(list(waiting.values())))
            is_another = proposed[duty.pk].by_id != worlds.name(who)
            with self.kept_within(compartment), self.must(is_another), self.acting(who):
                recording.confirm(duty)

    @rule(data=st.data())
    def somebody_hands_it_on(self, data: st.DataObject) -> None:
        if found := self.some_duty(data):
            who, duty = found
            to = data.draw(st.sampled_from(COLLEAGUES[who]))
            with self.kept_within(duty.compartment), self.acting(who):
                recording.hand_over(duty, Membership.objects.get(pk=worlds.name(to)))
            self.sees.setdefault(to, set()).update({duty.compartment, duty.source})

    @rule(data=st.data())
    def somebody_takes_it_back(self, data: st.DataObject) -> None:
        who, compartment = self.anybody(data)
        with self.acting(who):
            kinds = (DutyStepKind.DONE, DutyStepKind.WAIVED, DutyStepKind.POSTPONED)
            rows = DutyStep.objects.visible().filter(concern=self.concern, compartment=compartment)
            gone = {row.step_id for row in rows if row.kind == DutyStepKind.WITHDRAWN}
            steps = list(rows.filter(kind__in=kinds).select_related("duty__concern").order_by("at", "pk"))
        if steps:
            step = data.draw(st.sampled_from(steps))
            is_casework = step.kind == DutyStepKind.DONE and bool(step.pack)
            may = step.pk not in gone and not is_casework
            with self.kept_within(compartment), self.must(may), self.acting(who):
                recording.withdraw(step, "Recorded in error.")
            self.done.pop(step.pk, None)

    def _states(self, compartment: str) -> list[DutyState]:
        rows = DutyState.objects.visible().filter(concern=self.concern, compartment=compartment)
        return list(rows.select_related("duty").order_by("duty__recorded_at", "duty__provision", "duty__about"))

    # ---- what always holds ----

    @invariant()
    def every_duty_is_there_and_on_its_day(self) -> None:
        if not self.sees:
            return
        self.work()
        asked_in_common: set[tuple[str, UUID | None]] = set()
        for compartment in (COMMON, POLICE):
            who = READER_OF[compartment]
            if compartment not in self.sees.get(who, ()):
                continue
            with self.acting(who):
                built = case_of(self.concern, compartment)
                asked = asked_of(built)
                own = {key: due for key, due in asked.items() if key not in asked_in_common}
                if compartment == COMMON:
                    asked_in_common = set(asked)
                self._stands(compartment, built, own)
                self._casework_stands(compartment)
                assert decision_sync.renew(self.concern, compartment) == 0
        with self.acting("lead"):
            self._is_in_one_list()

    def _stands(self, compartment: str, built: Built, asked: dict[tuple[str, UUID | None], date | None]) -> None:
        """See that no duty of a part is lost or twice, and how far each is."""
        duties = list(Duty.objects.visible().filter(concern=self.concern, compartment=compartment, work=None))
        keys = [(compartment, duty.provision, duty.about) for duty in duties]
        self.ever |= {(compartment, *key) for key in asked}
        assert len(keys) == len(set(keys))
        assert set(keys) == {key for key in self.ever if key[0] == compartment}
        became = defaultdict(list)
        rows = DutyStep.objects.visible().filter(concern=self.concern, compartment=compartment)
        for step in rows.order_by("number"):
            became[step.duty_id].append(step)
        undone = Happened.objects.visible().filter(concern=self.concern, takes_back__isnull=False).exists()
        states = [state for state in self._states(compartment) if state.duty.work is None]
        assert {state.duty_id for state in states} == {duty.pk for duty in duties}
        for state in states:
            key = (state.duty.provision, state.duty.about)
            steps = became[state.duty_id]
            now = fold(steps)
            is_done = (compartment, *key) in self.done.values()
            assert now.applies == (key in asked), key
            assert (now.done is not None) == is_done, key
            assert state.is_open == (key in asked and not is_done)
            if key not in asked and not is_done:
                # It is explained: what took it away is said, that it is asked in the common record now, or it was an
                # event that is said to have been taken back.
                assert now.status(TODAY) is DutyStatus.SUPERSEDED
                went = [step for step in steps if step.kind == DutyStepKind.SUPERSEDED]
                assert (went and (went[-1].facts or went[-1].text)) or undone or not went
            self._is_due(state, asked.get(key), built, now.learned_at if key in asked else None)

    def _casework_stands(self, compartment: str) -> None:
        """See that each thing that casework asks for is a duty, once, for as long as it does, and on its day."""
        asked = requested_duties.of_concern(self.concern, compartment)
        states = [state for state in self._states(compartment) if state.duty.work is not None]
        works = [state.duty.work for state in states]
        assert len(works) == len(set(works))
        assert asked.keys() <= set(works)
        rows = DutyStep.objects.visible().filter(duty__in=[state.duty_id for state in states])
        became = defaultdict(list)
        for step in rows.order_by("number"):
            became[step.duty_id].append(step)
        for state in states:
            one, now = asked.get(state.duty.work), fold(became[state.duty_id])
            assert now.applies == (one is not None), state.duty
            if one is not None and one.carried is not None:
                assert now.done is not None, state.duty
            assert state.is_open == (one is not None and now.done is None), state.duty
            due = one.due if one else None
            if due is not None and state.quiet_until not in (None, FOR_GOOD):
                due = max(due, state.quiet_until)
            assert state.due == due, state.duty

    def _is_due(self, state: DutyState, contracts: date | None, built: Built, learned_at: datetime | None) -> None:
        """See that a duty is due on the contract's day, or as much later as its ground was learned (decision 40)."""
        deadline = built.pack.provisions[state.duty.provision].deadline
        about = next((name for name, pk in built.names.items() if pk == state.duty.about), "concern")
        days = counted(deadline, about, built.case, learned_at) if deadline and learned_at else None
        assert (days[0] if days else None) == contracts
        expected = days[1] if days else None
        if expected is not None and state.quiet_until not in (None, FOR_GOOD):
            expected = max(expected, state.quiet_until)
        assert state.due == expected, state.duty

    def _is_in_one_list(self) -> None:
        """See that each open duty is in one list, and that what is late is shown as late.

        What was sent to a designated officer waits in a concern of its own, which its sender has in the lists too.
        """
        seen: dict[UUID, DutyState] = {}
        for whose in Whose:
            for state in worklist.of(whose, TODAY):
                assert state.pk not in seen, whose
                if state.concern_id == self.concern.pk:
                    seen[state.pk] = state
        states = [state for part in self.sees["lead"] for state in self._states(part)]
        wanted = {
            state.pk for state in states if state.is_open and (state.quiet_until is None or state.quiet_until <= TODAY)
        }
        assert set(seen) == wanted
        for state in seen.values():
            is_late = state.due is not None and state.due < TODAY and not state.is_offered
            assert (worklist.pressing(state) is Pressing.OVERDUE) == is_late


def asked_of(built: Built) -> dict[tuple[str, UUID | None], date | None]:
    """Return what a decision asks somebody to do, and on which day, straight from the engine."""
    return {
        (one.provision, built.names.get(one.about)): one.due
        for one in decide(built.pack, built.case).outcomes
        if one.status == "applies" and built.pack.provisions[one.provision].is_to_be_done
    }


def counted(deadline: Deadline, about: str, case: Case, learned_at: datetime) -> tuple[date, date] | None:
    """Return the chapter's day and the one that counts, written out: the oracle's days, decision 40's rule."""
    reported, learned = london_day(case.reported_at), london_day(learned_at)
    if deadline.kind == "before":
        return None
    assert deadline.kind in ("same_day", "on", "working_days")
    number = deadline.days if deadline.kind == "working_days" else 0
    starts = [reported]
    if deadline.event is not None:
        starts = [
            london_day(one.at)
            for one in case.events
            if one.type == deadline.event and (about == "concern" or one.person in (None, about))
        ]
    if not starts:
        return None
    chapters = working_day_after(min(starts), number)
    if learned <= reported:
        return chapters, chapters
    again = chapters if deadline.event is not None else working_day_after(learned, number)
    return chapters, max(again, learned)
