"""Lives of duties drawn at random: facts in any order and taken back, duties done, waived, put off, handed on.

The engine says what has to be there. Everything else is kept by the test itself, in the plainest way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from access import scene, worlds
from duties import making
from fingerpost.access import context
from fingerpost.access.models import Membership
from fingerpost.access.services import concerns
from fingerpost.duties.models import Duty, DutyState, DutyStep, DutyStepKind
from fingerpost.duties.rules import DutyStatus, fold
from fingerpost.duties.services import decision_sync, recording, worklist
from fingerpost.duties.services.whose import Whose
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.decision import Outcome
from fingerpost.record.services.cases import case_of
from fingerpost.record.services.facts import FactAnswer, assert_many

TODAY = date(2026, 3, 25)
# Few, so that what was true comes to be false again, and duties that were done are met by it.
FACTS = ("violent_or_developmentally_unusual", "online_bullying", "bullying_may_be_crime")
OF_A_CHILD = ("significant_harm", "coerced_blackmailed_or_groomed")
OF_AN_ADULT = ("alleged_abuser", "works_with_children")
HOLDERS = ("teacher", "lead")


class Lives(RuleBasedStateMachine):
    """One concern. `done` are the duties that somebody recorded as done and nobody took back."""

    def __init__(self) -> None:
        super().__init__()
        self.done: set[tuple[str, object]] = set()
        self.ever: set[tuple[str, object]] = set()
        self.said_at = making.TUESDAY

    @contextmanager
    def acting(self, who: str = "lead") -> Iterator[None]:
        with context.acting(worlds.actor(who)):
            yield

    @initialize()
    def open(self) -> None:
        with context.acting(worlds.actor("teacher")):
            self.concern = making.concern(youth_produced_imagery=True)
            self.child, self.adult = making.child(self.concern), making.adult(self.concern)

    def _say(self, about: object, fact: str, value: bool | None, hours: int) -> None:
        self.said_at += timedelta(hours=hours)
        with self.acting():
            assert_many(self.concern, [FactAnswer(fact, value, about)], said_at=self.said_at)  # type: ignore[arg-type]

    @rule(fact=st.sampled_from(FACTS), value=st.sampled_from([True, True, False, None]), hours=st.integers(0, 30))
    def say(self, fact: str, value: bool | None, hours: int) -> None:
        self._say(None, fact, value, hours)

    @rule(fact=st.sampled_from(OF_A_CHILD), value=st.sampled_from([True, True, False, None]), hours=st.integers(0, 30))
    def say_of_the_child(self, fact: str, value: bool | None, hours: int) -> None:
        self._say(self.child, fact, value, hours)

    @rule(fact=st.sampled_from(OF_AN_ADULT), value=st.sampled_from([True, True, False, None]), hours=st.integers(0, 30))
    def say_of_the_adult(self, fact: str, value: bool | None, hours: int) -> None:
        self._say(self.adult, fact, value, hours)

    def _some(self, data: st.DataObject) -> Duty | None:
        duties = list(
            Duty.objects.visible().filter(concern=self.concern, compartment="common").order_by("recorded_at", "pk")
        )
        return data.draw(st.sampled_from(duties)) if duties else None

    @rule(data=st.data(), days=st.integers(-3, 3))
    def do(self, data: st.DataObject, days: int) -> None:
        with self.acting():
            if duty := self._some(data):
                recording.record_done(duty, "It was done.", "Somebody", TODAY + timedelta(days=days))
                self.done.add((duty.provision, duty.about))

    @rule(data=st.data(), until=st.sampled_from([None, TODAY, TODAY + timedelta(days=2)]), waives=st.booleans())
    def pause(self, data: st.DataObject, until: date | None, waives: bool) -> None:
        with self.acting():
            if duty := self._some(data):
                if waives or until is None:
                    recording.waive(duty, "A reason.", until)
                else:
                    recording.postpone(duty, "A reason.", until)

    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        with self.acting("teacher"):
            waiting = [state.duty for state in self._states() if state.awaits_second]
            if waiting:
                recording.confirm(data.draw(st.sampled_from(waiting)))

    @rule(data=st.data(), who=st.sampled_from(HOLDERS))
    def hand_on(self, data: st.DataObject, who: str) -> None:
        with self.acting():
            to = Membership.objects.get(pk=worlds.name(who))
            if (duty := self._some(data)) and to.ends is None:
                recording.hand_over(duty, to)

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        with self.acting():
            gone = DutyStep.objects.visible().filter(kind=DutyStepKind.WITHDRAWN).values("step")
            steps = DutyStep.objects.visible().filter(concern=self.concern, kind=DutyStepKind.DONE).exclude(pk__in=gone)
            if found := list(steps.order_by("at", "pk")):
                step = data.draw(st.sampled_from(found))
                recording.withdraw(step, "Recorded in error.")
                key = (step.duty.provision, step.duty.about)
                others = [one for one in found if one.duty_id == step.duty_id and one.pk != step.pk]
                if not others:
                    self.done.discard(key)

    @rule(is_there=st.booleans())
    def the_teacher_leaves_or_comes_back(self, is_there: bool) -> None:
        Membership.objects.filter(pk=worlds.name("teacher")).update(
            ends=None if is_there else TODAY - timedelta(days=1)
        )

    @precondition(lambda self: hasattr(self, "concern"))
    @rule()
    def bring_the_council_in(self) -> None:
        with self.acting():
            concerns.involve_organisation(self.concern.pk, worlds.name("council"))

    def _states(self) -> list[DutyState]:
        return list(
            DutyState.objects.visible().filter(concern=self.concern, compartment="common").select_related("duty")
        )

    @invariant()
    def everything_is_as_it_follows(self) -> None:
        if not hasattr(self, "concern"):
            return
        with self.acting():
            built = case_of(self.concern, "common")
            decision = decide(built.pack, built.case)
            applying = {
                (one.provision, built.names.get(one.about)): one
                for one in decision.outcomes
                if one.status == "applies" and built.pack.provisions[one.provision].is_to_be_done
            }
            rows = [(duty.provision, duty.about) for duty in Duty.objects.visible().filter(concern=self.concern)]
            self.ever |= set(applying)
            # No duty is lost, and none is there twice.
            assert len(rows) == len(set(rows))
            assert set(rows) == self.ever
            states = {(state.duty.provision, state.duty.about): state for state in self._states()}
            became = defaultdict(list)
            for step in DutyStep.objects.visible().filter(concern=self.concern).order_by("number"):
                became[step.duty_id].append(step)
            for key, state in states.items():
                steps = became[state.duty_id]
                now = fold(steps)
                # It applies exactly when the engine says so, and done stays done.
                assert now.applies == (key in applying)
                assert (now.done is not None) == (key in self.done)
                assert state.is_open == (key in applying and key not in self.done)
                if key not in applying and now.done is None:
                    assert now.status(TODAY) is DutyStatus.SUPERSEDED
                    assert steps[[s.kind for s in steps].index(DutyStepKind.SUPERSEDED)].facts
                self._is_due(state, applying.get(key), now.learned_at)
                # Nobody is without somebody, or a queue.
                assert state.organisation_id in {worlds.name("school"), worlds.name("council")}
            self._is_in_one_list(states.values())
            assert decision_sync.renew(self.concern, "common") == 0
        with self.acting("officer"):
            assert not Duty.objects.visible().filter(concern=self.concern).exists()

    def _is_due(self, state: DutyState, outcome: Outcome | None, learned_at: datetime | None) -> None:
        if outcome is None or outcome.due is None:
            assert state.due is None
            return
        assert state.due is not None
        chapters = outcome.due
        assert state.due >= chapters
        if learned_at is not None and learned_at.date() <= making.TUESDAY.date() and state.quiet_until is None:
            assert state.due == chapters

    def _is_in_one_list(self, states: Iterable[DutyState]) -> None:
        seen = {}
        for whose in Whose:
            for state in worklist.of(whose, TODAY):
                assert state.pk not in seen, (whose, seen[state.pk])
                seen[state.pk] = whose
        wanted = {
            state.pk for state in states if state.is_open and (state.quiet_until is None or state.quiet_until <= TODAY)
        }
        assert set(seen) == wanted


@pytest.mark.django_db
def test_lives() -> None:
    scene.make()

    class Anew(Lives):
        """Each life begins on what the scene laid, and leaves nothing."""

        def __init__(self) -> None:
            self.life = transaction.atomic()
            self.life.__enter__()
            super().__init__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.life.__exit__(None, None, None)

    run_state_machine_as_test(
        Anew,
        settings=settings(
            max_examples=5,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
