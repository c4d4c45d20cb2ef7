"""A decision's difference is carried into duties: once each, never deleted, with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from access import worlds
from access.anywhere import Anywhere
from duties import making
from fingerpost.access.models import Compartment
from fingerpost.access.services import concerns
from fingerpost.duties import presentation
from fingerpost.duties.models import Duty, DutyState, DutyStep, DutyStepKind
from fingerpost.duties.services import decision_sync, recording, worklist
from fingerpost.record.models import PersonKind
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.changes import change
from fingerpost.record.services.decisions import decision_of
from fingerpost.record.services.people import add_appearance

SAME_DAY = "2.1-refer-content"
GROUND = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}


def test_each_outcome_that_asks_for_something_has_its_one_row(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        decided = decision_of(concern, "common")
        wanted = {(key.provision, key.about) for key in decision_sync.asked_for(decided)}
        rows = list(Duty.objects.visible().filter(concern=concern).values_list("provision", "about"))
        assert len(rows) == len(set(rows))
        assert set(rows) == wanted
        assert (SAME_DAY, None) in wanted
        assert making.state(concern, SAME_DAY).due == date(2026, 3, 24)


def test_deciding_again_changes_nothing(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        before = list(DutyStep.objects.visible().filter(concern=concern).order_by("pk").values_list("pk"))
        with change(concern):
            pass
        assert decision_sync.renew(concern, "common") == 0
        after = list(DutyStep.objects.visible().filter(concern=concern).order_by("pk").values_list("pk"))
    assert before == after


def test_what_no_longer_follows_stays_with_its_reason_and_may_come_back(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        making.told(concern, violent_or_developmentally_unusual=False)
        assert making.kinds(concern, SAME_DAY) == [DutyStepKind.APPEARED, DutyStepKind.SUPERSEDED]
        gone = DutyStep.objects.visible().get(duty=making.duty(concern, SAME_DAY), kind=DutyStepKind.SUPERSEDED)
        assert gone.facts[0]["fact"] == "violent_or_developmentally_unusual"
        assert not making.state(concern, SAME_DAY).is_open
        later = making.TUESDAY + timedelta(days=1)
        making.told(concern, later, violent_or_developmentally_unusual=True)
        assert making.kinds(concern, SAME_DAY)[-1] == DutyStepKind.RETURNED
        assert making.state(concern, SAME_DAY).due == date(2026, 3, 25)


def test_done_stays_done(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        recording.record_done(making.duty(concern, SAME_DAY), "Referred by phone", "A. Teacher", date(2026, 3, 24))
        for value in (False, True):
            making.told(concern, violent_or_developmentally_unusual=value)
        assert not making.state(concern, SAME_DAY).is_open
        step = DutyStep.objects.visible().get(duty=making.duty(concern, SAME_DAY), kind=DutyStepKind.DONE)
        assert (step.text, step.who, step.on) == ("Referred by phone", "A. Teacher", date(2026, 3, 24))


def test_a_ground_learned_later_starts_its_day_when_it_was_learned(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        making.told(concern, datetime(2026, 3, 26, 9, tzinfo=UTC), violent_or_developmentally_unusual=True)
        state = making.state(concern, SAME_DAY)
        assert state.due == date(2026, 3, 26)


def test_the_police_alone_have_a_duty_that_only_they_know_the_ground_of(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        concerns.involve_organisation(concern.pk, worlds.name("force"), compartment="police")
        concerns.involve_organisation(concern.pk, worlds.name("force"))
        adult = making.adult(concern)
    with anywhere.acting("officer"):
        from fingerpost.record.services.facts import assert_fact

        assert_fact(concern, "alleged_abuser", True, about=adult, compartment="police")
        police = set(Duty.objects.visible().filter(concern=concern, compartment="police").values_list("provision"))
        assert police
    with anywhere.acting("teacher"):
        assert not Duty.objects.visible().filter(concern=concern, compartment="police").exists()
        assert not DutyState.objects.visible().filter(concern=concern, compartment="police").exists()
        # A fact of the common record brings the police a duty, though the teacher sees nothing of it.
        making.told(concern, about=adult, works_with_children=True)
    with anywhere.serving():
        making.work()
    with anywhere.acting("officer"):
        more = set(Duty.objects.visible().filter(concern=concern, compartment="police").values_list("provision"))
        assert more > police
        assert {row.organisation_id for row in DutyState.objects.visible().filter(compartment="police")}
        assert worklist.counts(date(2026, 3, 24))


def test_who_sees_more_people_is_told_of_the_same_child_and_who_sees_fewer_does_not_learn_it(
    anywhere: Anywhere,
) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        for compartment in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=compartment)
    with anywhere.acting("officer"):
        add_appearance(concern, PersonKind.CHILD, compartment=Compartment.POLICE)
    with anywhere.acting("teacher"):
        child = making.child(concern)
        making.told(concern, about=child, significant_harm=True)
    for who, seen, number in (("officer", {"common", "police"}, 2), ("teacher", {"common"}, 1)):
        with anywhere.acting(who):
            shown = presentation.of_duty(making.duty(concern, "2.1-strategy", child.pk), date(2026, 3, 24))
            listed = PeopleOfConcern(concern, seen).get(child.pk)
            assert listed is not None
            assert listed.place == f"Child {number}"
            assert f"About child {number}" in shown.whose


def test_no_duty_is_without_a_queue(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        child = making.child(concern)
        making.told(concern, about=child, significant_harm=True)
        strategy = making.state(concern, "2.1-strategy", child.pk)
        assert (strategy.organisation_id, strategy.holder_id) == (worlds.name("school"), None)
        assert making.state(concern, "0-refer").holder_id == worlds.name("teacher")
        # When the council comes in, what falls on it goes there.
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        assert making.state(concern, "2.1-strategy", child.pk).organisation_id == worlds.name("council")
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, worlds.name("worker"))
        assert making.state(concern, "2.1-strategy", child.pk).holder_id == worlds.name("worker")
