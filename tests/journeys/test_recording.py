"""A teaching assistant on a telephone records a concern, and somebody reads it: how much that takes.

The counts are held: pages that are loaded, what somebody types or ticks, and the words before the first thing to do. It
is done on a screen of 390 pixels, on a slow connection, by which every page is there within three seconds.
"""

from __future__ import annotations

import re

import pytest

from journeys.test_six_stories import LATENCY, PHONE, PRESSED, SPEED, WITHIN, took
from support.browser import MakeVisitor, Visitor
from support.service import Service

pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")

OWN = "A young person’s own sexual picture or video"
WORDS = "She told me at break that somebody has a picture of her and wants more."


class Loads:
    """Counts the pages that somebody loads on a slow connection, and how long the slowest took."""

    def __init__(self, person: Visitor) -> None:
        self.person = person
        self.pages = 0
        self.slowest = 0.0
        wire = person.context.new_cdp_session(person.page)
        wire.send("Network.enable")
        wire.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": LATENCY, "downloadThroughput": SPEED, "uploadThroughput": SPEED},
        )

    def loaded(self) -> None:
        """Count the page that is open."""
        self.pages += 1
        self.slowest = max(self.slowest, took(self.person))


def words_before(person: Visitor, first: str) -> int:
    """Return how many words stand on the page before this."""
    before, found, _ = person.text.partition(first)
    assert found, first
    return len(before.split())


def test_a_concern_is_recorded_and_read(service: Service, visitor: MakeVisitor) -> None:
    asha, ben = visitor(viewport=PHONE), visitor(viewport=PHONE)
    asha.has_signed_in(service, "asha@example.org")
    ben.has_signed_in(service, "ben@example.org")
    loads = Loads(asha)

    # 1. “Record a concern”, on the first page
    asha.follows("Record a concern")
    loads.loaded()
    assert asha.page.get_by_role("link", name="Ring 999").get_attribute("href") == "tel:999"
    assert words_before(asha, "Who is the child?") <= 6
    assert asha.width() <= PHONE["width"]
    assert asha.barriers() == []
    # 2. The child, what happened, and “Send” is within the first screen; two ticks: nothing that the account knows
    send = asha.page.get_by_role("button", name="Send", exact=True)
    assert send.bounding_box()["y"] < PHONE["height"]  # type: ignore[index]
    assert asha.page.locator("main").get_by_role("checkbox").count() == 0
    assert asha.page.locator("main form:has(textarea)").get_by_role("textbox").count() == 2
    assert "Where do you work?" not in asha.page.content()
    asha.enters("Who is the child?", "N.P.")
    asha.enters("What has happened?", WORDS)
    asha.page.get_by_text("Tick what it is about").click()
    asha.page.get_by_label(OWN).check()
    asha.page.get_by_label(PRESSED).check()
    asha.presses("Send")
    loads.loaded()
    # 3. What to do now is on the page that follows, and who has it, by name
    concern = asha.address
    assert asha.heading == "N.P."
    assert words_before(asha, "Do this now") <= 20
    lines = asha.page.locator(".fp-do-now li").all_inner_texts()
    print(loads.pages, round(loads.slowest), lines)
    assert lines[0].startswith("Tell your safeguarding lead now. This cannot wait: Refer to children's social care")
    assert "01632 960401" in lines[1]
    assert "I have not looked at it" in lines[2]
    assert len(lines) == 3
    has = asha.page.locator("#who-has-it").inner_text()
    assert re.search(r"Safeguarding lead Ben Demo has it\. If it is not opened by \d\d:\d\d, ring 01632 960401", has)
    assert "Then it goes to Zach Demo too." in has
    assert asha.page.locator("#who-has-it a").first.get_attribute("href") == "tel:01632960401"
    assert "N.P.." not in asha.text
    assert "Nothing is due" not in asha.text
    assert asha.width() <= PHONE["width"]
    assert asha.barriers() == []
    assert loads.pages == 2
    assert loads.slowest <= WITHIN

    # 4. The lead has it first on the first page, opens it, and is not told to tell the lead
    reads = Loads(ben)
    ben.goes_to("/")
    reads.loaded()
    assert ben.text.split("New, not yet read")[1].split()[:1] == ["N.P."]
    assert words_before(ben, "New, not yet read") <= 3
    assert ben.barriers() == []
    ben.follows("N.P.")
    reads.loaded()
    assert ben.address == concern
    lines = ben.page.locator(".fp-do-now li").all_inner_texts()
    assert lines[0].startswith("This cannot wait: Refer to children's social care")
    assert "Tell your safeguarding lead" not in ben.text
    assert WORDS in ben.text
    assert (reads.pages, reads.slowest <= WITHIN) == (2, True)

    # 5. Whoever recorded it sees who has read it, and when; it is nobody's news any more
    asha.goes_to(concern)
    assert re.search(r"Read by Ben Demo, \d\d:\d\d\.", asha.page.locator("#who-has-it").inner_text())
    lines = asha.page.locator(".fp-do-now li").all_inner_texts()
    assert re.match(r"Ben Demo read it at \d\d:\d\d\. Still to be done now: Refer to children's social care", lines[0])
    assert "01632 960401" in lines[1]
    assert "Tell your safeguarding lead" not in asha.text
    ben.goes_to("/")
    assert "New, not yet read" not in ben.text

    # 6. One answer takes one page, and is taken back with one button
    asha.goes_to(f"{concern}facts/concern/2/")
    assert asha.page.get_by_role("link", name="Ring 999").get_attribute("href") == "tel:999"
    before = asha.page.locator("input[type=radio]").count()
    assert before
    asha.page.get_by_role("group").filter(has_text="Is this about sexual images").get_by_label("No", exact=True).check()
    asha.enters("Why has an earlier answer changed?", "It was a drawing.")
    asha.presses("Save")
    assert asha.heading == "Saved"
    asha.presses("Take it back")
    assert "It is taken back." in asha.text
