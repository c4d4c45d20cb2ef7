"""A new concern is told to who takes in, one after the other, and who has read it is known; on either database."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access.models import Concern, Exclusion, User
from fingerpost.casework.models import Addressee, Way
from fingerpost.casework.referrals import services as referrals
from fingerpost.casework.referrals.services import ReferralInput
from fingerpost.documents.papers import plan
from fingerpost.duties.models import DutyState
from fingerpost.record.models import Appearance
from fingerpost.record.services.concerns import ConcernInput, record_concern
from fingerpost.record.services.facts import assert_fact
from fingerpost.site import delivery, queue, receiving
from fingerpost.site.mail import Template

SETTLED = (
    "youth_produced_imagery", "bullying_may_be_crime", "adult_involved", "terrorist_material_suspected",
)  # fmt: skip
"""What of the concern could be due today once a child is bullied (the boxes of sections 0, 3, 4 and 5)."""

type Sent = list[tuple[str, Template]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What is sent at once, by whose it is."""
    found: Sent = []
    monkeypatch.setattr(delivery, "tell_now", lambda user, template: found.append((user.name, template)))
    return found


def recorded(anywhere: Anywhere, *ticks: str, who: str = "teacher") -> Concern:
    with anywhere.acting(who):
        told = ConcernInput(child="N.P.", ticks=ticks)
        return record_concern(became_aware_at=timezone.now(), narrative="A pupil told me.", told=told)


def work(anywhere: Anywhere, concern: Concern) -> None:
    """Do what waits of telling people of a concern, also what is to be done later."""
    with anywhere.laying():
        waits = DBTaskResult.objects.filter(task_path=receiving.tell_next.module_path, status="READY")
        for one in waits:
            queue.open_row(one)
        found = [one for one in waits if one.args_kwargs["args"][0] == str(concern.pk)]
        for one in found:
            one.status = "SUCCESSFUL"
            one.save(update_fields=["status"])
    for one in found:
        with anywhere.serving():
            receiving.tell_next.call(*one.args_kwargs["args"])


def printed(concern: Concern) -> str:
    """Return the action plan's words."""
    return str(plan.build(concern, frozenset({"common"}), "", timezone.now()))


def shut_out(anywhere: Anywhere, concern: Concern, *who: str) -> None:
    for one in who:
        with anywhere.laying():
            user = User.objects.get(memberships=worlds.name(one))
        with anywhere.acting("teacher"):
            said = {"compartment": "common", "ground": "embargo", "by_id": worlds.name("teacher")}
            Exclusion(concern=concern, user=user, **said).save()


def test_the_next_is_told_until_somebody_reads_it(anywhere: Anywhere, sent: Sent) -> None:
    concern = recorded(anywhere)
    # In turn, by name, and nobody hears twice before everybody was told
    for told in (["suspect"], ["suspect", "u-lead"], ["suspect", "u-lead", "suspect", "u-lead"]):
        work(anywhere, concern)
        assert [name for name, _ in sent] == told
    # Then it ends: it is among what waits on the first page from then on
    work(anywhere, concern)
    assert len(sent) == 4

    sent.clear()
    other = recorded(anywhere)
    with anywhere.serving():
        assert client_of("lead").get(f"/concerns/{other.pk}/").status_code == 200
    work(anywhere, other)
    assert sent == []
    with anywhere.acting("teacher"):
        (receipt,) = receiving.of_concern(other, making.member(worlds.name("teacher")), timezone.now())
        assert (receipt.arrival.reader, receipt.arrival.is_read) == ("u-lead", True)
        (receipt,) = receiving.of_concern(concern, making.member(worlds.name("teacher")), timezone.now())
        assert not receipt.arrival.is_read
        assert receipt.has is not None
        assert receipt.then is not None
        assert (receipt.has.user.name, receipt.then.user.name) == ("suspect", "u-lead")
        later = timezone.now() + timedelta(minutes=31)
        (receipt,) = receiving.of_concern(concern, making.member(worlds.name("teacher")), later)
        assert receipt.has is not None
        assert (receipt.has.user.name, receipt.then, receipt.is_late(later)) == ("u-lead", None, False)
        assert receipt.is_late(later + timedelta(minutes=30))


def test_what_somebody_records_who_takes_in_is_read(anywhere: Anywhere, sent: Sent) -> None:
    concern = recorded(anywhere, who="lead")
    work(anywhere, concern)
    assert sent == []
    with anywhere.serving():
        assert "not yet read" not in client_of("suspect").get("/").content.decode()


def test_the_message_says_whether_something_is_to_be_done_now_and_nothing_else(anywhere: Anywhere, sent: Sent) -> None:
    # That it could be a crime is open: somebody has to ask now
    work(anywhere, recorded(anywhere, "bullying"))
    # Refer it: that is certain
    work(anywhere, recorded(anywhere, "own_picture", "child_pressed"))
    # All that could be due today is answered with no
    settled = recorded(anywhere, "bullying")
    with anywhere.acting("teacher"):
        for fact in SETTLED:
            assert_fact(settled, fact, False, reason="Asked.")
        (child,) = Appearance.objects.visible().filter(concern=settled)
        for fact in ("significant_harm", "coerced_blackmailed_or_groomed", "groomed_by_adult"):
            assert_fact(settled, fact, False, about=child, reason="Asked.")
    work(anywhere, settled)
    assert [template for _, template in sent] == [Template.DO_NOW, Template.DO_NOW, Template.SOMETHING_NEW]


