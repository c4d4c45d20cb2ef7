"""A concern's first days, from a teacher's question to another organisation's answer; and every page of one, looked at.

Pictures of the pages, on a desktop and on a telephone, are left in `build/screenshots/`.
"""

from __future__ import annotations

from typing import Any

import pytest

from support.browser import DESKTOP, ROOT, MakeVisitor, Visitor
from support.service import Service

PHONE: Any = {"width": 375, "height": 800}
SHOTS = ROOT / "build" / "screenshots"

_TELLING = """
import yaml
from django.utils import timezone
from fingerpost_demo.stories.telling import CONCERNS, Telling
stories = yaml.safe_load((CONCERNS / "2-adults.yaml").read_text())
telling = Telling(next(story for story in stories if "{words}" in story["told"]), timezone.now())
telling.tell()
print(telling.concern.pk)
"""

_AN_ADULT = """
from fingerpost.access import context
from fingerpost.access.models import Concern, Membership
from fingerpost.access.acting_membership import actor_in
from fingerpost.record import services as record
from fingerpost.record.models import (PartInConcern, PersonKind)
with context.acting(actor_in(Membership.objects.get(user__email="dilip@example.org"))):
    concern = Concern.objects.visible().get(pk="{concern}".split("/")[2])
    adult = record.add_appearance(concern, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER])
    record.assert_many(concern, [record.FactAnswer("lives_with_children", True, adult)])
"""


def told(service: Service, words: str) -> str:
    """Tell one of the demonstration's stories, and return where its concern is."""
    return f"/concerns/{service.python(_TELLING.format(words=words)).strip()}/"


