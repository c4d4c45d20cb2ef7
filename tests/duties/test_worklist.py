"""What is due, overdue and coming, whose it is, and what it costs to ask."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, ExclusionGround
from fingerpost.access.services import concerns, exclusions
from fingerpost.duties import presentation
from fingerpost.duties.models import DutyState
from fingerpost.duties.services import duty_rows, recording, unseen_duties, worklist
from fingerpost.duties.services.whose import Whose, with_somebody
from fingerpost.duties.services.worklist import Pressing

SAME_DAY = "2.1-refer-content"
GROUND = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}
TUESDAY = date(2026, 3, 24)
COMMON = frozenset({"common"})


def test_a_list_costs_the_same_however_many_concerns_there_are(anywhere: Anywhere) -> None:
    asked, home = [], []
    there = 0
    for wanted in (1, 10, 60):
        with anywhere.laying():
            making.many(wanted - there, worlds.name("teacher"), today() - timedelta(days=1))
        there = wanted
        with anywhere.acting("teacher"), CaptureQueriesContext(connection) as queries:
            assert worklist.counts(today())[Whose.MINE].overdue == wanted
            worklist.page(Whose.MINE, today())
            worklist.waiting_for(today())
            assert worklist.overdue(today()) == wanted
        asked.append(len(queries))
        with anywhere.serving():
            client = client_of("teacher")
            client.get(reverse("home"))
            with CaptureQueriesContext(connection) as queries:
                page = client.get(reverse("home"))
            home.append(len(queries))
            assert f"{wanted} overdue".encode() in page.content
            # Where there are more than one page holds, the next one has the rest.
            rest = client.get(reverse("home"), {"from": worklist.MOST}).content.count(b'class="fp-next"><a')
            assert rest == max(0, wanted - worklist.MOST)
    assert len(set(asked)) == 1, asked
    assert len(set(home)) == 1, home


def test_overdue_is_a_question_of_the_day(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        pressing = {
            day: {
                state.duty.provision: worklist.pressing(state)
                for state in worklist.of(Whose.MINE, TUESDAY + timedelta(day))
            }
            for day in (-1, 0, 1)
        }
        assert [pressing[day][SAME_DAY] for day in (-1, 0, 1)] == [Pressing.COMING, Pressing.TODAY, Pressing.OVERDUE]
        for day in (TUESDAY, TUESDAY + timedelta(days=1)):  # what is counted is what is listed
            for whose, counted in worklist.counts(day).items():
                listed = [worklist.pressing(state) for state in worklist.of(whose, day)]
                assert (counted.overdue, counted.today) == (
                    listed.count(Pressing.OVERDUE),
                    listed.count(Pressing.TODAY),
                )
        assert worklist.counts(TUESDAY)[Whose.MINE].today
        assert worklist.overdue(TUESDAY) == 0
        late = worklist.overdue(TUESDAY + timedelta(days=1))
        assert late >= 1
        recording.record_done(making.duty(concern, SAME_DAY), "Referred.", "A. Teacher", TUESDAY)
        assert worklist.overdue(TUESDAY + timedelta(days=1)) == late - 1


def test_what_waits_until_a_day_is_open_on_it(anywhere: Anywhere) -> None:
    friday = TUESDAY + timedelta(days=3)
    with anywhere.acting("teacher"):
        concern = making.concern(online_bullying=True)
        duty = making.duty(concern, "3-take-seriously")
        recording.postpone(duty, "The form tutor is away.", friday)

        def is_listed(day: date) -> bool:
            return worklist.of(Whose.MINE, day).filter(duty=duty).exists()

        assert [is_listed(day) for day in (TUESDAY, friday - timedelta(1), friday)] == [False, False, True]


@pytest.mark.parametrize("shut_out", ["person", "organisation", "the other part"])
def test_nobody_is_there_for_what_they_are_shut_out_of(anywhere: Anywhere, shut_out: str) -> None:
    day = today()
    with anywhere.acting("worker"):
        concern = making.concern(**GROUND)
        concerns.involve_organisation(concern.pk, worlds.name("school"))
        concerns.involve_member(concern.pk, worlds.name("front-door"))
    with anywhere.acting("front-door"):
        duty = making.duty(concern, SAME_DAY)
        recording.take(duty)

    def is_queued() -> bool:
        return not DutyState.objects.visible().filter(with_somebody(day), duty=duty).exists()

    with anywhere.acting("worker"):
        assert not is_queued()
        words = {"ground": ExclusionGround.CONFLICT, "reason": "He knows the family."}
        user = worlds.name("u-front-door")
        if shut_out == "person":
            exclusions.shut_out_user(concern.pk, user, **words)
            # It falls on somebody else at once, here on whoever recorded the concern.
            assert DutyState.objects.visible().get(duty=duty).holder_id == worlds.name("worker")
            assert worklist.of(Whose.MINE, day).filter(duty=duty).exists()
        elif shut_out == "organisation":
            exclusions.shut_out_organisation(concern.pk, worlds.name("school"), **words)
            assert not is_queued()
        else:
            exclusions.shut_out_user(concern.pk, user, covers="police", **words)
            assert not is_queued()


def test_whoever_is_shut_out_of_what_a_part_is_decided_from_has_nothing_of_that_part(anywhere: Anywhere) -> None:
    # The police's decision is made from the common record too: who does not see that does not see the decision.
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        for part in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=part)
    with anywhere.acting("officer"):
        for part in ("common", "police"):
            concerns.involve_member(concern.pk, worlds.name("officer-2"), compartment=part)
        assert not _shut_out(concern)[worlds.name("officer-2")]
    with anywhere.acting("teacher"):
        words = {"ground": ExclusionGround.CONFLICT, "reason": "She knows the family."}
        exclusions.shut_out_user(concern.pk, worlds.name("u-officer-2"), covers="common", **words)
    with anywhere.acting("officer"):
        assert _shut_out(concern) == {None: False, worlds.name("officer-2"): True}


def _shut_out(concern: Concern) -> dict[UUID | None, bool]:
    return {it.membership_id: it.is_shut_out for it in duty_rows.involved_in(concern, "police")}  # type: ignore[attr-defined]


def test_before_a_referral_it_lies_with_those_who_have_to_do_it_and_in_no_queue_of_the_school(
    anywhere: Anywhere,
) -> None:
    # 2.1-strategy is children’s social care’s
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        child = making.child(concern)
        making.told(concern, about=child, significant_harm=True)
        strategy = worklist.open_on(TUESDAY).filter(duty__provision="2.1-strategy")
        assert not worklist.of(Whose.UNASSIGNED, TUESDAY).filter(duty__provision="2.1-strategy").exists()
        (waits,) = worklist.of(Whose.OTHERS, TUESDAY).filter(pk__in=strategy)
        assert worklist.with_whom(waits) == "Children's social care (not told here yet)"
        assert "Children's social care (not told here yet)" in dict(worklist.waiting_for(TUESDAY))
        (said,) = [
            one for one in presentation.of_concern(concern, COMMON, TUESDAY) if one.provision.id == "2.1-strategy"
        ]
        assert said.is_with == "children's social care"
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        (waits,) = worklist.of(Whose.OTHERS, TUESDAY).filter(pk__in=strategy)
        assert worklist.with_whom(waits) == str(waits.organisation)
        (said,) = [
            one for one in presentation.of_concern(concern, COMMON, TUESDAY) if one.provision.id == "2.1-strategy"
        ]
        assert said.is_with == ""
    with anywhere.acting("front-door"):
        assert worklist.of(Whose.UNASSIGNED, TUESDAY).filter(duty__provision="2.1-strategy").exists()
    with anywhere.laying():
        rows = DutyState._base_manager.filter(concern=concern, duty__provision="2.1-strategy")
        rows.update(due=today() - timedelta(days=1))
    with anywhere.serving():
        page = client_of("front-door").get(reverse("home")).content.decode()
        assert "You have no duty of your own that is due." in page
        assert "1 that nobody has yet</a> is to be done now, overdue or due today." in page


def test_what_the_chapter_wants_the_same_day_stays_open_until_a_second_person_confirms(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        duty = making.duty(concern, SAME_DAY)
        recording.waive(duty, "Referred by the hospital already.")
        assert making.state(concern, SAME_DAY).awaits_second
        assert worklist.of(Whose.MINE, TUESDAY).filter(duty=duty).exists()
        with pytest.raises(AccessError, match="the same person cannot confirm it"):
            recording.confirm(duty)
    with anywhere.acting("lead"):
        recording.confirm(duty)
        assert not making.state(concern, SAME_DAY).awaits_second
        assert not worklist.of(Whose.TEAM, TUESDAY).filter(duty=duty).exists()


def test_what_really_happened_is_recorded_though_it_is_held_or_not_yet_a_duty(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        child, adult = making.child(concern), making.adult(concern)
        # Done before it was a duty, and it is done when it becomes one.
        recording.record_done_unasked(concern, "common", SAME_DAY, None, "Referred at once.", "A. Teacher", TUESDAY)
        making.told(concern, violent_or_developmentally_unusual=True)
        assert making.kinds(concern, SAME_DAY) == ["done", "appeared"]
        with pytest.raises(AccessError, match="there is no rule") as refused:
            recording.record_done_unasked(concern, "common", "2.1-refer-contents", None, "Done.", "A. Teacher", TUESDAY)
        assert "Did you mean" in str(refused.value)
        assert not making.state(concern, SAME_DAY).is_open
        # The parents were told although an embargo stood: it is recorded, marked, and shown to who manages.
        making.told(concern, about=adult, alleged_abuser=True)
        making.told(concern, about=child, depicted=True, informing_parents_risks_harm=False)
        assert making.state(concern, "2.1-involve-parents", child.pk).clearance == "wait"
        step = recording.record_done(
            making.duty(concern, "2.1-involve-parents", child.pk), "Told.", "A. Teacher", TUESDAY
        )
        assert step.held
    with anywhere.acting("lead"):
        assert [found.pk for found in worklist.done_though_held(step.at)] == [step.pk]
    with anywhere.serving():
        assert b"despite an embargo" in client_of("lead").get(reverse("home")).content


def test_what_a_colleague_has_who_was_shut_out_is_in_the_queue_again_and_nobodys_is_told_to_who_sees_it(
    anywhere: Anywhere,
) -> None:
    # Given duties of the council's, which its social worker has
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        making.told(concern, about=making.child(concern), significant_harm=True)
        concerns.involve_organisation(concern.pk, worlds.name("council"))
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, worlds.name("worker"))
        theirs = [state.pk for state in worklist.open_on(TUESDAY) if state.holder_id == worlds.name("worker")]
        assert theirs
        assert not worklist.of(Whose.UNASSIGNED, TUESDAY).filter(pk__in=theirs).exists()
    # When the social worker is shut out, they are for intake to give to somebody else
    with anywhere.acting("teacher"):
        assert unseen_duties.out_of_reach(TUESDAY) == []
        shut_out = {"ground": ExclusionGround.DECLARED, "reason": "A neighbour."}
        exclusions.shut_out_user(concern.pk, worlds.name("u-worker"), **shut_out)
        assert unseen_duties.out_of_reach(TUESDAY) == []
    with anywhere.acting("front-door"):
        assert worklist.of(Whose.UNASSIGNED, TUESDAY).filter(pk__in=theirs).count() == len(theirs)
    # When everybody who takes in is, those who see the concern are told with whom something waits, and nobody else
    with anywhere.acting("teacher"):
        for user in ("u-front-door", "u-manager-east", "u-manager-west"):
            exclusions.shut_out_user(concern.pk, worlds.name(user), **shut_out)
        (one,) = unseen_duties.out_of_reach(TUESDAY)
        assert (one.concern, one.organisation.name) == (concern, "council")
    for who in ("front-door", "worker", "other-teacher"):
        with anywhere.acting(who):
            assert unseen_duties.out_of_reach(TUESDAY) == []
    with anywhere.serving():
        page = client_of("teacher").get(reverse("concern", args=[concern.pk])).content.decode()
        assert "Something waits with council, where nobody can see this concern." in page
        assert "where nobody can see it" in client_of("teacher").get(reverse("home")).content.decode()
        assert "where nobody can see it" not in client_of("front-door").get(reverse("home")).content.decode()