def test_who_is_shut_out_hears_nothing_and_is_not_named(anywhere: Anywhere, sent: Sent) -> None:
    concern = recorded(anywhere)
    shut_out(anywhere, concern, "suspect")
    for _ in range(3):
        work(anywhere, concern)
    assert {name for name, _ in sent} == {"u-lead"}
    with anywhere.serving():
        page = client_of("teacher").get(f"/concerns/{concern.pk}/").content.decode()
        assert "Safeguarding lead u-lead has it." in page
        assert "lead suspect" not in page
        assert "goes to suspect" not in page
        assert concern.reference not in client_of("suspect").get("/").content.decode()


def test_where_nobody_is_left_who_may_see_it_the_pages_say_so(anywhere: Anywhere, sent: Sent) -> None:
    concern = recorded(anywhere)
    shut_out(anywhere, concern, "suspect", "lead")
    work(anywhere, concern)
    assert sent == []
    with anywhere.serving():
        client = client_of("teacher")
        page = client.get(f"/concerns/{concern.pk}/").content.decode()
        assert "Nobody who takes in concerns here sees this one." in page
        home = client.get("/").content.decode()
        assert concern.reference in home.partition("Yours, and nobody has read it yet")[2]
        assert concern.reference not in client_of("lead").get("/").content.decode()


def test_a_page_goes_from_new_to_read(anywhere: Anywhere) -> None:
    concern = recorded(anywhere)
    shut_out(anywhere, concern, "suspect")
    with anywhere.serving():
        teacher, lead = client_of("teacher"), client_of("lead")
        page = teacher.get(f"/concerns/{concern.pk}/").content.decode()
        assert "Safeguarding lead u-lead has it." in page
        by = timezone.localtime(timezone.now() + timedelta(minutes=30))
        assert f"If it is not opened by {by:%H:%M}, ring" in page or f"{by - timedelta(minutes=1):%H:%M}, ring" in page
        home = lead.get("/").content.decode()
        assert home.index("New, not yet read") < home.index(concern.reference) < home.index("Record a concern")
        assert "You are the first to open it." in lead.get(f"/concerns/{concern.pk}/").content.decode()
        assert concern.reference not in lead.get("/").content.decode().partition("Record a concern")[0]
        page = teacher.get(f"/concerns/{concern.pk}/").content.decode()
        assert "Read by <strong>u-lead</strong>" in page
        assert concern.reference not in teacher.get("/").content.decode().partition("Record a concern")[0]


def test_who_takes_in_is_not_told_to_tell_themselves(anywhere: Anywhere) -> None:
    concern = recorded(anywhere, "own_picture", "child_pressed")
    with anywhere.acting("teacher"):
        assert "Tell your safeguarding lead now. This cannot wait: Refer to children" in printed(concern)
    with anywhere.serving():
        told = client_of("teacher").get(f"/concerns/{concern.pk}/").content.decode()
        acts = client_of("lead").get(f"/concerns/{concern.pk}/").content.decode()
    assert "Tell your safeguarding lead now. This cannot wait: Refer to children" in told
    assert "<strong>This cannot wait: Refer to children" in acts
    assert "Tell your safeguarding lead" not in acts
    # Now somebody has read it, who recorded it is told who, and what is left
    with anywhere.serving():
        left = client_of("teacher").get(f"/concerns/{concern.pk}/").content.decode()
    assert re.search(r"<strong>u-lead read it at \d\d:\d\d\. Still to be done now: Refer to children", left)
    assert "Agree with them who does it." in left
    assert "Tell your safeguarding lead" not in left
    # The action plan that is taken away says the same
    with anywhere.acting("teacher"):
        assert re.search(r"u-lead read it at \d\d:\d\d\. Still to be done now: Refer to children", printed(concern))
        assert "Tell your safeguarding lead" not in printed(concern)


def test_a_referral_that_nobody_has_is_given_to_somebody_in_one_step(anywhere: Anywhere, sent: Sent) -> None:
    concern = recorded(anywhere, "own_picture", "child_pressed")
    with anywhere.acting("teacher"):
        council = making.member(worlds.name("worker")).organisation
        to = (Addressee.SOCIAL_CARE, council, "", Way.HERE)
        referrals.send(concern, ReferralInput(*to, "A look.", "She was pressed.", timezone.now()))
    work(anywhere, concern)
    assert {"u-front-door", "u-lead"} & {name for name, _ in sent} == {"u-front-door"}
    with anywhere.serving():
        duty, worker = client_of("front-door"), client_of("worker")
        assert worker.get(f"/concerns/{concern.pk}/").status_code == 404
        assert concern.reference in duty.get("/").content.decode().partition("New, not yet read")[2]
        assert "Nobody has it" in duty.get("/concerns/").content.decode()
        duty.get(f"/concerns/{concern.pk}/")
        assert concern.reference in duty.get("/").content.decode().partition("Read, and nobody has it")[2]
        address = f"/concerns/{concern.pk}/allocate/"
        done = duty.post(address, {"to": str(worlds.name("worker"))}, follow=True)
        assert f"u-worker has {concern.reference} now." in done.content.decode()
        assert "Read, and nobody has it" not in done.content.decode()
        assert worker.get(f"/concerns/{concern.pk}/").status_code == 200
        assert "Nobody has it" not in duty.get("/concerns/").content.decode()
    with anywhere.acting("worker"):
        assert worlds.name("worker") in {one.holder_id for one in DutyState.objects.visible().filter(concern=concern)}
