"""Somebody's first day: invited, a password, a second factor, signed in."""

from __future__ import annotations

from support import codes
from support.browser import MakeVisitor
from support.service import Service

NEW_PASSWORD = "copper lantern under seven bridges"  # noqa: S105


def test_a_new_colleague_is_invited_and_signs_in(service: Service, visitor: MakeVisitor) -> None:
    # Given an administrator
    administrator = visitor()
    administrator.has_signed_in(service, "kemi@example.org")

    # When they add a person to an organisation, after confirming who they are
    administrator.goes_to("/administration/")
    administrator.follows("Harbour View School")
    administrator.follows("Add a person")
    administrator.confirms()
    administrator.enters("Name", "Morgan Demo")
    administrator.enters("E-mail address at work", "morgan@example.org")
    administrator.page.get_by_label("Role").select_option("practitioner")
    administrator.presses("Add")
    assert "The person is told by e-mail" in administrator.text

    # Then the message has a link, and nothing that tells who or what it is about
    (message,) = service.mail_to("morgan@example.org")
    assert "Morgan" not in message
    assert "School" not in message

    # When the new colleague follows the link
    colleague = visitor()
    link = service.link_to("morgan@example.org")
    colleague.goes_to(link)
    # Then the secret is gone from the address
    assert colleague.address == "/invitation/"
    colleague.enters("Password", "too short")
    colleague.enters("Password, once more", "too short")
    colleague.presses("Set the password")
    assert "There is a problem" in colleague.text
    colleague.enters("Password", NEW_PASSWORD)
    colleague.enters("Password, once more", NEW_PASSWORD)
    colleague.presses("Set the password")

    # And signs in, they set up an authenticator app first
    colleague.signs_in("morgan@example.org", NEW_PASSWORD)
    assert colleague.heading == "Your second factor"
    colleague.goes_to("/")
    assert colleague.heading == "Your second factor"
    colleague.follows("Set up an authenticator app")
    colleague.confirms(NEW_PASSWORD)
    secret = colleague.page.locator(".fp-secret").inner_text()
    colleague.enters("Code", codes.lasting_code(secret, 5))
    colleague.presses("Set up")
    # And see recovery codes, once
    colleague.presses("Show them now")
    shown = colleague.page.locator(".fp-codes li").all_inner_texts()
    assert len(set(shown)) == 10
    colleague.goes_to("/account/second-factor/recovery-codes/")
    assert not any(code in colleague.text for code in shown)
    colleague.goes_to("/")
    assert "Morgan Demo" in colleague.page.locator("header").inner_text()

    # And the link works no second time
    stranger = visitor()
    stranger.goes_to(link)
    assert stranger.heading == "This link no longer works"

    # When they sign in again, a code is asked for; a recovery code will do
    again = visitor()
    again.signs_in("morgan@example.org", NEW_PASSWORD)
    assert again.heading == "Confirm that it is you"
    again.enters("Code", shown[0])
    again.presses("Go on")
    assert again.heading == "Home"

    # And does so once
    once_more = visitor()
    once_more.signs_in("morgan@example.org", NEW_PASSWORD)
    once_more.enters("Code", shown[0])
    once_more.presses("Go on")
    assert "There is a problem" in once_more.text
