"""What is typed is not lost: not when the page dies, the server stops, or somebody is signed out.

Given a teacher who writes down a concern, when anything at all goes wrong on the way, then she finds every word again
under her drafts, records the concern once, and adds to it.
"""

from __future__ import annotations

import re
import signal

import pytest
from playwright.sync_api import expect

from support.browser import NARROW, MakeVisitor, Visitor
from support.service import PATIENCE, Service

ASHA = "asha@example.org"
FIRST = "Amina told me at break that somebody asks her for pictures."
SECOND = " She has his name on her phone."
THIRD = " Her brother knows him."
FOURTH = " She is afraid of Friday."


@pytest.mark.parametrize("service", ["postgresql"], indirect=True)
def test_a_page_a_server_and_a_sign_in_that_end_in_the_middle_of_a_sentence(
    visitor: MakeVisitor, service: Service
) -> None:
    asha = visitor()
    asha.has_signed_in(service, ASHA)
    asha.goes_to("/concerns/new/")
    assert asha.barriers() == []
    _types(asha, FIRST)
    _is_saved(asha)

    # The page dies. In another browser the draft is there, and offered where she begins anew.
    asha.context.close()
    asha = visitor()
    asha.has_signed_in(service, ASHA)
    asha.goes_to("/drafts/")
    assert FIRST[:40] in asha.text
    assert asha.barriers() == []
    asha.goes_to("/concerns/new/")
    assert asha.page.get_by_label("What has happened?").input_value() == ""
    with asha.page.expect_navigation():
        asha.page.get_by_role("link", name=re.compile("Go on with your draft")).click()
    assert asha.page.get_by_label("What has happened?").input_value() == FIRST

    # The server stops while she writes on, and comes back.
    server = service.servers.pop()
    server.send_signal(signal.SIGQUIT)
    server.wait(PATIENCE)
    _types(asha, SECOND)
    expect(asha.page.get_by_text("not saved yet")).to_be_visible()
    service.serve(service.port)
    _is_saved(asha)

    # She is signed out in another window, writes on, and signs in again there.
    other = Visitor(asha.context, service.url)
    other.goes_to("/sign-out/")
    other.presses("Sign out")
    _types(asha, THIRD)
    expect(asha.page.get_by_text("not saved yet")).to_be_visible()
    other.has_signed_in(service, ASHA)
    _is_saved(asha)

    # She records it, and no draft is left. Whoever presses twice records once.
    _types(asha, FOURTH)
    sent = asha.page.evaluate(
        "new URLSearchParams(new FormData(document.querySelector('form[data-draft]'))).toString()"
    )
    asha.presses("Send")
    assert FIRST + SECOND + THIRD + FOURTH in asha.text
    assert asha.barriers() == []
    again = "sent => fetch('/concerns/new/', {method: 'POST', body: new URLSearchParams(sent)}).then((one) => one.url)"
    assert asha.page.evaluate(again, sent) == asha.page.url
    asha.goes_to("/drafts/")
    assert "You have no drafts." in asha.text


@pytest.mark.parametrize("service", ["sqlite"], indirect=True)
def test_without_scripts_on_a_narrow_screen(visitor: MakeVisitor, service: Service) -> None:
    asha = visitor(java_script_enabled=False, viewport=NARROW)
    asha.has_signed_in(service, ASHA)
    asha.goes_to("/concerns/new/")
    asha.page.get_by_label("What has happened?").fill(FIRST)
    asha.presses("Save and finish later")
    assert asha.heading == "Your drafts"
    assert FIRST[:40] in asha.text
    with asha.page.expect_navigation():
        asha.page.get_by_role("link", name=re.compile("Go on with it")).click()

    # A mistake loses nothing; neither does leaving then.
    asha.page.get_by_label("What has happened?").fill(FIRST + SECOND)
    asha.page.locator("summary").filter(has_text="More, if you know it now").click()
    asha.enters("Day", "31")
    asha.enters("Month", "2")
    asha.presses("Send")
    assert "There is no such day" in asha.text
    assert asha.page.get_by_label("What has happened?").input_value() == FIRST + SECOND
    asha.goes_to("/sign-out/")
    asha.presses("Sign out")
    asha.has_signed_in(service, ASHA)
    asha.goes_to("/drafts/")
    with asha.page.expect_navigation():
        asha.page.get_by_role("link", name=re.compile("Go on with it")).click()
    assert asha.page.get_by_label("What has happened?").input_value() == FIRST + SECOND
    assert "There is a problem" not in asha.text

    # She starts again another day: this draft is deleted, and the concern recorded anew, of which nobody else is told.
    asha.goes_to("/drafts/")
    with asha.page.expect_navigation():
        asha.page.get_by_role("link", name=re.compile("Read or delete it")).click()
    assert FIRST + SECOND in asha.text
    asha.presses("Delete it for good")
    assert "You have no drafts." in asha.text
    asha.goes_to("/concerns/new/")
    asha.page.get_by_label("What has happened?").fill(FIRST)
    asha.page.get_by_text("Not to them?").click()
    asha.page.get_by_label("Keep it from them").check()
    asha.presses("Send")
    concern = asha.address

    # She adds to it. On so narrow a screen the concern's sections are folded.
    asha.page.locator("summary").filter(has_text="Sections").click()
    asha.follows("Add to this concern")
    asha.follows("A note")
    asha.page.get_by_label("What the child has said since, in the child’s own words").check()
    asha.page.get_by_label("What do you want to add?").fill("“I only want it to stop.”")
    asha.presses("Add the note")
    assert asha.address == concern
    assert "“I only want it to stop.”" in asha.text
    asha.goes_to(f"{concern}viewing/new/")
    assert "Recorded so far: not viewed." in asha.text
    asha.goes_to(f"{concern}close/")
    asha.page.get_by_label("Stepped down to early help").check()
    asha.page.get_by_label("Why can it be closed?").fill("The family has help.")
    asha.page.get_by_label("Who agreed?").fill("Bea, safeguarding lead")
    asha.presses("Close the concern")
    assert "This concern is closed" in asha.text
    asha.page.locator("summary").filter(has_text="Sections").click()
    asha.follows("Add to this concern")
    asha.follows("Open it again")
    asha.page.get_by_label("Why is it opened again?").fill("He wrote again.")
    asha.presses("Open it again")
    assert "This concern is closed" not in asha.text
    assert asha.width() <= NARROW["width"]


def _types(visitor: Visitor, words: str) -> None:
    box = visitor.page.get_by_label("What has happened?")
    box.press("Control+End")
    box.press_sequentially(words, delay=1)


def _is_saved(visitor: Visitor) -> None:
    """Wait until the last change is saved."""
    changes = visitor.page.locator("[name=draft_changes]").input_value()
    assert int(changes) > 0
    expect(visitor.page.locator("form[data-draft]")).to_have_attribute("data-saved", changes)
