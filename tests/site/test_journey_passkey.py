"""Signing in with a passkey, and seeing where one is signed in."""

from __future__ import annotations

from support.browser import MakeVisitor
from support.service import Service


def test_a_passkey_signs_in_without_a_password(service: Service, visitor: MakeVisitor) -> None:
    # Given a police officer with a security key, who has added it as a passkey
    officer = visitor()
    officer.gets_a_security_key()
    officer.has_signed_in(service, "eilidh@example.org")
    officer.goes_to("/account/second-factor/passkeys/add/")
    officer.confirms()
    officer.enters("Name", "Key on my key ring")
    officer.presses("Add the passkey")
    officer.goes_to("/account/second-factor/passkeys/")
    assert "Key on my key ring" in officer.text
    officer.goes_to("/sign-out/")
    officer.presses("Sign out")

    # When they sign in with it, then neither password nor code is asked for
    officer.presses("Sign in with a passkey")
    assert officer.heading == "Home"

    # And it serves to confirm who they are
    officer.goes_to("/account/second-factor/app/remove/")
    officer.follows("With a passkey")
    officer.presses("Use a passkey")
    assert officer.heading == "Remove the authenticator app"

    # When they remove the app, then the passkey is the only second factor, and stays
    officer.presses("Remove the app")
    officer.goes_to("/account/second-factor/passkeys/")
    officer.follows("Remove Key on my key ring")
    assert "This is your only second factor" in officer.text

    # And it can be renamed
    officer.follows("Rename Key on my key ring")
    officer.enters("Name", "My only key")
    officer.presses("Save")
    assert "My only key" in officer.text

    # And signs in after the password too
    officer.goes_to("/sign-out/")
    officer.presses("Sign out")
    officer.signs_in("eilidh@example.org", "demonstration only")
    officer.presses("Use a passkey")
    assert officer.heading == "Home"


def test_somebody_signs_out_elsewhere(service: Service, visitor: MakeVisitor) -> None:
    # Given somebody who is signed in on two computers
    here, elsewhere = visitor(), visitor()
    elsewhere.has_signed_in(service, "femi@example.org")
    here.has_signed_in(service, "femi@example.org")

    # When they look, then they see both
    here.goes_to("/account/sessions/")
    here.confirms()
    cards = here.page.locator(".govuk-summary-card")
    assert cards.count() == 2

    # When they sign out the other one, then it is signed out
    with here.page.expect_navigation():
        cards.filter(has_text="Elsewhere").get_by_role("button").click()
    assert here.page.locator(".govuk-summary-card").count() == 1
    elsewhere.goes_to("/account/")
    assert elsewhere.heading == "Sign in"
    here.goes_to("/account/")
    assert here.heading == "Your account"

    # And the end of this one is the end of this one
    here.goes_to("/account/sessions/")
    with here.page.expect_navigation():
        here.page.locator(".govuk-summary-card").get_by_role("button").click()
    assert here.heading == "Sign in"
