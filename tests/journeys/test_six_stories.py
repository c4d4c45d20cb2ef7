"""Six frightened people with a telephone: how much each is asked before the guide says what to do now.

The counts are held: a page is one that is sent, an input is a tick, or a question that is put, answered or not. Each is
done on a screen of 390 pixels, on a slow connection, by which every page is there within three seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from support.browser import MakeVisitor, Visitor
from support.service import Service

pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")

PHONE = {"width": 390, "height": 844}
LATENCY, SPEED = 400, 50_000  # milliseconds, and bytes a second
WITHIN = 3_000  # milliseconds

OWN = "A young person’s own sexual picture or video"
PRESSED = "A child may have been pressed, blackmailed or groomed"
MESSAGES = "An adult wrote sexual messages to a child under 16, or asked one for pictures"
FOUND = "Indecent pictures of children were found with an adult"
BULLIED = "A child is bullied or targeted online by other children"
DRAWN_IN = "A child may be drawn to an extremist cause"


@dataclass(frozen=True)
class Story:
    """What somebody ticks, and what they know, by the fact; what they are to be asked, and told."""

    ticks: Sequence[str]
    knows: Mapping[str, str]
    pages: int
    inputs: int
    tell: str
    say: str


STORIES = {
    "1 a teaching assistant: a picture, and next to nothing is known": Story(
        [OWN],
        {"setting": "school_or_college"},
        3,
        8,
        "Ask your safeguarding lead now whether a sexual picture is part of it, and the child is in danger",
        "It is about a sexual picture of a young person",
    ),
    "2 a teacher: a picture, and the child was pressed": Story(
        [OWN, PRESSED], {}, 1, 2, "This cannot wait: Refer to children's social care.", "I have not looked at it"
    ),
    "3 a coach asks a child of 13 for pictures": Story(
        [MESSAGES],
        {"setting": "youth_or_community", "volunteers_with_children": "yes"},
        3,
        8,
        "This cannot wait: Tell the designated officer (LADO). Refer to children's social care.",
        "I am worried about an adult",
    ),
    "4 a foster carer, found with such pictures": Story(
        [FOUND],
        {"setting": "health", "foster_carer": "yes"},
        2,
        5,
        "Refer to children's social care. Refer to the police. Tell the designated officer (LADO).",
        "I have told nobody else",
    ),
    "5 bullying": Story(
        [BULLIED],
        {"setting": "school_or_college", "youth_produced_imagery": "no"},
        3,
        8,
        "Ask your safeguarding lead now whether any of the bullying might be a crime",
        "targeted online by other children",
    ),
    "6 a child drawn to an extremist cause": Story(
        [DRAWN_IN],
        {"setting": "school_or_college", "terrorist_material_suspected": "no"},
        3,
        8,
        "Ask your safeguarding lead now whether",
        "drawn to something extreme",
    ),
}


def took(person: Visitor) -> float:
    """Return how long the page that is open took, in milliseconds, on the connection and in the browser.

    What the service needed for its answer is not in it: it is measured elsewhere, and here other tests keep it waiting.
    """
    person.page.wait_for_load_state("load")
    loaded = person.page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    answering = loaded["responseStart"] - loaded["requestStart"] - LATENCY
    return float(loaded["domContentLoadedEventEnd"]) - max(0.0, answering)


class Count:
    """Goes through the guide, and counts."""

    def __init__(self, person: Visitor) -> None:
        self.person = person
        self.pages = 0
        self.inputs = 0
        self.slowest = 0.0

    def opens(self, path: str) -> None:
        self.person.goes_to(path)
        self._measures()

    def sends(self) -> None:
        self.person.presses("Continue")
        self.pages += 1
        self._measures()

    def _measures(self) -> None:
        self.slowest = max(self.slowest, took(self.person))

    def answers(self, knows: Mapping[str, str]) -> None:
        """Answer what is known, and leave the rest open."""
        asked = [one.get_attribute("value") or "" for one in self.person.page.locator("input[name=asked]").all()]
        self.inputs += len(asked)
        for name in asked:
            if answer := knows.get(name.rpartition(".")[2]):
                self.person.page.locator(f"input[name='{name}'][value='{answer}']").check()


@pytest.mark.parametrize("name", STORIES)
def test_a_story(service: Service, visitor: MakeVisitor, name: str) -> None:  # noqa: ARG001
    story = STORIES[name]
    person = visitor(viewport=PHONE)
    wire = person.context.new_cdp_session(person.page)
    wire.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY, "downloadThroughput": SPEED, "uploadThroughput": SPEED},
    )
    count = Count(person)

    # 1. What has happened
    count.opens("/guide/")
    for tick in story.ticks:
        person.page.get_by_label(tick).check()
        count.inputs += 1
    # 2. Until the plan is there, answer what is known
    count.sends()
    while person.heading != "Your plan":
        assert person.page.get_by_role("link", name="Show the plan so far").is_visible()
        assert person.page.get_by_role("link", name="Ring 999").get_attribute("href") == "tel:999"
        count.answers(story.knows)
        count.sends()
    # 3. The first thing on it is what to do now
    before = person.text.partition("Do this now")[0]
    first = person.page.locator(".fp-do-now li")
    lines = first.all_inner_texts()
    print(name, count.pages, count.inputs, round(count.slowest), lines)
    assert (count.pages, count.inputs) == (story.pages, story.inputs)
    assert before.split() == ["Your", "plan"]
    assert story.tell in lines[0]
    assert story.say in lines[-1]
    assert 2 <= len(lines) <= 3
    assert first.first.bounding_box()["y"] < PHONE["height"]  # type: ignore[index]
    assert all(one.get_attribute("href").startswith("tel:") for one in first.locator("a").all())  # type: ignore[union-attr]
    assert person.width() <= PHONE["width"]
    assert count.slowest <= WITHIN
