"""A whole case of section 2.1: a teacher's concern about coercion, the council's answer, the meeting, and its end.

The teacher and the police officer work without scripts.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from fingerpost.procedure.calendar import london_day
from support.browser import MakeVisitor, Visitor
from support.casework import acts, answers, becomes, came, chooses, dates, fetches, ticks
from support.service import Service

pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")


def test_a_young_person_under_pressure(service: Service, visitor: MakeVisitor) -> None:
    teacher, manager, officer = (visitor(java_script_enabled=has_scripts) for has_scripts in (False, True, False))
    concern = _the_teacher_records_and_refers(service, teacher)
    manager.has_signed_in(service, "dilip@example.org")
    _the_front_door_decides(manager, concern)
    _the_meeting(manager, concern)
    _support_and_removal(teacher, concern)
    _what_the_police_read(service, officer, concern)
    _the_answer_comes_back(manager, teacher, concern)
    # The minutes are a document; nobody outside has it without being asked for.
    words = fetches(service, manager, concern, "Minutes", "Wexmouth Children’s Services, for the file")
    assert "The school keeps her apart from the others." in words
    assert "Sana Invented" in words
    _closed(manager, teacher, concern)


def _the_teacher_records_and_refers(service: Service, teacher: Visitor) -> str:
    teacher.has_signed_in(service, "asha@example.org")
    teacher.goes_to("/concerns/new/")
    teacher.enters("What has happened?", "Noor said at break that somebody made her send a picture.")
    teacher.presses("Send")
    concern = teacher.address
    teacher.goes_to(f"{concern}people/new/")
    teacher.enters("Name", "Noor Invented")
    teacher.page.get_by_label("Child", exact=True).check()
    teacher.page.get_by_label("Shown in the imagery", exact=True).check()
    teacher.presses("Add them to the concern")
    service.python(_KNOWN.format(concern=concern))
    teacher.goes_to(f"{concern}duties/")
    teacher.page.get_by_role("link", name="2.1-refer-coercion").click()
    teacher.presses("Refer this concern")
    teacher.page.get_by_label("Children’s social care", exact=True).check()
    teacher.presses("Go on to write the referral")
    assert "Noor Invented" in teacher.page.get_by_label("What they are told").input_value()
    teacher.page.get_by_label("Wexmouth Children’s Services", exact=True).check()
    teacher.enters("What do you ask them to do?", "Please decide what is to be done.")
    teacher.page.get_by_label("I have checked that this is what they need, and no more").check()
    teacher.presses("Make the referral")
    assert "is made" in teacher.text
    return concern


_KNOWN = """
from fingerpost.access import context
from fingerpost.access.models import Concern, Membership
from fingerpost.access.acting_membership import actor_in
from fingerpost.record.models import Appearance
from fingerpost.record.services import (FactAnswer, assert_many)
with context.acting(actor_in(Membership.objects.get(user__email="asha@example.org"))):
    concern = Concern.objects.visible().get(pk="{concern}".split("/")[2])
    child = Appearance.objects.visible().get(concern=concern)
    told = ("coerced_blackmailed_or_groomed", "made_or_shared_imagery", "imagery_of_them_shared", "significant_harm")
    answers = [FactAnswer(fact, True, child) for fact in told]
    assert_many(concern, [FactAnswer("youth_produced_imagery", True), *answers])
