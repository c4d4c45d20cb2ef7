"""A day with duties: what waits is seen, waived and confirmed by two, done, and handed to a colleague."""

from __future__ import annotations

from support.browser import MakeVisitor, Visitor
from support.service import Service

_A_CONCERN = """
from django.utils import timezone
from fingerpost.access import context
from fingerpost.access.models import Membership
from fingerpost.access.acting_membership import actor_in
from fingerpost.record.services.concerns import record_concern
from fingerpost.record.services.facts import (FactAnswer, assert_many)
asha = Membership.objects.get(user__email="asha@example.org")
with context.acting(actor_in(asha)):
    concern = record_concern(became_aware_at=timezone.now(), narrative="What was told at break.")
    said = ("youth_produced_imagery", "violent_or_developmentally_unusual")
    assert_many(concern, [FactAnswer(fact, True) for fact in said])
print(concern.pk)
"""
REFER = "2.1-same-day"
GROUND = "2.1-refer-content"


def opens(person: Visitor, link: str) -> None:
    """Follow a link of which this is the beginning."""
    with person.page.expect_navigation():
        person.page.get_by_role("link", name=link).first.click()


def unfolds(person: Visitor) -> None:
    """Open what the first page folds where much waits: other tests may have given this person more."""
    person.page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")


def opens_in_the_concern(person: Visitor, concern: str, link: str) -> None:
    """Go from the first page to the concern that waits there, and among its duties to this one."""
    unfolds(person)
    with person.page.expect_navigation():
        person.page.locator(f".fp-waiting a[href='{concern}']").first.click()
    person.goes_to(f"{concern}duties/")
    opens(person, link)


def test_a_day_with_duties(service: Service, visitor: MakeVisitor) -> None:
    # Given a concern that asks for a referral on the same day
    concern = f"/concerns/{service.python(_A_CONCERN).strip()}/"

    # When the teacher who recorded it comes to the first page, then it says what is due today
    teacher = visitor(java_script_enabled=True)
    teacher.has_signed_in(service, "asha@example.org")
    assert "due today" in teacher.text
    unfolds(teacher)
    assert "Refer to police or social care Today" in teacher.text
    teacher.has_no_barriers()

    # When they open the duty, then it says why, on whom and by what rule
    opens_in_the_concern(teacher, concern, REFER)
    for words in ("2.1-same-day", "Asha Demo", "Because", "Became a duty"):
        assert words in teacher.text
    teacher.has_no_barriers()

    # When they waive it without a reason, the page says so by the field, and nothing is lost
    teacher.follows("Waive it")
    teacher.presses("Waive it")
    assert "Write the reason" in teacher.text
    teacher.has_no_barriers()
    teacher.enters("Why it is not to be done", "The hospital has referred it this morning")
    teacher.presses("Waive it")
    assert "It stays open until a second person has confirmed that" in teacher.text
    assert "Confirm as the second person" not in teacher.text

    # When the safeguarding lead confirms it, then it is waived
    lead = visitor(java_script_enabled=False)
    lead.has_signed_in(service, "ben@example.org")
    opens(lead, "My team’s")
    opens_in_the_concern(lead, concern, REFER)
    lead.presses("Confirm as the second person")
    assert "Waived" in lead.text
    assert "Ben Demo, Harbour View School confirmed the waiver, as the second person." in lead.text

    # When the teacher records what was really done, then it is in the record and is waited for no more
    teacher.goes_to("/")
    opens_in_the_concern(teacher, concern, GROUND)
    teacher.presses("Record that it was done")
    teacher.presses("Record it")
    assert "Write what was done" in teacher.text
    teacher.has_no_barriers()
    teacher.enters("What was done", "Rang the children’s services, who took it in")
    teacher.presses("Record it")
    assert "Done on" in teacher.text
    assert "by Asha Demo: Rang the children’s services, who took it in." in teacher.text

    # When they hand over the rest, the colleague has it on their list
    teacher.goes_to("/duties/hand-over/")
    teacher.has_no_barriers()
    teacher.page.get_by_label("Who takes them over").select_option(label="Ben Demo, Safeguarding lead")
    teacher.presses("Hand them over")
    assert "Nothing waits here." in teacher.text
    lead.goes_to("/")
    # It is only to be considered, and folded
    lead.page.locator("summary", has_text="To consider").click()
    opens_in_the_concern(lead, concern, "1-financial")
    assert "Asha Demo, Harbour View School handed it over to Ben Demo" in lead.text

    # And all duties of the concern stand on one page, what is over too
    lead.follows("Duties in this concern")
    assert "Done, waived, put off, or no longer following" in lead.text
