"""A session that ended takes no words with it: whoever sends a form signs in beside it and goes on."""

from __future__ import annotations

import pytest

from support import codes
from support.browser import MakeVisitor, Visitor
from support.service import PASSWORD, Service

ASHA = "asha@example.org"
PHONE = {"width": 390, "height": 844}
WORDS = "Amina told me at break that <somebody> asks her for pictures, “every day”."

_TIMED_OUT = """
from importlib import import_module
from django.conf import settings
store = import_module(settings.SESSION_ENGINE).SessionStore("{key}")
store["seen_at"] -= 24 * 60 * 60
store.save()
"""


def _signs_in_beside(asha: Visitor, service: Service) -> None:
    """Follow the link of the page that is open into a new window, and sign in there."""
    with asha.context.expect_page() as opened:
        asha.page.get_by_role("link", name="Sign in (opens in a new window)").click()
    beside = opened.value
    beside.get_by_label("E-mail address", exact=True).fill(ASHA)
    beside.get_by_label("Password", exact=True).fill(PASSWORD)
    beside.get_by_role("button", name="Sign in", exact=True).first.click()
    beside.get_by_label("Code", exact=True).fill(codes.lasting_code(service.give_code_app(ASHA), 5))
    beside.get_by_role("button", name="Go on", exact=True).click()
    beside.wait_for_url("**/sign-in/done/")
    assert "Close this window" in beside.inner_text("main")
    beside.close()


@pytest.mark.parametrize("service", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("ended", "scripts"),
    [("no cookie", True), ("signed out elsewhere", False), ("timed out", True), ("no cookie", False)],
)
def test_what_is_sent_after_the_session_ended_is_sent_again(
    visitor: MakeVisitor, service: Service, ended: str, scripts: bool
) -> None:
    asha = visitor(java_script_enabled=scripts, viewport=PHONE)
    asha.has_signed_in(service, ASHA)
    asha.goes_to("/concerns/new/")
    asha.page.get_by_label("What has happened?").fill(WORDS)

    # Given that the session ends while she writes
    if ended == "no cookie":
        asha.context.clear_cookies()
    elif ended == "signed out elsewhere":
        other = Visitor(asha.context, service.url)
        other.goes_to("/sign-out/")
        other.presses("Sign out")
        other.page.close()
    else:
        key = next(one["value"] for one in asha.context.cookies() if "session" in one["name"])
        service.python(_TIMED_OUT.format(key=key))

    # When she sends what she wrote, then it is all on the page, which says what to do
    asha.presses("Send")
    assert asha.heading == "You are signed out"
    assert WORDS in asha.text
    assert asha.width() <= PHONE["width"]
    if scripts:
        assert asha.barriers() == []

    # And when she has signed in beside it, she sends it
    _signs_in_beside(asha, service)
    asha.presses("Send it again")
    if not scripts:
        assert asha.heading == "Send it once more"
        assert WORDS in asha.text
        asha.presses("Send it again")
    assert asha.heading == "Child not known yet"
    assert WORDS in asha.text


@pytest.mark.parametrize("service", ["sqlite"], indirect=True)
def test_a_page_of_ours_sends_nothing_that_somebody_else_wrote(visitor: MakeVisitor, service: Service) -> None:
    # Given a form of another site that sends a concern from the browser of somebody who is signed in
    asha = visitor()
    asha.has_signed_in(service, ASHA)
    form = (
        f"<form method=post action='{service.url}/concerns/new/'>"
        "<input name=narrative value='Words of a stranger'><button>Send</button></form>"
    )
    asha.page.route("http://elsewhere.example/", lambda route: route.fulfill(body=form, content_type="text/html"))
    asha.page.goto("http://elsewhere.example/")
    asha.presses("Send")
    # Then it is refused, and given back to nobody
    assert asha.heading == "The form was open too long"
    assert "Words of a stranger" not in asha.page.content()
