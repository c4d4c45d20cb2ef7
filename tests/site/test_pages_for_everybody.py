"""Every page for everybody: WCAG 2.2 AA by axe, 320 pixels, the keyboard alone, and no scripts.

Which pages there are comes from the routes; one that no visit below opens fails the last test.
"""

from __future__ import annotations

import re

import pytest
import test_pages_of_concerns as of_concerns

from fingerpost.access.permissions import every_route
from support.browser import NARROW, MakeVisitor, Visitor
from support.service import PASSWORD, Service

# A page looks the same on either database.
pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")

# Pages that answer only to a form, or lead on at once, have nothing to look at.
NOTHING_TO_SEE = {
    "ledger_checkpoint",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "invitation",
    "calendar_feed",
    "scim",
    "api_procedures",
    "api_procedure",
    "api_decide",
    "api_ask",
    "api_explain",
    "api_openapi",
    "api_nothing_here",
    "pocket_manifest",
    "pocket_worker",
    "end_session",
    "end_other_sessions",
    "confirm_contact",
    "invite",
    "close_account",
    "reopen_account",
    "remove_second_factors",
    "remove_absence",
    "assure",
    "count_procedure",
}
# Opened in a test of its own, below; `concern` in the tests of need to know.
BY_NAME = {
    "audit",
    "unusual_looks",
    "concern_looks",
    "my_looks",
    "mfa_authenticate",
    "mfa_activate_totp",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
    "concerns",
    "concern",
    "show_link",
    "pupil_list",
    "choose_pupil",
    "directory_token",
}

SIGNED_OUT = {
    "account_login": "/sign-in/",
    "account_reset_password": "/password/",
    "account_reset_password_done": "/password/sent/",
    "account_reset_password_from_key": "/password/0-0/",
    "account_reset_password_from_key_done": "/password/done/",
    "accept_invitation": "/invitation/nonsense/",
    "status": "/status/",
}

SIGNED_IN = {
    "home": "/",
    "account": "/account/",
    "account_identifiers": "/account/identifiers/",
    "signed_in_again": "/sign-in/done/",
    "account_conflicts": "/account/conflicts/",
    "account_calendar": "/account/calendar/",
    "role": "/account/role/",
    "sessions": "/account/sessions/",
    "account_change_password": "/account/password/",
    "account_reauthenticate": "/account/confirm/password/",
    "mfa_reauthenticate": "/account/confirm/code/",
    "mfa_index": "/account/second-factor/",
    "mfa_deactivate_totp": "/account/second-factor/app/remove/",
    "mfa_list_webauthn": "/account/second-factor/passkeys/",
    "mfa_add_webauthn": "/account/second-factor/passkeys/add/",
    "mfa_view_recovery_codes": "/account/second-factor/recovery-codes/",
    "mfa_generate_recovery_codes": "/account/second-factor/recovery-codes/new/",
    "directory": "/directory/",
    "administration": "/administration/",
    "undelivered": "/administration/messages/",
    "new_organisation": "/administration/organisations/new/",
    "account_logout": "/sign-out/",
}
"""Each has an address without an id. The others are found by their links."""

LINKS = (
    ("administration_organisation", "/administration/", "Harbour View School"),
    ("edit_organisation", None, "Change this organisation"),
    ("new_member", None, "Add a person"),
    ("staff_list", None, "Add people from a list"),
    ("new_contact", None, "Add an entry to the directory"),
    ("administration_account", None, "Ben Demo"),
    ("administration_membership", None, "Change Safeguarding lead, Harbour View School"),
    ("end_membership", None, "End Safeguarding lead, Harbour View School"),
    ("new_absence", None, "Record an absence in Safeguarding lead, Harbour View School"),
    ("edit_contact", "/directory/", "Change Safeguarding lead, Harbour View School"),
)
PLACES = {"edit_organisation", "new_member", "staff_list", "new_contact", "administration_account"}


def addresses(person: Visitor) -> dict[str, str]:
    """Find the addresses of every page that an administrator can open."""
    found = dict(SIGNED_IN)
    organisation = account = ""
    for name, start, link in LINKS:
        person.goes_to(start or (organisation if name in PLACES else account))
        person.page.get_by_role("link", name=link, exact=True).first.click()
        person.page.wait_for_load_state()
        if person.heading == "Confirm that it is you":
            person.confirms()
        found[name] = person.address
        organisation = person.address if name == "administration_organisation" else organisation
        account = person.address if name == "administration_account" else account
    return found


def test_axe_finds_no_barrier_and_nothing_is_wider_than_a_narrow_screen(service: Service, visitor: MakeVisitor) -> None:
    stranger, person = visitor(), visitor()
    person.has_signed_in(service, "kemi@example.org")
    pages = [(stranger, name, address) for name, address in SIGNED_OUT.items()]
    pages += [(person, name, address) for name, address in addresses(person).items()]
    barriers, wide = [], []
    for who, name, address in pages:
        who.goes_to(address)
        barriers += who.barriers()
        who.page.set_viewport_size(NARROW)
        if who.width() > NARROW["width"]:
            wide.append(f"{name}: {who.width()}")
        if name in {"home", "administration_organisation", "new_member"}:
            barriers += who.barriers()
        who.page.set_viewport_size({"width": 1280, "height": 900})
    assert barriers == []
    assert wide == []


