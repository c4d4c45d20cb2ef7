"""Several who change the same concerns at the same moment, on PostgreSQL: one after the other, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError

import pytest

from access import worlds
from access.anywhere import Anywhere
from duties import making
from fingerpost.access.models import Concern, Membership
from fingerpost.access.services import concerns
from fingerpost.duties import tasks
from fingerpost.duties.models import Duty, DutyStep, DutyStepKind
from fingerpost.duties.services import decision_sync, handover, recording
from fingerpost.record.models import Assertion
from fingerpost.record.services.changes import change
from fingerpost.record.services.facts import assert_fact

SAME_DAY = "2.1-refer-content"
GROUND = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}

on_postgresql = pytest.mark.parametrize("anywhere", ["postgresql"], indirect=True)


def at_once(*work: Callable[[], object]) -> None:
    """Do each in a thread of its own, with a connection of its own. Raises what one of them raises."""
    with ThreadPoolExecutor(len(work)) as threads:
        for done in [threads.submit(one) for one in work]:
            done.result(timeout=60)


@on_postgresql
def test_two_who_hand_over_the_same_concerns_do_not_wait_for_each_other(
    anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    with anywhere.acting("teacher"):
        duties = [making.duty(making.concern(**GROUND), SAME_DAY) for _ in range(2)]
        lead = making.member(worlds.name("lead"))
    met, hand_over = Barrier(2), recording.hand_over

    def slowly(duty: Duty, to: Membership) -> DutyStep:
        step = hand_over(duty, to)
        with suppress(BrokenBarrierError):  # nobody comes when the other waits for us, as they have to
            met.wait(timeout=1)
        return step

    def hands_over(order: list[Duty]) -> None:
        with anywhere.acting("teacher"):
            handover.hand_over(order, lead)

    monkeypatch.setattr(recording, "hand_over", slowly)
    at_once(lambda: hands_over(duties), lambda: hands_over(duties[::-1]))
    with anywhere.acting("teacher"):
        steps = DutyStep.objects.visible().filter(kind=DutyStepKind.HANDED_OVER)
        assert sorted(step.duty_id for step in steps) == sorted([duty.pk for duty in duties] * 2)


@on_postgresql
def test_what_people_and_the_worker_change_at_once_is_all_there(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        for compartment in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=compartment)
        adult, known = making.adult(concern), making.duty(concern, SAME_DAY)
    ready = Barrier(4)

    def by(who: str, *changes: Callable[[], object]) -> Callable[[], None]:
        def done() -> None:
            ready.wait(timeout=30)
            for one in changes:
                with anywhere.acting(who):
                    one()

        return done

    def worker() -> None:
        ready.wait(timeout=30)
        with anywhere.serving():
            for _ in range(3):
                tasks.catch_up.call(str(concern.pk))

    at_once(
        by("teacher", *(lambda value=value: making.told(concern, **dict(GROUND, **value)) for value in _turning())),
        by("officer", lambda: assert_fact(concern, "alleged_abuser", True, about=adult, compartment="police")),
        by("teacher", lambda: recording.record_done(known, "Rang them.", "The lead", date(2026, 3, 24))),
        worker,
    )
    with anywhere.serving():
        making.work()
    with anywhere.acting("officer"):
        facts = set(Assertion.objects.visible().filter(concern=concern).values_list("fact", flat=True))
        assert facts >= {*GROUND, "alleged_abuser"}
        assert DutyStep.objects.visible().filter(duty=known, kind=DutyStepKind.DONE).exists()
        for compartment in ("common", "police"):
            assert Duty.objects.visible().filter(concern=concern, compartment=compartment).exists()
            assert decision_sync.renew(concern, compartment) == 0
        assert _steps_after_deciding_again(concern) == 0


def _turning() -> list[dict[str, bool]]:
    return [{"violent_or_developmentally_unusual": value} for value in (False, True, False)]


def _steps_after_deciding_again(concern: Concern) -> int:
    steps = DutyStep.objects.visible().filter(concern=concern)
    before = steps.count()
    with change(concern):
        pass
    return steps.count() - before