def looks(person: Visitor, name: str) -> None:
    """See that the page that is open has no barrier and fits a telephone, and keep pictures of it."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    assert person.barriers() == []
    for size, kind in ((PHONE, "phone"), (DESKTOP, "desktop")):
        person.page.set_viewport_size(size)
        assert person.width() <= size["width"], name
        person.page.screenshot(path=SHOTS / f"{name}-{kind}.png", full_page=True)
    person.page.set_viewport_size({"width": 320, "height": 700})
    assert person.width() <= 320, name
    person.page.set_viewport_size(DESKTOP)


def opens(person: Visitor, link: str) -> None:
    """Follow a link of which this is the beginning."""
    with person.page.expect_navigation():
        person.page.get_by_role("link", name=link).first.click()


def test_a_concern_goes_from_the_guide_to_another_organisation(service: Service, visitor: MakeVisitor) -> None:
    # Given a teacher who has asked the guide about a pupil who was pressed into sending pictures
    teacher = visitor(java_script_enabled=False)
    teacher.has_signed_in(service, "asha@example.org")
    teacher.goes_to("/guide/")
    teacher.page.get_by_label("A young person’s own sexual picture or video").check()
    teacher.page.get_by_label("A child may have been pressed, blackmailed or groomed").check()
    teacher.presses("Continue")
    assert teacher.heading == "Your plan"
    assert "urgently, and on the same day" in teacher.text

    # When she records it, then nothing that she answered is asked again
    teacher.follows("Record this concern")
    teacher.enters("What has happened?", "A pupil told me that somebody wants pictures of her.")
    teacher.presses("Record the concern")
    concern = teacher.address
    # And its pages are headed by the child, who has no name here yet, with the reference beside
    assert teacher.heading == "Child 1"
    assert "Concern FP-" in teacher.text
    assert "Do not look at the imagery" in teacher.text
    assert "Refer to police or social care" in teacher.text

    # Then the safeguarding lead of the school sees it, and a social worker of the council does not
    lead, worker = visitor(), visitor()
    lead.has_signed_in(service, "ben@example.org")
    worker.has_signed_in(service, "carys@example.org")
    worker.goes_to("/concerns/")
    assert "You are not involved in any concern." in worker.text
    worker.goes_to(concern)
    assert worker.heading == "Page not found"
    lead.goes_to(concern)

    # When the lead has rung the council and records it, then it is done, and the chronology says so
    lead.goes_to(f"{concern}duties/")
    opens(lead, "2.1-same-day")
    lead.presses("Record that it was done")
    lead.enters("What was done", "Rang the council, who take it in")
    lead.presses("Record it")
    lead.goes_to(f"{concern}chronology/?all=yes")
    assert "by Ben Demo: Rang the council, who take it in." in lead.text
    lead.goes_to(f"{concern}duties/")
    over = lead.page.locator(".govuk-summary-card", has_text="2.1-same-day").inner_text()
    assert "Done" in over

    # When the concern is referred, then the council's manager has it, and lets a social worker in
    lead.goes_to(f"{concern}casework/referrals/new/")
    lead.page.get_by_label("Children’s social care", exact=True).check()
    lead.presses("Go on to write the referral")
    lead.page.get_by_label("Wexmouth Children’s Services").check()
    lead.page.get_by_label("Here, on this service").check()
    lead.enters("What do you ask them to do?", "A strategy discussion")
    if not lead.page.get_by_label("What they are told").input_value():
        lead.enters("What they are told", "Somebody wants pictures of her.")
    lead.page.get_by_label("I have checked that this is what they need").check()
    lead.presses("Make the referral")
    manager = visitor()
    manager.has_signed_in(service, "dilip@example.org")
    manager.goes_to(concern)
    assert "Somebody wants pictures of her" in manager.text or "somebody wants pictures of her" in manager.text
    manager.goes_to(f"{concern}access/")
    assert "Wexmouth Children’s Services" in manager.text

    # When it turns out that an adult lives with the children, then duties come to the council
    service.python(_AN_ADULT.format(concern=concern))
    manager.goes_to(f"{concern}duties/")
    manager.page.locator(".govuk-summary-card", has_text="queue of Wexmouth Children’s Services").first.get_by_role(
        "link"
    ).first.click()
    manager.page.wait_for_load_state()
    # And one that is handed over is the social worker's, who sees the concern from then on
    manager.follows("Hand it over")
    manager.page.get_by_label("Who takes it over").select_option(label="Carys Demo, Social worker")
    manager.presses("Hand it over")
    worker.goes_to(concern)
    assert worker.address == concern
    assert "Concern FP-" in worker.text


@pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")
def test_every_page_of_a_concern_can_be_read_by_everybody(service: Service, visitor: MakeVisitor) -> None:
    # Given a household in which an adult is suspected, months into the work
    concern = told(service, "A father was arrested")
    worker = visitor()
    worker.has_signed_in(service, "priya@example.org")
    for name, section in (
        ("summary", ""),
        ("people", "people/"),
        ("chronology", "chronology/"),
        ("decisions", "decisions/"),
        ("involved", "access/"),
        ("facts", "facts/"),
        ("duties", "duties/"),
    ):
        worker.goes_to(concern + section)
        looks(worker, f"concern-{name}")
    # The sections are at the side of each, and say where one is
    assert worker.page.locator("nav[aria-label='Sections of this concern'] [aria-current]").count() <= 1

    # The picture is walked with the keyboard, person by person, and each leads to what is known of them
    worker.goes_to(f"{concern}people/")
    links = worker.page.locator(".fp-picture a")
    assert links.count() == 5
    links.first.focus()
    said = []
    for _ in range(5):
        said.append(worker.page.evaluate("document.activeElement.querySelector('title')?.textContent"))
        worker.page.keyboard.press("Tab")
    assert "Frank Example (39), alleged abuser" in said
    assert len(set(said)) == 5
    links.first.focus()
    with worker.page.expect_navigation():
        worker.page.keyboard.press("Enter")
    assert "Example" in worker.heading or "Sample" in worker.heading

    # What is empty, in the past, or wrong, is a page like the others
    for name, address in (
        ("past", f"{concern}?known=2020-01-01T12:00"),
        ("chronology-empty", f"{concern}chronology/?kind=turns&person=1"),
        ("error", f"{concern}?day_0=31&day_1=2&day_2=2026&time=noon"),
        ("list", "/concerns/"),
        ("list-empty", "/concerns/?state=closed"),
    ):
        worker.goes_to(address)
        looks(worker, f"concern-{name}")

    # And without scripts everything is there
    plain = visitor(java_script_enabled=False)
    plain.has_signed_in(service, "priya@example.org")
    plain.goes_to(f"{concern}people/")
    assert plain.page.locator(".fp-picture a").count() == 5
    plain.page.get_by_text("As known on another day").click()
    for label, text in (("Day", "1"), ("Month", "1"), ("Year", "2020")):
        plain.enters(label, text)
    plain.presses("Show it")
    assert plain.address == f"{concern}people/?known=2020-01-01T23%3A59"
    assert "As known on 1 January 2020, 23:59." in plain.text
