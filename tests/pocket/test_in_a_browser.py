"""The file in a real browser that is offline from the start: six stories on a telephone, keyboard, axe, an old one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fingerpost.pocket.page import pocket_page
from fingerpost.procedure.pack.library import load_pack
from journeys.test_six_stories import PHONE, STORIES
from support.browser import Visitor

LARGEST = 400_000
NOW = datetime(2026, 12, 3, 14, 5, tzinfo=UTC)
OLD_WAYS = "delete globalThis.DecompressionStream"

Opened = Callable[..., "Offline"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("pocket") / "guide.html"
    made.write_text(pocket_page(load_pack(), NOW).html, encoding="utf-8")
    return made


class Offline(Visitor):
    """Somebody with the file and no network. `asked` has every address that the browser asked for."""

    def __init__(self, browser: Browser, file: Path, day: datetime, before: str) -> None:
        super().__init__(browser.new_context(viewport=PHONE, offline=True), file.as_uri())
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.clock.set_fixed_time(day)
        if before:
            self.page.add_init_script(before)
        self.page.goto(self.url)
        if not before:
            self.page.wait_for_selector("h1.govuk-heading-l")

    def sends(self, button: str = "Continue") -> None:
        """Press a button, and wait for the page that answers: its heading is where the keyboard is then."""
        before = self.page.locator("h1").element_handle()
        self.page.get_by_role("button", name=button, exact=True).first.click()
        self.page.wait_for_function("before => !before.isConnected", arg=before)

    def opens(self, address: str) -> None:
        """Go to a page of the file."""
        before = self.page.locator("h1").element_handle()
        self.page.evaluate("address => { location.hash = address }", address)
        self.page.wait_for_function("before => !before.isConnected", arg=before)


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Opened]:
    people: list[Offline] = []

    def opens(day: datetime = NOW, before: str = "") -> Offline:
        people.append(Offline(browser, file, day, before))
        return people[-1]

    yield opens
    for one in people:
        assert one.complaints == []
        assert one.asked == [one.url], "it asked for something"
        assert one.context.cookies() == []
        assert one.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        one.context.close()


def test_it_is_small(file: Path) -> None:
    assert file.stat().st_size <= LARGEST


@pytest.mark.parametrize("name", STORIES)
def test_a_story_offline_on_a_telephone(opened: Opened, name: str) -> None:
    story, person = STORIES[name], opened()
    pages, inputs = 0, len(story.ticks)
    for tick in story.ticks:
        person.page.get_by_label(tick).check()
    while person.heading != "Your plan":
        asked = [one.get_attribute("value") or "" for one in person.page.locator("input[name=asked]").all()]
        inputs += len(asked)
        for one in asked:
            if answer := story.knows.get(one.rpartition(".")[2]):
                person.page.locator(f"input[name='{one}'][value='{answer}']").check()
        person.sends()
        pages += 1
    lines = person.page.locator(".fp-do-now li").all_inner_texts()
    assert (pages, inputs) == (story.pages, story.inputs)
    assert story.tell in lines[0]
    assert story.say in lines[-1]
    assert person.width() <= PHONE["width"]


def test_no_page_has_a_barrier(opened: Opened) -> None:
    person = opened()
    for address in ("#/guide", "#/manual", "#/manual/2.1", "#/directory", "#/about", "#/sources"):
        if address != "#/guide":
            person.opens(address)
        person.has_no_barriers()
    person.opens("#/guide")
    person.page.get_by_label("Somebody shared a sexual picture of a child").check()
    person.sends()
    person.has_no_barriers()
    person.sends("I know nothing more: show the plan")
    person.has_no_barriers()
    person.opens("#/guide/aware")
    person.enters("Month", "13")
    person.sends()
    expect(person.page.locator(".govuk-error-summary")).to_be_focused()
    person.has_no_barriers()
    person.opens("#/guide/since")
    person.has_no_barriers()


def test_with_the_keyboard_alone(opened: Opened) -> None:
    person = opened()
    keyboard = person.page.keyboard
    keyboard.press("Tab")
    expect(person.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(person.page.get_by_role("checkbox").first).to_be_focused()
    keyboard.press("Space")
    before = person.page.locator("h1").element_handle()
    keyboard.press("Enter")
    person.page.wait_for_function("before => !before.isConnected", arg=before)
    expect(person.page.locator("h1")).to_be_focused()
    assert person.page.title().endswith("Pocket guide")
    person.page.go_back()
    expect(person.page.locator("h1")).to_have_text("What has happened?")
    expect(person.page.get_by_role("checkbox").first).to_be_checked()


def test_leaving_takes_every_answer_away(opened: Opened) -> None:
    person = opened()
    person.page.get_by_role("checkbox").first.check()
    person.sends()
    for _ in range(3):
        person.page.keyboard.press("Shift")
    person.page.wait_for_url("about:blank")
    person.page.goto(person.url + "#/guide/plan")
    expect(person.page.locator("h1")).to_have_text("What has happened?")
    person.asked[:] = [person.url]


def test_its_age_is_in_its_head(opened: Opened) -> None:
    for day, said in (
        (NOW, "e-safety@2017. Made on 3 December 2026, today."),
        (NOW + timedelta(days=12), "12 days ago."),
        (NOW + timedelta(days=200), "This is more than six months old: ask for a newer one."),
        (NOW - timedelta(days=2), "This device’s clock says an earlier day"),
    ):
        assert said in opened(day).page.locator("[data-age]").inner_text()


def test_past_the_bank_holidays_it_says_what_to_do(opened: Opened) -> None:
    person = opened(datetime(2040, 1, 9, 9, 0, tzinfo=UTC))
    assert person.heading == "This file is too old for today"
    assert "Tell your safeguarding lead" in person.text


def test_a_browser_that_is_too_old_is_told(opened: Opened) -> None:
    person = opened(before=OLD_WAYS)
    assert "your browser is too old" in person.text
    assert "ring 999" in person.text
