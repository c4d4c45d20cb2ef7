"""As known on a date: whatever was stated, `at` gives the state that a replay of the statements up to then gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access import scene
from fingerpost.access import context
from fingerpost.access.models import Concern
from fingerpost.record import services
from fingerpost.record.errors import NothingToldError
from fingerpost.record.models import Appearance, DetailKind, PartInConcern, PersonKind
from fingerpost.record.services import events, facts
from fingerpost.record.services.cases import case_of
from fingerpost.record.services.decisions import decision_of
from record import making

COMMON = frozenset({"common"})
FACTS = ("depicted", "received_imagery")
PARTS = {"depicted": PartInConcern.DEPICTED, "received_imagery": PartInConcern.RECEIVED}

_step = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(FACTS), st.sampled_from([True, False, None])),
    st.tuples(st.just("take part"), st.sampled_from(FACTS), st.none()),
    st.tuples(st.just("leave part"), st.sampled_from(FACTS), st.none()),
    st.tuples(st.just("event"), st.none(), st.none()),
    st.tuples(st.just("take back"), st.none(), st.none()),
    st.tuples(st.just("born"), st.none(), st.sampled_from(["2010-01-01", "2014-01-01"])),
)
_steps = st.lists(st.tuples(st.integers(0, 3), _step), min_size=1, max_size=6)


class Replay:
    """The oracle: the state after each step, kept by hand."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}
        self.parts: list[str] = []
        self.events = 0
        self.born: str | None = None

    def do(self, step: tuple[str, Any, Any]) -> None:
        name, fact, value = step
        if name == "say":
            self.said[fact] = value
        elif name == "take part":
            self.parts.append(fact)
        elif name == "leave part" and fact in self.parts:
            self.parts.remove(fact)
        elif name == "event":
            self.events += 1
        elif name == "take back":
            self.events = max(0, self.events - 1)
        elif name == "born":
            self.born = value

    def facts(self) -> dict[str, Any]:
        known = dict.fromkeys(self.parts, True) | {
            fact: value for fact, value in self.said.items() if value is not None
        }
        if self.born:
            known["age"] = {"2010-01-01": 16, "2014-01-01": 12}[self.born]
        return known


class Recorder:
    """Does the same through the services."""

    def __init__(self, concern: Concern, child: Appearance) -> None:
        self.concern, self.child = concern, child
        self.parts: dict[str, list[Any]] = {fact: [] for fact in FACTS}
        self.events: list[Any] = []
        self.born: Any = None

    def do(self, step: tuple[str, Any, Any]) -> None:
        name, fact, value = step
        if name == "say":
            services.assert_fact(self.concern, fact, value, about=self.child)
        elif name == "take part":
            self.parts[fact].append(services.take_part(self.child, PARTS[fact]))
        elif name == "leave part" and self.parts[fact]:
            services.leave_part(self.parts[fact].pop(), reason="not so")
        elif name == "event":
            self.events.append(services.record_event(self.concern, "referral_made", making.NOON))
        elif name == "take back" and self.events:
            events.take_back(self.events.pop(), reason="in error")
        elif name == "born":
            self.born = services.add_detail(self.child, DetailKind.BORN, value, replaces=self.born)


@pytest.fixture
def teacher_acting(db: None) -> Iterator[None]:  # noqa: ARG001
    scene.make()
    with context.acting(scene.actor("teacher")):
        yield


@pytest.mark.usefixtures("teacher_acting")
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps)
def test_at_gives_exactly_what_was_known_then(steps: list[tuple[int, tuple[str, Any, Any]]]) -> None:
    clock = {"now": timezone.now() + timedelta(hours=1)}  # what `access` stamps by itself has begun by then
    began = clock["now"]
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(timezone, "now", lambda: clock["now"])
        concern = making.account().concern
        recorder = Recorder(concern, services.add_appearance(concern, PersonKind.CHILD))
        replay, states = Replay(), [(began, {}, 0)]
        for minutes, step in steps:
            clock["now"] += timedelta(minutes=minutes, microseconds=10)
            recorder.do(step)
            replay.do(step)
            states.append((clock["now"], replay.facts(), replay.events))
        clock["now"] += timedelta(days=1)
        documents = []
        for moment, stated, happened in states:
            at = moment + timedelta(microseconds=5)
            case = case_of(concern, "common", at).case
            assert dict(case.people[0].facts) == stated
            assert len(case.events) == happened
            held = {one.fact: one.value for one in facts.known(concern, COMMON, at) if one.value is not None}
            assert held == {fact: value for fact, value in stated.items() if fact != "age"}
            documents.append(decision_of(concern, "common", at).decision)
        assert decision_of(concern, "common").decision == documents[-1]
        transaction.set_rollback(True)


@pytest.mark.usefixtures("teacher_acting")
def test_before_anything_was_told_there_is_nothing() -> None:
    concern = making.account().concern
    before: datetime = timezone.now() - timedelta(hours=1)
    with pytest.raises(NothingToldError):
        decision_of(concern, "common", before)
    assert facts.known(concern, COMMON, before) == []