"""


def _the_front_door_decides(manager: Visitor, concern: str) -> None:
    manager.goes_to(f"{concern}casework/referrals/")
    manager.page.get_by_role("link", name="Children’s social care: Wexmouth Children’s Services").first.click()
    add = "Anything to add (optional)"
    for kind, asks, more in (
        ("It was received", add, {}),
        ("An agency was asked for checks", "What are they asked?", {"Which agency is asked?": "Health"}),
        ("Health answered the checks asked for", "What did they answer?", {}),
        ("It is accepted", add, {"What was considered about brothers, sisters and other children at home?": "One."}),
        ("A manager has signed the decision off", add, {}),
    ):
        becomes(manager, kind)
        manager.enters(asks, f"Of it: {kind.lower()}.")
        for question, answer in more.items():
            manager.enters(question, answer)
        manager.presses("Record it")
        assert "It is recorded." in manager.text
        assert f"Of it: {kind.lower()}." in manager.text


def _the_meeting(manager: Visitor, concern: str) -> None:
    today = london_day(timezone.now())
    manager.goes_to(f"{concern}casework/meetings/call/")
    ticks(manager, "Convene a strategy discussion or meeting.")
    answers(manager, "How do people come together?", "A meeting")
    dates(manager, "On which day?", today)
    manager.enters("At what time?", f"{timezone.localtime():%H:%M}")
    manager.enters("Who chairs it?", "Dilip Demo, team manager")
    manager.presses("Call the meeting")
    meeting = manager.address

    # One page from here to the end.
    manager.goes_to(f"{meeting}minutes/")
    manager.has_no_barriers()
    answers(manager, "Was it held?", "It was held, as a meeting")
    manager.presses("Save, and conclude the meeting")
    assert "It is recorded, and not concluded" in manager.text
    assert manager.page.locator("details li", has_text="it is not said why it went on without").count() == 3
    people = (
        ("Dilip Invented", "Children’s social care"),
        ("Eilidh Invented", "The police"),
        ("Sana Invented", "Health"),
    )
    for row, (name, agency) in enumerate(people):
        came(manager, row, name, agency)
    for field in manager.page.locator("#agenda ~ ol textarea").all():
        field.fill("The school keeps her apart from the others.")
    for state in manager.page.get_by_label("This is in place").all():
        state.check()
    for decided in manager.page.get_by_label("The threshold for a Section 47 enquiry is met", exact=True).all():
        decided.check()
    manager.page.locator("[name=text_section47_enquiry]").fill("She is likely to suffer significant harm.")
    acts(manager, "Visit Noor at school.", "Dilip Demo", today + timedelta(days=2))
    manager.presses("Save, and conclude the meeting")
    assert manager.address == meeting
    assert "Overdue" not in manager.text
    # Nobody is suspected: nothing forbids to tell.
    assert "2.2-no-disclosure" not in manager.text
    assert "it is not said why it went on without" not in manager.text
    assert "Concluded" in manager.text
    manager.has_no_barriers()
    manager.goes_to(f"{concern}duties/")
    assert "Visit Noor at school." in manager.text


def _support_and_removal(teacher: Visitor, concern: str) -> None:
    teacher.goes_to(f"{concern}casework/support/child/")
    assert "support" in teacher.page.locator(".govuk-inset-text:not([hidden])").inner_text()
    chooses(teacher, "Which child?", "Noor Invented")
    answers(teacher, "What became of it?", "It was accepted")
    teacher.enters("Who offers or gives it?", "The school’s counsellor")
    teacher.enters("Which support, and what was said?", "Somebody to talk to, every Tuesday.")
    teacher.presses("Record it")
    assert "Somebody to talk to, every Tuesday." in teacher.text
    teacher.goes_to(f"{concern}casework/support/content/")
    chooses(teacher, "Which child is it about?", "Noor Invented")
    teacher.enters("Where is it?", "A messaging platform")
    teacher.enters("Its address", "https://platform.example.org/picture")
    chooses(teacher, "Who have you asked to remove it?", "")
    teacher.presses("Record it")
    assert "A messaging platform" in teacher.text
    # Nobody can follow its address by mistake.
    assert "https://platform.example.org" not in teacher.page.content()
    teacher.goes_to(f"{concern}casework/support/removal/")
    ticks(teacher, "It was removed")
    chooses(teacher, "Which content?", "Content about Noor Invented")
    teacher.presses("Record it")
    assert "It was removed" in teacher.text


def _what_the_police_read(service: Service, officer: Visitor, concern: str) -> None:
    officer.has_signed_in(service, "eilidh@example.org")
    officer.goes_to(concern)
    assert "Page not found" in officer.page.title()
    service.python(_LET_IN.format(concern=concern))
    officer.goes_to(f"{concern}casework/police/")
    assert "first and foremost as a matter of safeguarding, not of crime" in officer.text
    assert "Noor Invented: Only in certain circumstances is it proportionate" in officer.text


_LET_IN = """
from fingerpost.access import context
from fingerpost.access.models import Concern, Membership, Organisation
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.services import concerns
from fingerpost.record.services import (FactAnswer, assert_many)
with context.acting(actor_in(Membership.objects.get(user__email="dilip@example.org"))):
    concern = Concern.objects.visible().get(pk="{concern}".split("/")[2])
    assert_many(concern, [FactAnswer("police_involved", True)])
    police = Organisation.objects.get(name="Wexshire Police").pk
    for part in ("common", "police"):
        concerns.involve_organisation(concern.pk, police, compartment=part)
"""


def _the_answer_comes_back(manager: Visitor, teacher: Visitor, concern: str) -> None:
    manager.goes_to(f"{concern}casework/referrals/")
    manager.page.get_by_role("link", name="Children’s social care: Wexmouth Children’s Services").first.click()
    becomes(manager, "The referrer was told the outcome")
    manager.enters("What was the referrer told?", "A social worker visits on Friday.")
    manager.presses("Record it")
    teacher.goes_to(f"{concern}casework/referrals/")
    assert "Answered" in teacher.text
    teacher.page.get_by_role("link", name="Children’s social care: Wexmouth Children’s Services").first.click()
    assert "A social worker visits on Friday." in teacher.text
    assert "What it waits for" not in teacher.text


def _closed(manager: Visitor, teacher: Visitor, concern: str) -> None:
    manager.goes_to(f"{concern}close/")
    ticks(manager, "Stepped down to a child in need plan")
    manager.enters("Why can it be closed?", "The enquiry goes on elsewhere.")
    manager.enters("Who agreed?", "Dilip Demo, team manager")
    manager.presses("Close the concern")
    assert "The concern is closed." in manager.page.inner_text("body")
    teacher.goes_to(concern)
    assert "This concern is closed" in teacher.text
    assert "Stepped down to a child in need plan" in teacher.text
