"""Somebody who is not signed in finds out what to do today, and reads why: with scripts, without them, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from support.browser import NARROW, MakeVisitor, Visitor
from support.service import Service

# A page looks the same on either database.
pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")

IMAGERY = "A young person’s own sexual picture or video"
BESIDE = ".fp-beside"


def says_what_happened(person: Visitor) -> None:
    person.goes_to("/")
    assert person.heading == "What has happened?"
    person.page.get_by_label(IMAGERY).check()
    person.presses("Continue")


def test_a_teacher_finds_out_what_is_due_today(service: Service, visitor: MakeVisitor) -> None:  # noqa: ARG001
    person = visitor()

    # Given a teacher who has heard of a pupil's picture
    says_what_happened(person)
    # Then whom to ask, and what must not be done, are beside the first question already
    assert f"You ticked “{IMAGERY}”" in person.text
    expect(person.page.locator(BESIDE)).to_contain_text("now whether")
    expect(person.page.locator(BESIDE)).to_contain_text("Do not look at the imagery")

    # When they say that she was pressed, it is time for the plan; they go back with the browser and change it
    first = person.heading
    person.page.locator("input[type=radio][value=yes]").first.check()
    person.presses("Continue")
    assert person.heading == "Your plan"
    person.page.go_back()
    assert person.heading == first
    assert person.page.locator("input[type=radio][value=yes]").first.is_checked()
    person.page.locator("input[type=radio][value=unknown]").first.check()
    person.presses("Continue")
    assert "/guide/question/2/" in person.address

    # And go back once more, say that she was pressed, and that they know nothing more
    person.follows("Back")
    person.page.locator("input[type=radio][value=yes]").first.check()
    person.presses("I know nothing more: show the plan")
    # Then the plan says what must not be done, what is due today, and whom to ring
    assert person.heading == "Your plan"
    assert "Do not look at the imagery" in person.text
    assert "01632 960101" in person.text
    person.page.get_by_text("Why, and what would change this").first.click()
    assert "Because sexual imagery that young people took of themselves: yes." in person.text
    # And each duty leads to its place in the manual
    person.follows("2.1-same-day")
    assert person.heading.startswith("2.1 Young people who share images")
    assert person.page.locator("[id='2.1-same-day']").is_visible()

    # When they have to leave at once
    person.goes_to("/guide/plan/")
    person.page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    person.page.get_by_role("button", name="Exit this page").click()
    person.page.wait_for_url("https://www.bbc.co.uk/weather")
    # Then nothing of it is there any more, not even by going back
    assert [cookie for cookie in person.context.cookies(person.url) if cookie["name"] == "guide"] == []
    person.page.go_back()
    person.page.wait_for_load_state()
    assert "Do not look at the imagery" not in person.page.content()


def test_it_works_on_a_phone_without_scripts(service: Service, visitor: MakeVisitor) -> None:  # noqa: ARG001
    person = visitor(java_script_enabled=False, viewport=NARROW)
    says_what_happened(person)
    for _ in range(30):
        if person.heading == "Your plan":
            break
        person.presses("Continue")
    assert person.heading == "Your plan"
    assert person.page.get_by_role("link", name="Ring 999").get_attribute("href") == "tel:999"
    # Whoever wants to think again can change an answer, or ask the questions again
    person.follows("Your answers")
    person.presses("Ask me again what I did not know")
    assert person.page.get_by_text("Question ").first.is_visible()
    # And leaving works without scripts too
    person.page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    person.page.get_by_role("button", name="Exit this page").click()
    person.page.wait_for_url("https://www.bbc.co.uk/weather")
    person.goes_to("/guide/plan/")
    assert person.heading == "What has happened?"


def test_no_page_of_the_guide_or_the_manual_has_a_barrier(service: Service, visitor: MakeVisitor) -> None:  # noqa: ARG001
    person = visitor()
    barriers: list[str] = []
    wide: list[str] = []

    def looks() -> None:
        for size in ({"width": 1280, "height": 900}, NARROW):
            person.page.set_viewport_size(size)  # type: ignore[arg-type]
            barriers.extend(person.barriers())
        if person.width() > NARROW["width"]:
            wide.append(f"{person.address}: {person.width()}")
        person.page.set_viewport_size({"width": 1280, "height": 900})

    person.goes_to("/guide/plan/")  # nothing said yet: leads to the start
    looks()
    says_what_happened(person)
    looks()
    person.goes_to("/guide/people/")
    person.enters("How many children?", "many")
    person.presses("Continue")
    looks()
    person.enters("How many children?", "2")
    person.enters("How many adults, suspected or otherwise of interest?", "1")
    person.presses("Continue")
    person.presses("I know nothing more: show the plan")
    for place in ("plan", "answers", "since", "aware"):
        person.goes_to(f"/guide/{place}/")
        looks()
    person.goes_to("/guide/since/")
    person.presses("Add")
    looks()
    for place in ("", "2.1/", "facts-child/", "pack/", "search/", "search/?q=parents", "search/?q=zzz"):
        person.goes_to(f"/manual/e-safety/2017/{place}")
        looks()
    assert barriers == []
    assert wide == []
