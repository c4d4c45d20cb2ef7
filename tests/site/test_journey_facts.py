"""From a new concern to its first duties: people, how they stand to each other, and what is known of them.

Given a teacher who has recorded a concern, when she adds a child and an adult and answers what she knows, then each
answer is shown with what it would change before it is saved, and with who gave it afterwards.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from support.browser import NARROW, MakeVisitor, Visitor
from support.service import Service

# What the database does beneath is tested on both; the pages are the same.
pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")


def test_people_relationships_and_facts(visitor: MakeVisitor, service: Service) -> None:
    asha = visitor()
    asha.has_signed_in(service, "asha@example.org")
    _records_a_concern(asha)
    concern = asha.address

    # She adds a child, and makes a mistake first: nothing of what she wrote is lost.
    asha.goes_to(f"{concern}people/new/")
    asha.enters("Name", "Amina Demo")
    asha.presses("Add them to the concern")
    assert "There is a problem" in asha.text
    assert asha.page.get_by_label("Name", exact=True).input_value() == "Amina Demo"
    _sees_no_barrier(asha)
    asha.page.get_by_label("Child", exact=True).check()
    asha.page.get_by_label("Shown in the imagery", exact=True).check()
    for box, number in (("Day", "4"), ("Month", "5"), ("Year", "2012")):
        asha.enters(box, number)
    asha.presses("Add them to the concern")
    assert asha.heading == "Amina Demo"
    assert "4 May 2012" in asha.text
    _sees_no_barrier(asha)

    # She adds an adult, and says that he lives with the child.
    asha.goes_to(f"{concern}people/new/")
    asha.enters("Name", "Corin Demo")
    asha.page.get_by_label("Adult", exact=True).check()
    asha.presses("Add them to the concern")
    asha.follows("Add a relationship")
    asha.page.get_by_label("lives with", exact=True).check()
    asha.page.get_by_label("Who to?", exact=True).select_option(label="Amina Demo")
    _sees_no_barrier(asha)
    asha.presses("Go on")
    if asha.heading == "What this would change":
        asha.presses("Save it")
    assert asha.heading == "How people stand to each other"
    assert "Corin Demo lives with Amina Demo" in asha.text
    _sees_no_barrier(asha)

    # The answers show where that one came from. She answers two questions more.
    asha.goes_to(f"{concern}facts/?open=all")
    assert "Follows from a relationship" in asha.text
    _sees_no_barrier(asha)
    asha.goes_to(f"{concern}facts/concern/2/")
    assert asha.heading == "The imagery"
    asha.presses("Save")
    assert "No answer was given or changed" in asha.text
    _question(asha, "Is this about sexual images").get_by_label("Yes", exact=True).check()
    asha.enters("On whose word?", "her friend")
    _sees_no_barrier(asha)
    asha.presses("Show first what it would change")

    # Before anything is saved she reads what would be new, thinks again, and saves it. It can be taken back at once.
    assert asha.heading == "What this would change"
    assert "This would be new" in asha.text
    assert "Rule 1-financial." in asha.text
    _sees_no_barrier(asha)
    asha.presses("Change it")
    assert asha.heading == "The imagery"
    assert _question(asha, "Is this about sexual images").get_by_label("Yes", exact=True).is_checked()
    asha.presses("Save")
    assert asha.heading == "Saved"
    assert "This is new" in asha.text
    assert "Rule 1-financial." in asha.text
    _sees_no_barrier(asha)
    asha.presses("Take it back")
    assert "It is taken back." in asha.text
    assert "Taken back." in asha.text
    asha.goes_to(f"{concern}facts/concern/2/")
    _question(asha, "Is this about sexual images").get_by_label("Yes", exact=True).check()
    asha.enters("On whose word?", "her friend")
    asha.presses("Save")
    asha.follows("Answer other questions")
    assert "on the word of her friend" in asha.text

    # A changed answer needs its reason; the earlier one stays to be read.
    asha.goes_to(f"{concern}facts/concern/2/")
    _question(asha, "Is this about sexual images").get_by_label("No", exact=True).check()
    asha.presses("Save")
    assert "Say why the answer to" in asha.text
    asha.enters("Why has an earlier answer changed?", "It was a drawing.")
    asha.presses("Save")
    assert "This no longer follows" in asha.text
    asha.follows("Answer other questions")
    assert "It was a drawing." in asha.text
    assert asha.page.get_by_text("Earlier answers").count() == 1

    # What she said of him ends; on a phone the pages fit.
    asha.page.set_viewport_size(NARROW)
    asha.goes_to(f"{concern}people/relationships/")
    asha.page.get_by_role("link", name="Not so any longer").click()
    asha.enters("Why?", "He has moved out.")
    asha.presses("Record this")
    if asha.heading == "What this would change":
        asha.presses("Save it")
    assert "Corin Demo lives with" not in asha.text
    for page in ("people/all/", "people/new/", "people/relationships/", "people/relationships/new/", "facts/"):
        asha.goes_to(concern + page)
        assert asha.width() <= NARROW["width"], page
        _sees_no_barrier(asha)


def _records_a_concern(asha: Visitor) -> None:
    asha.goes_to("/concerns/new/")
    asha.enters("What has happened?", "What Amina told me at break.")
    asha.presses("Send")


def _question(asha: Visitor, words: str) -> Locator:
    return asha.page.get_by_role("group").filter(has_text=words)


def _sees_no_barrier(asha: Visitor) -> None:
    assert asha.barriers() == []
