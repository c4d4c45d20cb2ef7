"""Somebody writes, and the connection goes: no word is lost, and none lies open on the device.

Given a teacher on her telephone, whose connection or browser ends in the middle of a sentence, when both are there
again, then every word is among her drafts or sent, once, and nothing of it is on the telephone any more.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Request, expect

from support import day
from support.browser import ARGUMENTS, CHROMIUM, MakeVisitor, Visitor
from support.service import Service

ASHA = "asha@example.org"
PHONE: Any = {"width": 390, "height": 844}
FIRST = "Amina told me at break that somebody asks her for pictures."
SECOND = " She has his name on her phone, and is afraid of Friday."
YES = "Yes, only I use it"
NO = "No, keep nothing here"
SENT = "Words that had not reached us are saved now, as a draft."

_KEPT = """async () => {
  const names = (await indexedDB.databases()).map((one) => one.name);
  if (!names.includes("fingerpost-words")) return [];
  const database = await new Promise((resolve) => {
    const opening = indexedDB.open("fingerpost-words");
    opening.onsuccess = () => resolve(opening.result);
  });
  const items = await new Promise((resolve) => {
    const all = database.transaction("fingerpost-words").objectStore("fingerpost-words").getAll();
    all.onsuccess = () => resolve(all.result);
  });
  database.close();
  return items.map((one) => Object.keys(one).sort().join(" ") + " " + new TextDecoder("latin1").decode(one.data));
}"""

pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True)


def _kept(asha: Visitor) -> list[str]:
    """What the device keeps: of each item the names of its fields, and its words as they lie there."""
    found: list[str] = asha.page.evaluate(_KEPT)
    return found


def _writes(asha: Visitor, words: str) -> None:
    box = asha.page.get_by_label("What has happened?")
    box.press("Control+End")
    box.press_sequentially(words, delay=1)


def _is(asha: Visitor, where: str) -> None:
    """Wait until the last change is `saved` on the server, or `kept` on the device."""
    changes = asha.page.locator("[name=draft_changes]").input_value()
    assert int(changes) > 0
    expect(asha.page.locator("form[data-draft]")).to_have_attribute(f"data-{where}", changes)


def _begins(asha: Visitor, service: Service) -> None:
    if asha.page.url == "about:blank":
        asha.has_signed_in(service, ASHA)
    asha.goes_to("/concerns/new/")
    _writes(asha, FIRST)
    _is(asha, "saved")


def _loses_the_connection(asha: Visitor, service: Service) -> None:
    """Begin, and go on writing when there is no connection any more."""
    _begins(asha, service)
    asha.context.set_offline(True)
    _writes(asha, SECOND)


def _keeps_what_she_writes(asha: Visitor, service: Service) -> None:
    """Go on writing when there is no connection any more, and let the device keep it."""
    _loses_the_connection(asha, service)
    asha.page.get_by_role("button", name=YES).click()
    _is(asha, "kept")


def _is_a_try_of(page: str) -> Callable[[Request], bool]:
    """Whether a request delivers what the device keeps, and was made by this page."""
    return lambda request: "/drafts/save/" in request.url and request.headers.get("referer", "").endswith(page)


def _leaves_with_words_on_the_device(asha: Visitor) -> None:
    """Open another page with a connection that is there for pages, and not yet for what the device keeps."""
    asha.page.route("**/drafts/save/", lambda route: route.abort())
    asha.context.set_offline(False)
    # The page that is left may fail to save as well: only the new page's own try is the last one
    with asha.page.expect_event("requestfailed", _is_a_try_of("/concerns/")):
        asha.goes_to("/concerns/")
    assert len(_kept(asha)) == 1
    asha.page.unroute("**/drafts/save/")


def _drafts(asha: Visitor) -> list[str]:
    """Return where her drafts are, of earlier tests too."""
    asha.goes_to("/drafts/")
    links = asha.page.get_by_role("link", name="Read or delete it").all()
    return [str(link.get_attribute("href")) for link in links]


def _goes_on_with_it(asha: Visitor) -> str:
    with asha.page.expect_navigation():
        asha.page.get_by_role("link", name="Go on with what you wrote").click()
    words: str = asha.page.get_by_label("What has happened?").input_value()
    return words


def test_nothing_is_kept_before_somebody_says_that_nobody_else_uses_the_device(
    visitor: MakeVisitor, service: Service
) -> None:
    asha = visitor(viewport=PHONE)
    _loses_the_connection(asha, service)
    expect(asha.page.get_by_role("button", name=NO)).to_be_visible()
    assert "not saved yet" in asha.text
    assert asha.width() <= PHONE["width"]
    assert asha.barriers() == []
    assert _kept(asha) == []

    # She says no: nothing is, she is not asked again, and the words are on the page
    asha.page.get_by_role("button", name=NO).click()
    _writes(asha, " Her brother knows.")
    expect(asha.page.get_by_role("button", name=YES)).to_be_hidden()
    assert _kept(asha) == []
    asha.context.set_offline(False)
    _is(asha, "saved")
    assert "Draft saved at" in asha.text
    asha.goes_to("/concerns/new/")
    assert "You have begun this before" in asha.text


def test_what_is_sent_without_a_connection_waits_for_one_and_is_sent_once(
    visitor: MakeVisitor, service: Service
) -> None:
    asha = visitor(viewport=PHONE)
    _loses_the_connection(asha, service)
    asha.page.get_by_role("button", name="Send").click()

    # No error of the browser: her page, which says what becomes of it
    expect(asha.page.get_by_text("nothing is sent yet")).to_be_visible()
    assert asha.page.get_by_label("What has happened?").input_value() == FIRST + SECOND
    with asha.page.expect_navigation():
        asha.context.set_offline(False)
    # It is recorded, and the page says who has it
    assert "has it" in asha.page.locator("#who-has-it").inner_text()
    assert FIRST + SECOND in asha.text


def test_what_the_device_keeps_is_locked_and_is_gone_when_it_is_saved(visitor: MakeVisitor, service: Service) -> None:
    asha = visitor(viewport=PHONE)
    asha.has_signed_in(service, ASHA)
    before = _drafts(asha)
    _keeps_what_she_writes(asha, service)

    # Locked: neither her words, nor which page it is, nor a key, in the store or beside it
    (item,) = _kept(asha)
    assert item.startswith("data id iv lock ")
    for word in ("Amina", "Friday", "narrative", "concerns"):
        assert word not in item
    beside = asha.page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
    key = asha.page.locator("[data-device-key]").get_attribute("data-device-key")
    assert key
    assert key not in beside + item
    assert "Amina" not in beside

    # She leaves the page, and comes back once there is a connection: her words are offered, and go on from there
    _leaves_with_words_on_the_device(asha)
    asha.goes_to("/concerns/new/")
    expect(asha.page.get_by_text(SENT)).to_be_visible()
    assert _kept(asha) == []
    assert asha.barriers() == []
    assert _goes_on_with_it(asha) == FIRST + SECOND

    # What is sent is no draft any more, and nothing is delivered of it
    asha.presses("Send")
    assert _drafts(asha) == before
    assert _kept(asha) == []


def test_back_loses_nothing_that_the_device_keeps(visitor: MakeVisitor, service: Service) -> None:
    asha = visitor(viewport=PHONE)
    asha.has_signed_in(service, ASHA)
    before = _drafts(asha)
    _keeps_what_she_writes(asha, service)
    _leaves_with_words_on_the_device(asha)
    asha.page.go_back()

    # Whether the browser still has the form and saves it, or the device does: it is saved once, and kept no more
    until = time.monotonic() + 20
    while _kept(asha) and time.monotonic() < until:
        asha.page.wait_for_timeout(100)
    assert _kept(asha) == []
    (draft,) = [one for one in _drafts(asha) if one not in before]
    asha.goes_to(draft)
    assert FIRST + SECOND in asha.text


def test_signing_out_deletes_it(visitor: MakeVisitor, service: Service) -> None:
    asha = visitor(viewport=PHONE)
    _keeps_what_she_writes(asha, service)
    other = Visitor(asha.context, service.url)
    for page in (asha.page, other.page):
        page.route("**/drafts/save/", lambda route: route.abort())
    asha.context.set_offline(False)
    other.goes_to("/sign-out/")
    assert len(_kept(other)) == 1
    asha.page.close()
    other.presses("Sign out")
    assert _kept(other) == []


type Open = Callable[[], tuple[BrowserContext, Visitor]]


@pytest.fixture
def telephone(browser: Browser, service: Service, tmp_path: Path) -> Open:
    """Opens a browser that keeps what it keeps in a folder, as a telephone does: the same again after a crash."""

    def opened() -> tuple[BrowserContext, Visitor]:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "telephone", executable_path=CHROMIUM, args=ARGUMENTS, env={**day.outside()}, viewport=PHONE
        )
        return context, Visitor(context, service.url)

    return opened


@pytest.mark.parametrize("session", ["lives", "has ended"])
def test_a_browser_that_crashes_without_a_connection(telephone: Open, service: Service, session: str) -> None:
    context, asha = telephone()
    _begins(asha, service)
    context.set_offline(True)
    _writes(asha, SECOND)
    asha.page.get_by_role("button", name=YES).click()
    _is(asha, "kept")
    with suppress(Error):
        context.new_cdp_session(asha.page).send("Browser.crash")
    if session == "has ended":
        service.python(
            "from django.contrib.sessions.models import Session\n"
            "from allauth.usersessions.models import UserSession\n"
            f"mine = UserSession.objects.filter(user__email={ASHA!r})\n"
            "Session.objects.filter(session_key__in=mine.values('session_key')).delete()"
        )

    # Her browser is open again, with a connection. The crash took the cookie: she signs in, and the words are there
    context, asha = telephone()
    try:
        asha.has_signed_in(service, ASHA)
        if session == "lives":
            expect(asha.page.get_by_text(SENT)).to_be_visible()
            assert _goes_on_with_it(asha) == FIRST + SECOND
        else:
            expect(asha.page.get_by_text(re.compile("do not open any more"))).to_be_visible()
        assert _kept(asha) == []
    finally:
        context.close()