def test_a_form_with_errors_has_no_barrier_either(service: Service, visitor: MakeVisitor) -> None:
    person = visitor()
    person.has_signed_in(service, "kemi@example.org")
    person.goes_to(addresses(person)["new_member"])
    person.presses("Add")
    assert person.page.title().startswith("Error: ")
    assert person.page.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    assert person.barriers() == []


def test_setting_up_a_second_factor_has_no_barrier(service: Service, visitor: MakeVisitor) -> None:
    service.take_second_factors("dilip@example.org")
    person = visitor()
    person.signs_in("lowri@example.org", PASSWORD)
    assert "There is a problem" in person.text  # she has left
    person.signs_in("dilip@example.org", PASSWORD)
    person.goes_to("/account/second-factor/app/")
    person.confirms()
    assert person.heading == "Set up an authenticator app"
    assert person.barriers() == []
    person.page.set_viewport_size(NARROW)
    assert person.width() <= NARROW["width"]


def test_a_passkeys_pages_have_no_barrier(service: Service, visitor: MakeVisitor) -> None:
    person = visitor()
    person.gets_a_security_key()
    person.has_signed_in(service, "dilip@example.org")
    person.goes_to("/account/second-factor/passkeys/add/")
    person.confirms()
    person.presses("Add the passkey")
    barriers = person.barriers()
    person.goes_to("/account/second-factor/passkeys/")
    barriers += person.barriers()
    person.follows("Rename Passkey")
    barriers += person.barriers()
    person.goes_to("/account/second-factor/passkeys/")
    person.follows("Remove Passkey")
    barriers += person.barriers()
    person.goes_to("/account/confirm/passkey/")
    barriers += person.barriers()
    person.goes_to("/concerns/")
    barriers += person.barriers()
    person.goes_to("/sign-out/")
    person.presses("Sign out")
    person.signs_in("dilip@example.org", PASSWORD)
    assert person.heading == "Confirm that it is you"
    assert person.barriers() + barriers == []


def test_pages_for_errors_have_no_barrier(service: Service, visitor: MakeVisitor) -> None:
    person = visitor()
    person.goes_to("/nowhere/")
    assert person.heading == "Page not found"
    barriers = person.barriers()
    person.has_signed_in(service, "femi@example.org")
    person.goes_to("/administration/")
    assert person.heading == "This page is not open to you"
    assert barriers + person.barriers() == []


def test_what_a_list_of_people_would_do_and_its_links_have_no_barrier(service: Service, visitor: MakeVisitor) -> None:
    person = visitor()
    person.has_signed_in(service, "kemi@example.org")
    person.goes_to(addresses(person)["staff_list"])
    listed = "name,e-mail,role\nAmina Invented,{},Practitioner"
    barriers, wide = [], []
    for address in ("amina@nowhere", "amina.listed@example.org"):
        person.enters("The list", listed.format(address))
        person.presses("See what it would do")
        barriers += person.barriers()
    person.page.get_by_label("Send new people no message").check()
    person.page.set_viewport_size(NARROW)
    wide.append(person.width())
    person.presses("Do this")
    assert person.heading == "Links to pass on"
    wide.append(person.width())
    assert barriers + person.barriers() == []
    assert max(wide) <= NARROW["width"]


def test_the_keyboard_is_enough(service: Service, visitor: MakeVisitor) -> None:
    person = visitor()
    keyboard = person.page.keyboard
    person.goes_to("/sign-in/")
    # The first thing that is reached leads past everything that every page has
    keyboard.press("Tab")
    assert person.page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    keyboard.press("Enter")
    assert person.page.evaluate("document.activeElement.id") == "main"
    keyboard.press("Tab")
    keyboard.type("femi@example.org")
    keyboard.press("Tab")
    keyboard.type(PASSWORD)
    assert person.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    secret_before = service.give_code_app("femi@example.org")
    with person.page.expect_navigation():
        keyboard.press("Enter")
    assert person.heading == "Confirm that it is you"
    assert secret_before


def test_it_works_without_scripts(service: Service, visitor: MakeVisitor) -> None:
    person = visitor(java_script_enabled=False)
    person.has_signed_in(service, "kemi@example.org")
    # The menu is open, and what needs scripts is not there
    assert person.page.get_by_role("link", name="Administration", exact=True).first.is_visible()
    person.goes_to("/sign-out/")
    person.presses("Sign out")
    assert not person.page.get_by_role("button", name="Sign in with a passkey").is_visible()


def test_no_page_is_left_out(service: Service) -> None:  # noqa: ARG001 - parametrised as the others are
    names = {str(route.name) for route in every_route()}
    # Rooms whose pages are looked at in tests of their own
    later = r"(ledger|looks|audit|guide|manual|procedure|[a-z]+_procedure|local_text|impact|pocket)"
    later_rooms = {name for name in names if re.match(later, name)}
    looked_at = {*SIGNED_OUT, *SIGNED_IN, *(name for name, _, _ in LINKS), *of_concerns.looked_at()}
    assert names - looked_at - NOTHING_TO_SEE - BY_NAME - later_rooms == set()
