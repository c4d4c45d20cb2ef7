"""What casework asks for is a duty like any other: on somebody, by a day, done, taken back, and hidden where it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access import compartments, context
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, ExclusionGround, Involvement, Membership
from fingerpost.access.services import concerns, exclusions
from fingerpost.duties import presentation
from fingerpost.duties.assignment import NamedForWork, assign
from fingerpost.duties.hooks import DutiesHooks
from fingerpost.duties.models import Duty, DutyState, DutyStep
from fingerpost.duties.requested_duties import Carried, RequestedDuty
from fingerpost.duties.services import recording, worklist
from fingerpost.duties.services.whose import Whose
from fingerpost.record.services.changes import change
from support.rooms import one_more

RULE = "2.1-strategy"
SINCE = datetime(2026, 3, 24, 15, tzinfo=UTC)
FRIDAY = date(2026, 3, 27)
PAST = date(2020, 1, 1)
WORDS = "Ask the Placeholder family when they can be visited."

type Work = dict[tuple[UUID, str], list[RequestedDuty]]


@pytest.fixture
def work() -> Iterator[Work]:
    """What casework asks for, by concern and compartment. It is asked only in the name of those who see it."""
    found: Work = defaultdict(list)

    def source(concern: Concern, compartment: str, at: datetime | None) -> Iterable[RequestedDuty]:
        assert compartment in compartments.view_of(context.required(), concern.pk)
        return [one for one in found[concern.pk, compartment] if at is None or one.since <= at]

    with one_more(DutiesHooks(name="here", requested_duties=source)):
        yield found


def asked(**fields: object) -> RequestedDuty:
    return RequestedDuty(**{"work": uuid4(), "provision": RULE, "what": WORDS, "since": SINCE, "due": FRIDAY, **fields})  # type: ignore[arg-type]


def carry(concern: Concern, compartment: str = "common") -> None:
    with change(concern, compartment):
        pass


def state(one: RequestedDuty) -> DutyState:
    return DutyState.objects.visible().select_related("duty__concern").get(duty__work=one.work)


def kinds(one: RequestedDuty) -> list[str]:
    return [str(step.kind) for step in DutyStep.objects.visible().filter(duty__work=one.work).order_by("number")]


def test_it_is_on_somebody_by_a_day_and_done_as_the_work_says(anywhere: Anywhere, work: Work) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        child = making.child(concern)
        one = asked(about=child.pk, party="practitioner")
        other = asked(about=child.pk, organisation=worlds.name("council"), due=None)
        here = work[concern.pk, "common"]
        here += [one, other]
        carry(concern)
        carry(concern)
        assert kinds(one) == kinds(other) == ["appeared"]
        assert (state(one).holder_id, state(one).due) == (worlds.name("teacher"), FRIDAY)
        assert {row.duty_id for row in worklist.of(Whose.MINE, FRIDAY)} >= {state(one).duty_id}
        assert worklist.overdue(FRIDAY + timedelta(days=1)) == worklist.overdue(FRIDAY) + 1
        # Nobody of the council is involved yet: it waits with whoever recorded the concern.
        assert (state(other).organisation_id, state(other).holder_id) == (worlds.name("school"), None)
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        assert state(other).organisation_id == worlds.name("council")
        # Put off and waived as any other; no second person is asked, whatever rule it is under.
        recording.postpone(state(one).duty, "They are away.", FRIDAY + timedelta(days=3))
        assert (state(one).due, state(one).awaits_second) == (FRIDAY + timedelta(days=3), False)
        here[0] = replace(one, carried=Carried(date(2026, 3, 26), "A. Teacher", "They were asked."))
        carry(concern)
        carry(concern)
        assert kinds(one) == ["appeared", "postponed", "done"]
        done = DutyStep.objects.visible().get(duty__work=one.work, kind="done")
        assert (done.on, done.who, done.text) == (date(2026, 3, 26), "A. Teacher", "They were asked.")
        assert not state(one).is_open
        with pytest.raises(AccessError, match="the work itself says"):
            recording.withdraw(done, "An error.")
        here[0] = one
        carry(concern)
        assert kinds(one)[-1] == "withdrawn"
        assert state(one).is_open
        here.clear()
        carry(concern)
        assert (kinds(one)[-1], state(one).is_open) == ("superseded", False)
        shown = {it.duty.work: it for it in presentation.of_concern(concern, frozenset({"common"}), FRIDAY)}
        assert (shown[one.work].asks, shown[one.work].status) == (WORDS, "superseded")
        past = presentation.of_concern(concern, frozenset({"common"}), FRIDAY, making.TUESDAY - timedelta(days=1))
        assert past == []
    with anywhere.laying():
        call_command("renew_duties", "--check")


def test_who_is_named_for_it_is_let_in_and_may_hand_it_over(anywhere: Anywhere, work: Work) -> None:
    worker, second = worlds.name("worker"), worlds.name("worker-2")
    with anywhere.acting("teacher"):
        concern = making.concern()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
    with anywhere.acting("front-door"):
        one = asked(membership=worker)
        work[concern.pk, "common"].append(one)
        carry(concern)
        assert state(one).holder_id == worker
    with anywhere.acting("worker"):
        (found,) = worklist.of(Whose.MINE, FRIDAY)
        recording.hand_over(found.duty, making.member(second))
        assert state(one).holder_id == second
        # The named one is not let in again once somebody has ended that.
        concerns.end_involvement(Involvement.objects.visible().get(concern=concern, membership=worker))
    with anywhere.acting("front-door"):
        carry(concern)
        assert state(one).holder_id == second
        involved = Involvement.objects.visible().filter(concern=concern, membership=worker)
        assert [it.ends is None for it in involved] == [False]


def test_nobody_is_let_in_who_was_shut_out_or_taken_out_of_what_it_rests_on(anywhere: Anywhere, work: Work) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        for organisation, compartment in (("council", "common"), ("force", "common"), ("force", "police")):
            concerns.involve_organisation(concern.pk, worlds.name(organisation), compartment=compartment)
    with anywhere.laying():
        second = Membership.objects.create(
            user_id=worlds.name("u-worker-2"), organisation_id=worlds.name("force"), role="police_officer", starts=PAST
        ).pk
    with anywhere.acting("officer"):
        concerns.end_involvement(concerns.involve_member(concern.pk, second))
        work[concern.pk, "police"].append(asked(membership=second))
        carry(concern, "police")
        there = Involvement.objects.visible().filter(concern=concern, membership=second)
        assert [(it.compartment, it.ends is None) for it in there] == [("common", False)]
    with anywhere.acting("front-door"):
        exclusions.shut_out_user(
            concern.pk, worlds.name("u-worker"), ground=ExclusionGround.CONFLICT, reason="A friend."
        )
        work[concern.pk, "common"].append(one := asked(membership=worlds.name("worker")))
        carry(concern)
        assert not Involvement.objects.visible().filter(concern=concern, membership=worlds.name("worker")).exists()
        # so it waits where somebody sees it
        assert (state(one).organisation_id, state(one).holder_id) == (worlds.name("council"), None)


def test_it_is_nothing_to_those_who_do_not_see_its_compartment(anywhere: Anywhere, work: Work) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        for compartment in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=compartment)
        concerns.involve_organisation(concern.pk, worlds.name("lado"), compartment="designated_officer")
    theirs, strand = asked(party="police"), asked(party="lado")
    with anywhere.acting("officer"):
        work[concern.pk, "police"].append(theirs)
        carry(concern, "police")
        assert state(theirs).organisation_id == worlds.name("force")
    with anywhere.acting("lado"):
        # Nobody has told anything in the strand, so that no decision brings its duties.
        work[concern.pk, "designated_officer"].append(strand)
        carry(concern, "designated_officer")
        assert state(strand).organisation_id == worlds.name("lado")
        assert not Duty.objects.visible().filter(work=theirs.work).exists()
        (shown,) = presentation.of_concern(concern, frozenset({"designated_officer"}), FRIDAY)
        assert (shown.asks, shown.is_overdue) == (WORDS, False)
    with anywhere.acting("teacher"):
        more = asked(party="police")
        work[concern.pk, "police"].append(more)
        carry(concern)
        assert not Duty.objects.visible().filter(work__isnull=False).exists()
        assert not any(it.duty.work for it in presentation.of_concern(concern, frozenset({"common"}), FRIDAY))
    with anywhere.serving():
        making.work()
    with anywhere.acting("officer"):
        assert kinds(more) == kinds(theirs) == ["appeared"]
        assert not Duty.objects.visible().filter(work=strand.work).exists()


def test_its_page_leads_to_where_it_is_carried_out(anywhere: Anywhere, work: Work) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        page = reverse("concern_casework", args=[concern.pk])
        one, plain = asked(party="practitioner", page=page), asked(party="practitioner", what="Write it down.")
        work[concern.pk, "common"] += [one, plain]
        carry(concern)
        pages = [reverse("duty", args=[state(it).duty_id]) for it in (one, plain)]
    with anywhere.serving():
        client = client_of("teacher")
        first, second = (client.get(it).content.decode() for it in pages)
        assert f'href="{page}" role="button"' in first
        assert "Record that it was done" not in first
        assert "Record that it was done" in second
        assert WORDS not in first.partition("</title>")[0]
        assert f"#{RULE}" in first
        for there in (reverse("concern", args=[concern.pk]), reverse("duties", args=[concern.pk])):
            assert WORDS in client.get(there).content.decode()
        told = client.get(reverse("concern_chronology", args=[concern.pk])).content.decode()
        assert f"{WORDS} ({RULE}) Became a duty." in told


def test_who_was_named_comes_after_who_took_it_and_before_whose_part_it_is() -> None:
    school, council = uuid4(), uuid4()
    teacher, worker, taker = uuid4(), uuid4(), uuid4()

    def involved(organisation: UUID, membership: UUID | None, ground: str) -> Involvement:
        return Involvement(organisation_id=organisation, membership_id=membership, ground=ground)

    there = [involved(school, teacher, "recorded"), involved(council, None, "intake")]
    there += [involved(council, worker, "works"), involved(council, taker, "works")]
    named = NamedForWork(council, taker)
    cases = {
        (None, NamedForWork(council)): (council, worker),
        (None, named): (council, taker),
        (teacher, named): (school, teacher),
        (None, NamedForWork(council, uuid4())): (council, None),
        (None, NamedForWork(uuid4())): (school, None),
        (None, NamedForWork()): (school, teacher),
    }
    for (holder, whom), (organisation, person) in cases.items():
        found = assign(["practitioner"], there, holder, whom)
        assert (found.organisation_id, found.holder_id) == (organisation, person)
