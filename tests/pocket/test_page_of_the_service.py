"""The pocket guide as a page of the service: kept by the browser, walked without a network, made newer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from fingerpost.access.models.people import Contact, Organisation, OrganisationKind
from journeys.test_six_stories import PHONE, STORIES
from support.browser import MakeVisitor, Visitor
from support.service import Service

ADDS = """
from fingerpost.access.models.people import Contact
entry = Contact.objects.exclude(phone="").order_by("pk").first()
entry.phone = "01632 960 777"
entry.save()
"""


def is_kept(person: Visitor, word: str) -> None:
    """Wait until the browser says that the page is kept, or that a newer one has come."""
    expect(person.page.locator(f"[data-kept={word}]")).to_be_visible()


def opens(person: Visitor, address: str) -> None:
    before = person.page.locator("h1").element_handle()
    person.page.evaluate("address => { location.hash = address }", address)
    person.page.wait_for_function("before => !before.isConnected", arg=before)


@pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")
def test_it_opens_with_no_network_and_takes_a_newer_one_over(service: Service, visitor: MakeVisitor) -> None:
    person = visitor(viewport=PHONE, service_workers="allow")
    # 1. Opened once with a network
    person.page.clock.set_fixed_time(timezone.now())
    person.goes_to("/guide/")
    person.follows("the pocket guide")
    is_kept(person, "kept")
    assert "today." in person.page.locator("[data-age]").inner_text()
    person.has_no_barriers()
    # 2. Without one, it opens and leads to a plan
    person.context.set_offline(True)
    person.page.reload()
    is_kept(person, "kept")
    story = next(iter(STORIES.values()))
    for tick in story.ticks:
        person.page.get_by_label(tick).check()
    while person.heading != "Your plan":
        before = person.page.locator("h1").element_handle()
        person.page.get_by_role("button", name="Continue").click()
        person.page.wait_for_function("before => !before.isConnected", arg=before)
    assert "Do this now" in person.text
    opens(person, "#/directory")
    assert "01632 960 777" not in person.text
    # 3. With a network again, and a number that has changed, it says that a newer one is there, and opens it when asked
    service.python(ADDS)
    person.context.set_offline(False)
    person.page.reload()
    is_kept(person, "newer")
    person.context.set_offline(True)
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="Open it").click()
    is_kept(person, "kept")
    assert "01632 960 777" in person.page.locator("main").inner_text()
    # 4. What is kept is the page and nothing that was answered
    names = person.page.evaluate("caches.keys().then((all) => Promise.all(all.map((one) => caches.open(one))))")
    assert len(names) == 1
    assert person.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.django_db
def test_each_answer_has_the_narrowest_policy() -> None:
    page, worker = Client().get("/pocket/"), Client().get("/pocket/worker.js")
    policy = page.headers["Content-Security-Policy"]
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-\S+' 'sha256-\S+'; style-src 'sha256-\S+'; base-uri 'none'; "
        r"form-action 'none'; worker-src 'self'; manifest-src 'self'; img-src 'self'; frame-ancestors 'none'",
        policy,
    )
    assert worker.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert page.headers["Cache-Control"] == "no-store"
    manifest = Client().get("/pocket/manifest.webmanifest").json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/pocket/", "/pocket/", "standalone")


@pytest.mark.django_db
def test_it_is_made_anew_on_another_day_and_with_another_number(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    worker = lambda: Client().get("/pocket/worker.js").content  # noqa: E731 - said once
    monkeypatch.setattr(timezone, "now", lambda: now)
    first = worker()
    assert worker() == first
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=1))
    second = worker()
    police = Organisation.objects.create(name="Police", kind=OrganisationKind.POLICE, area="Here")
    Contact.objects.create(organisation=police, purpose="Desk", phone="01632 960 001", hours="9 to 5, every day")
    assert len({first, second, worker()}) == 3
