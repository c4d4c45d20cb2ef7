"""Reading a common record in an emergency: what opens, for how long, who is told, and who says if it was justified."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from access import worlds
from access.anywhere import Anywhere
from access.routes import OF_A_CONCERN, ROUTES, WITHIN_A_CONCERN
from access.test_walk import address, client_of
from casework.test_conflicts import asks, call, out, sees, suspected
from duties import making
from fingerpost.access import compartments, context, permissions, rules
from fingerpost.access.errors import AccessError
from fingerpost.access.models import BrokenGlass, Concern, GlassOutcome, GlassReview, Involvement
from fingerpost.access.models.exclusions import ExclusionGround
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.access.services import concerns, emergencies, exclusions
from fingerpost.casework.conflicts.rules import Asks
from fingerpost.ledger.models import LedgerEntry
from fingerpost.record.models import HiddenHit, HitAnswer
from fingerpost.record.services import duplicate_people
from fingerpost.site.reminders import remind
from fingerpost.subject.models import Asker
from fingerpost.subject.services import requests
from fingerpost.subject.services.requests import RequestInput

WHY = "Her brother has rung from the house, and I have to know who lives there."
ANEW = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|data-device-key="[^"]*"|FP-[0-9A-Z]{5}-[0-9A-Z]{5}')


@pytest.fixture(autouse=True)
def _no_tries_yet(anywhere: Anywhere, settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    with anywhere.laying():
        cache.clear()


def reference(anywhere: Anywhere) -> str:
    with anywhere.laying():
        return str(Concern._base_manager.get(pk=anywhere.scene.shared).reference)


def looks_now(anywhere: Anywhere, who: str = "worker-2") -> Concern | None:
    """Let somebody ask for the shared concern, whose reference they were told."""
    said = reference(anywhere)
    with anywhere.acting(who):
        return emergencies.break_glass(said, WHY)


def view(anywhere: Anywhere, who: str) -> frozenset[str]:
    with anywhere.acting(who):
        return compartments.view_of(context.required(), anywhere.scene.shared)


def test_it_opens_the_common_record_for_some_hours_to_one_person_to_read(anywhere: Anywhere) -> None:
    assert view(anywhere, "worker-2") == set()
    concern = looks_now(anywhere)
    assert concern is not None
    assert concern.pk == anywhere.scene.shared
    assert view(anywhere, "worker-2") == {"common"}
    with anywhere.acting("worker-2"):
        (one,) = emergencies.of_concern(concern)
        assert (one.look.reason, one.is_open, one.may_review) == (WHY, True, False)
        assert abs(one.until - one.look.at - rules.EMERGENCY_LASTS) < timedelta(minutes=1)
        later = timezone.now() + rules.EMERGENCY_LASTS + timedelta(minutes=1)
        assert compartments.view_of(context.required(), concern.pk, later) == set()
        # They let in nobody, take nothing away, and write nothing.
        for does in (
            lambda: concerns.involve_member(concern.pk, worlds.name("worker-2")),
            lambda: concerns.involve_organisation(concern.pk, worlds.name("trust")),
            lambda: exclusions.shut_out_user(
                concern.pk, worlds.name("u-lead"), ground=ExclusionGround.CONFLICT, reason="no"
            ),
            lambda: emergencies.review(one.look, GlassOutcome.JUSTIFIED, words="mine"),
        ):
            with pytest.raises(AccessError), transaction.atomic():
                does()
    # Asked for again while it holds, it is one look; and whoever sees it anyway looks in no emergency.
    looks_now(anywhere)
    assert looks_now(anywhere, "teacher") is not None
    with anywhere.laying():
        assert BrokenGlass._base_manager.count() == 1
        assert Involvement._base_manager.filter(ground="emergency").count() == 1


def test_what_stands_with_a_designated_officers_office_does_not_open(anywhere: Anywhere) -> None:
    with anywhere.acting("front-door"):
        concerns.involve_organisation(anywhere.scene.shared, worlds.name("lado"))
    assert looks_now(anywhere) is None
    assert view(anywhere, "worker-2") == set()


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_a_request_for_what_is_held_does_not_open(anywhere: Anywhere) -> None:
    with anywhere.acting("lead"):
        request = requests.record(RequestInput(Asker.PERSON, "Robin Example", timezone.localdate()))
        said = request.concern.reference
    answer = client_of("worker-2").post(reverse("break_glass"), {"reference": said, "reason": WHY})
    assert "No record can be opened by this reference" in answer.content.decode()
    assert client_of("worker-2").get(reverse("concern", args=[request.concern_id])).status_code == 404


def test_what_nobody_is_involved_in_any_more_does_not_open(anywhere: Anywhere) -> None:
    with anywhere.laying():
        Involvement._base_manager.filter(concern=anywhere.scene.shared).update(ends=timezone.now())
    assert looks_now(anywhere) is None


def test_it_is_no_way_round_an_exclusion_and_the_answer_says_nothing(anywhere: Anywhere) -> None:
    # The suspect's account is shut out; nobody has the other reference; both are asked for by somebody who may ask.
    said = reference(anywhere)
    asked = [("suspect", said), ("suspect", "FP-00000-00000"), ("worker-2", "FP-00000-00000")]
    answers, costs = [], []
    with anywhere.laying():
        there = LedgerEntry.objects.count()  # of other tests: nobody empties a ledger
    with anywhere.serving():
        for who, told in asked:
            client = client_of(who)
            client.post(reverse("break_glass"), {"reference": "FP-11111-11111", "reason": WHY})
            with CaptureQueriesContext(connection) as queries:
                answer = client.post(reverse("break_glass"), {"reference": told, "reason": WHY})
            answers.append((answer.status_code, ANEW.sub("", answer.content.decode())))
            costs.append(len(queries))
    assert answers[0] == answers[1]
    assert answers[0][0] == answers[2][0] == 200
    assert "No record can be opened by this reference" in answers[0][1]
    assert costs[0] == costs[1]
    assert view(anywhere, "suspect") == set()
    with anywhere.laying():
        assert not Involvement._base_manager.filter(ground="emergency").exists()
        tries = [row.entry for row in LedgerEntry.objects.all()[there:] if row.action == "searched"]
    # Every try is in the ledger, its words sealed, whether anything was opened or not.
    assert [one.object_kind for one in tries] == ["emergency"] * 6
    assert all(one.within is None and one.payload for one in tries)


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_it_is_for_nobody_who_does_not_work_with_children(anywhere: Anywhere) -> None:
    for who in ("council-auditor", "council-administrator", "policy"):
        asked = {"reference": reference(anywhere), "reason": WHY}
        assert client_of(who).get(reverse("break_glass")).status_code == 403
        assert client_of(who).post(reverse("break_glass"), asked).status_code == 403
        looks_now(anywhere, who)
    with anywhere.laying():
        assert not Involvement._base_manager.filter(ground="emergency").exists()


def hits(anywhere: Anywhere, concern: UUID) -> list[tuple[UUID, str, str]]:
    with anywhere.laying():
        rows = HiddenHit._base_manager.filter(concern=concern)
        return [(row.by_id, row.compartment, row.found) for row in rows]


def test_a_try_that_opened_nothing_is_told_to_those_whose_record_it_is_and_answered_each_time(
    anywhere: Anywhere,
) -> None:
    asked = {"reference": reference(anywhere), "reason": WHY}
    with anywhere.acting("officer"):  # what the police know is told in their part alone
        police = {"compartment": "police", "ground": ExclusionGround.DECLARED, "reason": "Known to us."}
        exclusions.shut_out_user(anywhere.scene.shared, worlds.name("u-worker-2"), **police)
    with anywhere.serving():
        for who in ("suspect", "worker-2", "worker"):
            client_of(who).post(reverse("break_glass"), asked)
        client_of("suspect").post(reverse("break_glass"), {**asked, "reference": "FP-00000-00000"})
    told = [(worlds.name("suspect"), "common", "reference"), (worlds.name("worker-2"), "police", "reference")]
    assert sorted(hits(anywhere, anywhere.scene.shared)) == sorted(told)
    with anywhere.laying():
        assert HiddenHit._base_manager.count() == len(told)
    for again in (False, True):
        with anywhere.serving():
            teacher = client_of("teacher")
            page = reverse("hits", args=[anywhere.scene.shared])
            assert page in teacher.get("/").content.decode()
            shown = teacher.get(page).content.decode()
            assert "Asked for in an emergency, by its reference, and not opened" in shown
            assert "worker-2" not in shown
        with anywhere.acting("teacher"):
            concern = Concern.objects.visible().get(pk=anywhere.scene.shared)
            (hit, answers), *_ = duplicate_people.hits_of(concern, {"common"})
            assert answers == []
            duplicate_people.answer_hit(hit, HitAnswer.SPOKEN, words="I have told her manager.")
            assert duplicate_people.unanswered() == []
        if not again:
            with anywhere.serving():
                client_of("suspect").post(reverse("break_glass"), asked)


def test_it_is_never_opened_across_a_conflict_that_nobody_has_found_yet(anywhere: Anywhere) -> None:
    # Given a suspected adult whose account has had their name since yesterday only, and a namesake of theirs
    with anywhere.acting("teacher"):
        concern, _ = suspected(email="u-worker-2@example.org")
    for who in ("u-worker-2", "u-manager-west"):
        call(anywhere, who)
    asked = {"reference": concern.reference, "reason": WHY}
    with anywhere.serving():
        answer = client_of("worker-2").post(reverse("break_glass"), asked)
        assert "No record can be opened by this reference" in answer.content.decode()
        assert client_of("worker-2").get(reverse("concern", args=[concern.pk])).status_code == 404
    with anywhere.laying():
        assert not Involvement._base_manager.filter(ground="emergency").exists()
        # Nothing in the ledger tells them that there is such a concern, but for what they asked of its address
        mine = LedgerEntry.objects.filter(actor=worlds.name("u-worker-2"), within=concern.pk)
        assert {(row.action, row.compartment) for row in mine} == {("refused", None)}
    # Then those whose record it is are told of the try, and the account is shut out by the worker
    assert hits(anywhere, concern.pk) == [(worlds.name("worker-2"), "common", "reference")]
    with anywhere.serving():
        making.work("record")
    with anywhere.acting("teacher"):
        assert [one.user_id for one in out(concern)] == [worlds.name("u-worker-2")]
    # The namesake reads it, and is asked about
    with anywhere.serving():
        assert client_of("manager-west").post(reverse("break_glass"), asked).status_code == 302
        making.work("record")
    assert sees(anywhere, "manager-west", concern)
    with anywhere.acting("teacher"):
        assert asks(concern) == {Asks.FOUND, Asks.NAMESAKE}


def test_an_exclusion_that_comes_later_ends_it(anywhere: Anywhere) -> None:
    concern = looks_now(anywhere)
    assert concern is not None
    with anywhere.acting("worker"):
        exclusions.shut_out_user(
            concern.pk, worlds.name("u-worker-2"), ground=ExclusionGround.DECLARED, reason="They know the family."
        )
    assert view(anywhere, "worker-2") == set()


def test_those_whose_record_it_is_are_told_and_say_if_it_was_justified(
    anywhere: Anywhere,
) -> None:
    # When somebody looks, by the page
    said = reference(anywhere)
    with anywhere.serving():
        client = client_of("worker-2")
        opened = client.post(reverse("break_glass"), {"reference": said, "reason": WHY})
        assert opened.status_code == 302
        # Then each page of the concern says so, and nothing on it adds to it
        page = client.get(opened.headers["Location"]).content.decode()
        assert "You read this in an emergency" in page
        assert reverse("add_to_concern", args=[anywhere.scene.shared]) not in page
        making.work("site")
        told = {address for message in mail.outbox for address in message.to}
        mail.outbox.clear()
        lead, manager = client_of("lead"), client_of("manager-west")
        home = lead.get(reverse("home")).content.decode()
        looks = reverse("emergency_looks", args=[anywhere.scene.shared])
        assert looks in home
        trail = lead.get(reverse("concern_looks", args=[anywhere.scene.shared])).content.decode()
        assert "In an emergency" in trail
        assert WHY in lead.get(looks).content.decode()
        # The manager of whoever looked has it in sight too, and it is not for them: the record is the school's.
        review = {"outcome": "not_justified", "words": "There was no call.", "passed_to": "Their manager"}
        with_look = {**review, "look": str(_look(anywhere))}
        assert manager.post(looks, with_look).status_code == 200
        refused = lead.post(looks, {**with_look, "passed_to": ""})
        assert b"Say who you have passed it on to" in refused.content
        assert lead.post(looks, with_look).status_code == 302
        assert looks not in lead.get(reverse("home")).content.decode()
        assert "Passed on to: Their manager" in lead.get(looks).content.decode()
    assert told == {f"{user}@example.org" for user in ("u-teacher", "u-lead", "u-worker", "u-front-door")} | {
        "u-manager-east@example.org",
        "u-manager-west@example.org",
    }
    with anywhere.laying():
        (one,) = GlassReview._base_manager.all()
        assert one.by_id == worlds.name("lead")


def test_a_review_that_nobody_made_is_chased(anywhere: Anywhere) -> None:
    assert looks_now(anywhere) is not None
    with anywhere.acting("lead"):
        (one,) = emergencies.to_review()
        assert one.due == timezone.localdate() + emergencies.REVIEW_WITHIN
    with anywhere.acting("teacher"):
        assert (len(emergencies.unreviewed()), emergencies.to_review()) == (1, [])
    with anywhere.serving():
        remind.call(str(timezone.localdate()))
    assert "u-lead@example.org" in {address for message in mail.outbox for address in message.to}


@pytest.mark.parametrize("anywhere", ["postgresql"], indirect=True)
def test_nobody_makes_themselves_a_look_by_sql(anywhere: Anywhere) -> None:
    own = [worlds.name("council"), worlds.name("worker-2"), worlds.name("worker-2")]
    with anywhere.acting("worker-2"), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO access_involvement (id, concern_id, compartment, organisation_id, membership_id, by_id,"
            " ground, starts, ends)"
            " VALUES (gen_random_uuid(), %s, 'common', %s, %s, %s, 'emergency', now(), 'tomorrow')",
            [anywhere.scene.shared, *own],
        )
    # Nor does it open anything to an auditor, or to nobody.
    said = reference(anywhere)
    for who in ("council-administrator", "policy"):
        with anywhere.acting(who), connection.cursor() as cursor:
            cursor.execute("SELECT guard.break_glass(%s, now())", [said])
            assert cursor.fetchone() == (None,)
    with anywhere.serving(), connection.cursor() as cursor:
        cursor.execute("SELECT guard.break_glass(%s, now())", [said])
        assert cursor.fetchone() == (None,)


def _look(anywhere: Anywhere) -> UUID:
    with anywhere.laying():
        return BrokenGlass._base_manager.get().pk


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_whoever_looks_in_an_emergency_walks(anywhere: Anywhere) -> None:
    """Of the concern's addresses they read those of the common record, and change nothing; afterwards none is there."""
    concern = looks_now(anywhere)
    assert concern is not None
    about = [route for route in permissions.every_route() if route.name in OF_A_CONCERN]
    wrong, client = [], client_of("worker-2")
    for route in about:
        where = address(route, concern.pk)
        adds = ROUTES[route.name or ""] == WORKING_ROLES
        right = 403 if adds else 404 if route.name in WITHIN_A_CONCERN else 200
        answers = [client.get(where).status_code, client.post(where).status_code]
        if answers != [right, 403]:
            wrong.append((route.name, answers, right))
    assert not wrong, wrong
    page = client.get(reverse("concern_access", args=[concern.pk])).content.decode()
    assert ">Common record</h2>" in page
    assert ">Police</h2>" not in page
    ended = Involvement._base_manager.get(ground="emergency")
    ended.ends = timezone.now()
    ended.save_base(raw=True)
    assert {client.get(address(route, concern.pk)).status_code for route in about[::6]} == {404}
