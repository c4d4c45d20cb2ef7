"""The demonstration: concerns that its people recorded, once, on either database; nothing of it in a live service."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from access.database import Guarded
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Compartment, Concern, Embargo, Membership
from fingerpost.access.models.people import Role
from fingerpost.casework.meetings import queries as meetings
from fingerpost.casework.meetings.rules import MeetingStatus
from fingerpost.casework.models import Finding, Referral, SampleAnswer, Strand, SuspectBypass
from fingerpost.documents import papers, production
from fingerpost.documents.models import Ending, Format
from fingerpost.duties.models import Duty, DutyState, DutyStep
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import ClosingOutcome, TurnTaken, ViewingDecision
from fingerpost.subject.models import SubjectRequest
from fingerpost_demo.only import NotADemonstrationError
from fingerpost_demo.people import member as member_of
from fingerpost_demo.people import put_in_place
from fingerpost_demo.stories import managing, telling
from register.reading import register
from support.people import member, signed_in
from support.service import ROOT


def told() -> list[dict[str, Any]]:
    return [story for path in sorted(telling.CONCERNS.glob("*.yaml")) for story in yaml.safe_load(path.read_text())]


def everything_seen(model: Any) -> dict[Any, Any]:
    """Return every row that anybody of the demonstration sees, by its key."""
    found = {}
    for membership in Membership.objects.select_related("user"):
        with context.acting(actor_in(membership)):
            found |= {row.pk: row for row in model.objects.visible()}
    return found


def still_asked_for() -> list[tuple[str, str]]:
    """Return each open duty whose recipient, by the register, got a referral after its ground came up."""
    goes_to = {one.id: one.to for one in register().provisions}
    called = {"social_care": "social_care", "police": "police", "designated_officer": "lado"}
    learned: dict[UUID, datetime] = {}
    for step in everything_seen(DutyStep).values():
        if step.learned_at:
            learned[step.duty_id] = max(step.learned_at, learned.get(step.duty_id, step.learned_at))
    open_ = {state.duty_id for state in everything_seen(DutyState).values() if state.is_open}
    return [
        (str(duty.concern_id), duty.provision)
        for duty in everything_seen(Duty).values()
        for referral in everything_seen(Referral).values()
        if duty.pk in open_
        and duty.work is None
        and (duty.concern_id, duty.compartment) == (referral.concern_id, "common")
        and called.get(referral.to) in goes_to.get(duty.provision, ())
        and learned[duty.pk] <= referral.sent_at
    ]


@pytest.mark.django_db
def test_its_concerns_are_in_every_stage_and_are_recorded_once() -> None:
    # Given the invented people
    put_in_place(london_day(timezone.now()))
    # When the stories are told, and told again
    counted = [telling.tell_all(timezone.now()) for _ in range(2)]
    # Then each was recorded once
    assert counted == [len(told()), 0]
    strands = {row.other_concern_id for row in everything_seen(Strand).values()}
    requests = {row.concern_id for row in everything_seen(SubjectRequest).values()}
    assert len(requests) == 1
    assert len(everything_seen(Concern)) - len(strands) - len(requests) == len(told()) >= 40
    # And what a designated officer was sent is a concern of its own, and one goes round the lead whom it is about
    assert len(strands) >= 4
    assert {(row.user.name, row.by_name) for row in everything_seen(SuspectBypass).values()} == {("Zach Demo", True)}
    # And what they are about is in every stage
    today = london_day(timezone.now())
    states = everything_seen(DutyState).values()
    assert any(state.is_open and state.due and state.due < today for state in states)
    assert any(state.is_open and state.due and state.due > today for state in states)
    assert any(not state.is_open for state in states)
    assert {"wait", "ask_first"} <= {state.clearance for state in states}
    assert any(state.is_open and state.holder_id is None for state in states)
    assert still_asked_for() == []
    assert {state.compartment for state in states} >= {"common", "police"}
    assert {row.about is None for row in everything_seen(Embargo).values()} == {True, False}
    assert len(everything_seen(ViewingDecision)) == 1
    closed = {row.outcome for row in everything_seen(TurnTaken).values() if row.outcome}
    assert len(closed) >= len(ClosingOutcome) - 1
    # And some are looked at again
    assert managing.look_again(timezone.now()) == 1
    assert {row.answer for row in everything_seen(Finding).values()} == {*SampleAnswer}


@pytest.mark.parametrize("part", ["2-adults", "4-extremism"])
def test_its_people_record_them_under_row_level_security_too(guarded: Guarded, part: str) -> None:
    # Given the people, made by whoever may make accounts
    with guarded.superuser():
        put_in_place(london_day(timezone.now()))
    listed = yaml.safe_load((telling.CONCERNS / f"{part}.yaml").read_text())
    wanted = [story for story in listed if "then" in story][:3]
    # When stories are told in the role of the application, which sees nothing by itself
    with guarded.application_connection():
        for story in wanted:
            telling.Telling(story, timezone.now()).tell()
        # Then whoever recorded one sees it, and a colleague of another organisation who has no part in it does not
        recorder, other = (member_of(name) for name in (wanted[-1]["by"], "nia"))
        for membership, seen in ((recorder, True), (other, False)):
            with context.acting(actor_in(membership)):
                assert Concern.objects.visible().exists() == seen


@pytest.mark.django_db
def test_a_family_of_it_may_be_told_and_gets_its_papers() -> None:
    # Given the one story in which a meeting let the parent and the adult be told (2.2-agenda-when-told)
    put_in_place(london_day(timezone.now()))
    listed = yaml.safe_load((telling.CONCERNS / "2-adults.yaml").read_text())
    story = telling.Telling(next(one for one in listed if "Bettina Example" in one["people"]), timezone.now())
    story.tell()
    with context.acting(actor_in(member_of("priya"))):
        (meeting,) = meetings.of_concern(story.concern)
        assert meeting.status is MeetingStatus.CONCLUDED
        # Then what was agreed with them, and what was found, is made for the parent, encrypted
        seen, parents = frozenset({Compartment.COMMON}), f"parents:{story.people['Cleo Sample'].pk}"
        for kind in ("agreement", "assessment"):
            things = papers.kind(kind).things  # type: ignore[union-attr]
            assert things is not None
            (thing,) = things(story.concern, seen)
            asked = production.DocumentRequest(kind, thing.key, Format.PDF, Compartment.COMMON, parents)
            going = production.preview(story.concern, asked)
            made = production.produce(production.ask(story.concern, replace(asked, headings=going.headings)))
            assert made.ending == Ending.MADE, kind


def test_a_story_says_what_is_there_instead_of_what_it_names() -> None:
    with pytest.raises(ValueError, match="nothing is recorded yet"):
        _ = telling.Telling({"by": "ben", "days": 1}, datetime(2026, 11, 25, tzinfo=UTC)).concern


def test_a_live_service_records_no_invented_concern(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(NotADemonstrationError):
        telling.tell_all(timezone.now())


# ---- being somebody else ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_is_somebody_else_with_a_click(settings: Settings) -> None:
    # Given two people, one of whom is signed in
    lead = member("lead@example.org", Role.SAFEGUARDING_LEAD)
    client = signed_in(member())
    # When the page of all of them is opened, both are there, and the first one has it still
    page = client.get("/demonstration/").content.decode()
    assert "Safeguarding lead" in page
    assert "Invented Teacher</strong>" in page
    # When the other is chosen
    assert client.post("/demonstration/", {"membership": str(lead.pk)}).headers["Location"] == "/"
    assert "Invented Lead</strong>" in client.get("/account/").content.decode()
    # And nobody who is not there, nor anybody by looking, nor somebody real whose account came to be there
    real = member("somebody@example.org.invalid", Role.AUDITOR)
    assert client.post("/demonstration/", {"membership": str(real.pk)}).status_code == 404
    assert str(real.pk) not in client.get("/demonstration/").content.decode()
    assert client.post("/demonstration/", {"membership": "nobody"}).status_code == 404
    assert Client().post("/demonstration/", {"membership": "The other area"}).status_code == 404
    # And outside the demonstration nobody at all
    settings.DEMO = False
    for ask in (client.get, client.post):
        with pytest.raises(NotADemonstrationError):
            ask("/demonstration/", {"membership": str(lead.pk)})


def started(settings: str, code: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that has started with these settings, with all that the live ones want."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "FINGERPOST"))}
    live = {
        "DJANGO_SETTINGS_MODULE": settings,
        "FINGERPOST_SECRET_KEY": "k3Yj0c8Qm1vX5s7Zr2Tn9Wb4Ld6Hg8Fp0Ae1Ui3Oy5Rt7Ew9Qz",
        "FINGERPOST_HOSTS": "safeguarding.example.org",
        "FINGERPOST_MASTER_KEYS": "test:6wAYSYVt4r1nOvn1pT0Kk8u0mBq1zrZcq0w2pYJm8xQ=",
    }
    program = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
    return subprocess.run(program, check=False, cwd=ROOT, env=kept | live | more, capture_output=True, text=True)


def test_a_live_service_has_no_such_page_and_reads_no_line_of_the_demonstration() -> None:
    code = """
import sys
from django.core.management import get_commands
from fingerpost.access.permissions import every_route
print("demonstration" in {route.name for route in every_route()}, "demonstrate" in get_commands())
print(any(name.startswith("fingerpost_demo") for name in sys.modules))
"""
    for settings, expected in (
        ("fingerpost.site.settings.live", "False False\nFalse"),
        ("fingerpost_demo.settings", "True True\nTrue"),
    ):
        done = started(settings, code)
        assert done.stdout.strip() == expected, done.stderr


def test_a_live_service_into_whose_settings_it_was_put_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "mixed.py").write_text(
        "from fingerpost.site.settings.live import *\nINSTALLED_APPS += ['fingerpost_demo']\n"
    )
    done = started("mixed", "print('started')", PYTHONPATH=str(tmp_path))
    assert done.returncode != 0
    assert "NotADemonstrationError" in done.stderr
    assert done.stdout == ""
