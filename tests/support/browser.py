"""A real browser for tests: Debian's Chromium, driven by Playwright, with axe and a virtual security key."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from support import codes, day
from support.service import PASSWORD, Service

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # milliseconds; a machine may be busy with something else
expect.set_options(timeout=PATIENCE)
DESKTOP: Any = {"width": 1280, "height": 900}
NARROW: Any = {"width": 320, "height": 700}

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OF_NAMES = {"cat.name-role-value", "cat.forms", "cat.aria", "cat.parsing"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for the session. Fails where there is none: nothing is skipped."""
    assert CHROMIUM.exists(), f"{CHROMIUM} is missing. Install it (on Debian: apt-get install chromium)."
    # Playwright runs an event loop in this thread, in which Django would not ask its database for anything.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, env=day.outside())
        yield chromium
        chromium.close()


class Visitor:
    """Somebody with a browser of their own: no cookie is shared with anybody."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        # A refusal or a missing page is said in the console too; what it is about is in the test.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def goes_to(self, path: str) -> None:
        """Open a page."""
        self.page.goto(path if path.startswith("http") else self.url + path)

    def presses(self, button: str) -> None:
        """Press the button of this name, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()

    def follows(self, link: str) -> None:
        """Follow the link of this name."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=True).first.click()

    def enters(self, label: str, text: str) -> None:
        """Write into the field of this label."""
        self.page.get_by_label(label, exact=True).first.fill(text)

    def signs_in(self, address: str, password: str) -> None:
        """Go through the first page of signing in."""
        self.goes_to("/sign-in/")
        self.enters("E-mail address", address)
        self.enters("Password", password)
        self.presses("Sign in")

    def has_signed_in(self, service: Service, address: str) -> None:
        """Sign in as one of the demonstration's people, with password and code."""
        secret = service.give_code_app(address)
        self.signs_in(address, PASSWORD)
        assert self.heading == "Confirm that it is you"
        self.enters("Code", codes.lasting_code(secret, 5))
        self.presses("Go on")
        assert self.heading == "Home"

    def confirms(self, password: str = PASSWORD) -> None:
        """Answer the page that asks once more who it is."""
        assert self.heading == "Confirm that it is you"
        self.enters("Password", password)
        self.presses("Confirm")

    @property
    def heading(self) -> str:
        """The heading of the page that is open."""
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """The words of the page that is open."""
        return self.page.locator("main").inner_text()

    @property
    def address(self) -> str:
        """The address of the page that is open, without the host."""
        return self.page.url.removeprefix(self.url)

    def barriers(self) -> list[str]:
        """Return what axe finds on the page that is open: WCAG 2.2 A and AA, and its best practice.

        What axe leaves to people to judge is a barrier too where it is about what something is called.
        """
        self.page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
        kinds = ["violations", "incomplete"]
        found = self.page.evaluate(f"axe.run(document, {{runOnly: {_RULES!r}, resultTypes: {kinds!r}}})")
        names = [one for one in found["incomplete"] if _OF_NAMES.intersection(one["tags"])]
        return [
            f"{self.address} {one['id']}: {one['help']}: {one['nodes'][0]['html'][:150]}"
            for one in [*found["violations"], *names]
        ]

    def width(self) -> int:
        """Return how wide the page is, in CSS pixels."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        return width

    def has_no_barriers(self) -> None:
        """See that the page that is open has no barrier, and is no wider than a narrow screen."""
        assert self.barriers() == []
        before = self.page.viewport_size
        assert before is not None
        self.page.set_viewport_size(NARROW)
        assert self.width() <= NARROW["width"], self.address
        self.page.set_viewport_size(before)

    def gets_a_security_key(self) -> None:
        """Plug in a virtual security key that verifies its owner and keeps passkeys."""
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )


MakeVisitor = Callable[..., Visitor]
