"""Leaving, being away, changing roles: access ends on the day, and colleagues are found for what remains."""

from __future__ import annotations

from datetime import timedelta

from fingerpost.access.clock import today
from support.browser import MakeVisitor, Visitor
from support.service import PASSWORD, Service


def enter_day(person: Visitor, legend: str, days_from_today: int) -> None:
    day = today() + timedelta(days=days_from_today)
    boxes = person.page.get_by_role("group", name=legend)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label).fill(str(number))


def test_access_ends_with_the_last_day(service: Service, visitor: MakeVisitor) -> None:
    # Given a colleague who is at work, and to whom no other journey on the same service gives any
    colleague = visitor()
    colleague.has_signed_in(service, "quinn@example.org")

    # When the administrator ends the membership as of yesterday
    administrator = visitor()
    administrator.has_signed_in(service, "kemi@example.org")
    administrator.goes_to("/administration/")
    administrator.follows("Wexmouth Children’s Services")
    administrator.follows("Quinn Demo")
    administrator.follows("End Team manager, Wexmouth Children’s Services")
    administrator.confirms()
    enter_day(administrator, "Last day", -1)
    administrator.presses("Save the last day")
    assert "The last day is saved" in administrator.text

    # Then the very next page is closed to the colleague
    colleague.goes_to("/directory/")
    assert colleague.heading == "You have no access at present"
    # And signing in says what it says to a stranger
    colleague.signs_in("quinn@example.org", PASSWORD)
    said_to_the_leaver = colleague.text
    colleague.signs_in("stranger@example.org", PASSWORD)
    assert colleague.text == said_to_the_leaver
    assert "Enter the e-mail address and the password of an account" in said_to_the_leaver


def test_a_last_day_before_the_first_is_no_last_day(service: Service, visitor: MakeVisitor) -> None:
    administrator = visitor()
    administrator.has_signed_in(service, "kemi@example.org")
    administrator.goes_to("/administration/")
    administrator.follows("Wexshire Police")
    administrator.follows("Eilidh Demo")
    administrator.follows("End Police officer, Wexshire Police")
    administrator.confirms()
    enter_day(administrator, "Last day", -5000)
    administrator.presses("Save the last day")
    assert "The last day is before the first" in administrator.text
    # The link of the error leads to the field
    administrator.page.get_by_role("link", name="The last day is before the first").click()
    assert administrator.page.evaluate("document.activeElement.id") == "id_last_day"


def test_an_absence_has_somebody_who_covers(service: Service, visitor: MakeVisitor) -> None:
    administrator = visitor()
    administrator.has_signed_in(service, "kemi@example.org")
    administrator.goes_to("/administration/")
    administrator.follows("Harbour View School")
    administrator.follows("Asha Demo")
    administrator.follows("Record an absence in Practitioner, Harbour View School")
    enter_day(administrator, "First day away", 10)
    enter_day(administrator, "Last day away", 5)
    administrator.presses("Save")
    assert "Choose who covers" in administrator.text
    assert "The last day is before the first" in administrator.text
    enter_day(administrator, "Last day away", 12)
    administrator.page.get_by_label("Who covers").select_option(label="Ben Demo, Safeguarding lead")
    administrator.presses("Save")
    assert "Ben Demo covers" in administrator.text
    administrator.page.get_by_role("button", name="Remove the absence").click()
    administrator.page.wait_for_load_state()
    assert "Ben Demo covers" not in administrator.text


def test_somebody_with_two_roles_acts_in_one_of_them(service: Service, visitor: MakeVisitor) -> None:
    worker = visitor()
    worker.has_signed_in(service, "hari@example.org")
    assert "Harbour View School" in worker.page.locator(".moj-identity-bar").inner_text()
    worker.follows("Change role")
    worker.page.get_by_label("Practitioner, Quayside Youth Club").check()
    worker.presses("Go on")
    assert "Quayside Youth Club" in worker.page.locator(".moj-identity-bar").inner_text()


def test_an_entry_of_the_directory_is_confirmed_by_whoever_keeps_it(service: Service, visitor: MakeVisitor) -> None:
    # Given two entries of the school that nobody has ever confirmed, and a reminder that says no more than that
    service.manage("remind")
    (message,) = service.mail_to("ben@example.org")
    assert "something waits" in message
    assert "School" not in message
    lead = visitor()
    lead.has_signed_in(service, "ben@example.org")
    lead.goes_to("/directory/")
    assert "2 entries that you keep have to be confirmed" in lead.text

    # When the safeguarding lead confirms both, then nothing of theirs is due
    governors = "Chair of governors, where the head or the lead may be concerned"
    for entry in ("Safeguarding lead", governors):
        lead.presses(f"This is still right for {entry}, Harbour View School")
    assert "to be confirmed" not in lead.text.split("Wexmouth")[0]
    # And other organisations' entries are not theirs to change
    assert lead.page.locator("main").get_by_role("link", name="Change").count() == 2
