"""A policy officer changes one line of the procedure; a second one puts it in force; a manager moves a concern to it.

Given a concern that was reported before, when the new version is in force, then the concern stays under the old one
until its manager has read what would change in its duties, and has said why it is moved.
"""

from __future__ import annotations

import pytest

from fingerpost.access.clock import today
from support.browser import MakeVisitor, Visitor
from support.service import Service

# What the database does beneath is tested on both; the pages are the same.
pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")

RULE = "id: 2.2-lado-meeting\n"
TELLING = """
import yaml
from django.utils import timezone
from fingerpost_demo.stories.telling import CONCERNS, Telling
# Another journey lets her leave who tells it in the demonstration: here a colleague does.
told = (CONCERNS / "2-adults.yaml").read_text().replace("by: carys", "by: priya")
stories = yaml.safe_load(told)
telling = Telling(next(story for story in stories if "device of a foster carer" in story["told"]), timezone.now())
telling.tell()
print(telling.concern.pk)
"""


def test_a_line_is_changed_approved_and_a_concern_moved(visitor: MakeVisitor, service: Service) -> None:
    concern = f"/concerns/{service.python(TELLING).strip()}/"
    jakub, vera, dilip = visitor(), visitor(), visitor()
    jakub.has_signed_in(service, "jakub@example.org")

    # Jakub begins a draft: a mistake first, then from today.
    jakub.follows("Procedures")
    jakub.presses("Begin a draft")
    jakub.enters("Name of the new version", "2026")
    _enters_today(jakub)
    jakub.presses("Begin")
    assert "There is a version e-safety@2026 already" in jakub.text
    jakub.has_no_barriers()
    jakub.enters("Name of the new version", "2017.1")
    jakub.presses("Begin")
    draft = jakub.address
    jakub.has_no_barriers()

    # He changes one line, with a slip. It is kept, and he reads what is wrong and where.
    jakub.follows("2.2-adults.md")
    _changes_the_clock(jakub, "by: working_days:5", "by: working_dyas:6")
    assert "It is same_day, working_days:N" in jakub.text
    assert "it cannot be read yet" in jakub.text
    jakub.has_no_barriers()
    _changes_the_clock(jakub, "by: working_dyas:6", "by: working_days:6")
    assert "Nothing: the whole text can be read." in jakub.text
    assert jakub.page.locator("#\\32 \\.2-lado-meeting").count() == 1
    jakub.has_no_barriers()

    # Another rule he changes by its form: he reads it back as it will be read before he saves it.
    jakub.follows("Change by a form the rule 2.2-refer-contact")
    jakub.has_no_barriers()
    jakub.page.get_by_label("Should: it is done").check()
    jakub.page.get_by_label("Add a part with").select_option("or")
    jakub.page.get_by_label("The part", exact=True).select_option("foster_carer")
    jakub.presses("Add to the condition")
    assert jakub.page.get_by_label("Exactly", exact=True).input_value().endswith(" or foster_carer")
    assert "at least one of these:" in jakub.text
    assert "modality: should" in jakub.page.get_by_role("region", name="The text that it writes").inner_text()
    jakub.has_no_barriers()
    jakub.goes_to(f"{draft}sections/2.2-adults.md/")

    # What is proved of it, and what it changes; he tries it on a case, and cannot approve it himself.
    jakub.follows("What is proved of it")
    assert "In order" in jakub.text
    jakub.has_no_barriers()
    jakub.follows("What it changes")
    assert "It asks for less than before." in jakub.text
    assert "By when: " in jakub.text
    jakub.goes_to(f"{draft}impact/")
    jakub.enters("Cases", '{"reference": "a", "reported_at": "2026-11-24T12:00:00+00:00", "facts": {}, "people": []}')
    jakub.presses("Try it")
    assert "A duty would change for 0 of 1 cases" in jakub.text
    jakub.has_no_barriers()
    jakub.goes_to(f"{draft}approve/")
    assert "You have written in this text yourself" in jakub.text
    jakub.has_no_barriers()

    # Vera, who has written nothing of it, reads it and approves it.
    vera.has_signed_in(service, "vera@example.org")
    vera.goes_to(f"{draft}approve/")
    vera.presses("Approve it")
    assert "Say that you have read the whole text" in vera.text
    vera.has_no_barriers()
    vera.page.get_by_label("I have read the whole text").check()
    vera.presses("Approve it")
    assert vera.heading == "e-safety@2017.1"
    assert "Vera Demo, Wexmouth Safeguarding Partnership, approved revision 3" in vera.text
    vera.has_no_barriers()
    vera.follows("Read it in the manual")
    assert "version 2017.1" in vera.text

    # She puts the partnership's own words beside a section. Whoever reads the manual sees whose they are.
    vera.goes_to("/manual/e-safety/2017.1/2.1/")
    vera.follows("Local words beside this section")
    vera.has_no_barriers()
    vera.enters("Words", "In Wexmouth ring the **front door**. <b>At any hour.</b>")
    vera.presses("Save")
    reader = visitor()
    reader.goes_to(vera.address)
    assert "Wexmouth Safeguarding Partnership" in reader.text
    assert "It decides nothing." in reader.text
    assert "<b>At any hour.</b>" in reader.text
    reader.has_no_barriers()

    # The concern stays where it was. Dilip reads what would change, says why, and moves it.
    dilip.has_signed_in(service, "dilip@example.org")
    dilip.goes_to(f"{concern}procedure/")
    assert "decided under E-Safety and Internet Abuse, version 2017." in dilip.text
    dilip.has_no_barriers()
    dilip.follows("See what version 2017.1 would change")
    assert "Would get another date" in dilip.text
    assert "Rule 2.2-lado-meeting." in dilip.text
    dilip.presses("Move it to version 2017.1")
    assert "Say why this concern is moved" in dilip.text
    dilip.has_no_barriers()
    dilip.enters("Why is this concern moved?", "The partnership has agreed on the new clock.")
    dilip.presses("Move it to version 2017.1")
    assert "version 2017.1" in dilip.text
    assert "The partnership has agreed on the new clock." in dilip.text
    dilip.has_no_barriers()
    dilip.goes_to("/procedures/impact/?to=e-safety@2017")
    assert "something would change in" in dilip.text
    dilip.has_no_barriers()


def _enters_today(who: Visitor) -> None:
    day = today()
    for box, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        who.enters(box, str(number))


def _changes_the_clock(who: Visitor, old: str, new: str) -> None:
    before, rule, after = who.page.get_by_label("Text", exact=True).input_value().partition(RULE)
    assert old in after
    who.enters("Text", before + rule + after.replace(old, new, 1))
    who.presses("Save as a revision")
