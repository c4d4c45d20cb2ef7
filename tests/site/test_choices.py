"""Every radio button and check box of the product, in a browser: a click on its words chooses it, and nothing else.

Everybody is followed from page to page, by the links. A page that nobody reaches that way fails the last test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import test_pages_for_everybody as for_everybody
import test_pages_of_concerns as of_concerns
from playwright.sync_api import Browser

from fingerpost.access.clock import today
from fingerpost.access.permissions import every_route
from support import nu
from support.browser import Visitor
from support.choices import Crawl, Kind, kind, wrong_errors_on, wrong_on
from support.service import Service

# A page looks the same on either database.
pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")

# One concern of a child who is in two others, of which one is hidden from whoever records it, and of adults of whom
# two have the name and address of somebody who uses the service, and two the name alone.
_TELLING = """
import json, yaml
from django.utils import timezone
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.record import services as record
from fingerpost.record.models import (DetailKind, PartInConcern, PersonKind)
from fingerpost.record.services import duplicate_people
from fingerpost.record.services.concerns import ConcernInput
from fingerpost_demo.people import member
from fingerpost_demo.stories.telling import CONCERNS, Telling
def concern(**tell):
    told = {"narrative": "A friend of hers told us.", "childs_voice": "", "how": "", "told": ConcernInput()}
    concern = record.record_concern(became_aware_at=timezone.now(), **told, **tell)
    said = [(DetailKind.NAME, "Wren Sample"), (DetailKind.BORN, "2012-03-14")]
    child = record.add_appearance(concern, PersonKind.CHILD, [], said)
    duplicate_people.candidates(child)
    return child
with context.acting(actor_in(member("dilip"))):
    first, second = concern(), concern()
    for name in ("Mina", "Nia", "Priya", "Quinn"):
        said = [(DetailKind.NAME, f"{name} Demo")]
        if name in ("Mina", "Nia"):
            said.append((DetailKind.EMAIL, f"{name.lower()}@example.org"))
        adult = record.add_appearance(first.concern, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER], said)
        record.assert_many(first.concern, [record.FactAnswer("alleged_abuser", True, adult)])
with context.acting(actor_in(member("ben"))):
    concern(tell_intake=False)
told = yaml.safe_load((CONCERNS / "2-adults.yaml").read_text())
police = Telling(next(story for story in told if story["by"] == "eilidh"), timezone.now())
police.tell()
concerns = first.concern_id, second.concern_id, police.concern.pk
print(json.dumps({"child": str(second.pk), "concerns": [str(one) for one in concerns]}))
"""
# Left by a click, or files.
_LEAVE = {"account_logout", "guide_leave", "guide_pdf", "guide_calendar"}
# What is clicked is scrolled to, and little is painted.
_SMALL: Any = {"width": 800, "height": 400}
# Forms are sent here, and people led on: there is no page.
_NO_PAGE = {
    *for_everybody.NOTHING_TO_SEE,
    *of_concerns.NOTHING_TO_SEE,
    "guide_start_again",
    "guide_ask_again",
    "guide_remove_person",
    "guide_remove_event",
    "save_draft",
    "device_key",
}
# Opened in tests of their own; their templates have no choices, or those that the guide has.
_ELSEWHERE = {
    "accept_invitation",
    "choose_pupil",
    "directory_token",
    "pupil_list",
    "demonstration",
    "local_text",
    "mfa_authenticate",
    "mfa_edit_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "pocket",
    "procedure_version",
    "reopen_concern",
    "show_link",
}
# One role is always chosen; one that is not theirs is not found.
_NO_ERRORS = {"role"}
_DRAFT = "2017.9"


@dataclass
class Walk:
    """What is wrong with the choices of the pages, where errors lead, and ids; and the routes that were met."""

    crawl: Crawl = field(default_factory=Crawl)
    choices: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    sent: set[tuple[str, str]] = field(default_factory=set)

    def looks(self, person: Visitor) -> None:
        """Try the page that is open."""
        self.crawl.opens(person)
        self.choices += wrong_on(person)

    def follows(self, person: Visitor, *starts: str) -> None:
        """Try every page with choices that the links lead to."""
        for address in self.crawl.pages(person, starts, _LEAVE):
            person.goes_to(address)
            self.looks(person)
            self.sends(person)

    def sends(self, person: Visitor) -> None:
        """Send what is no answer from the page that is open, once from each template of a form."""
        what = _kind(person)
        if what.route not in _NO_ERRORS and (what.route, what.asked) not in self.sent:
            self.sent.add((what.route, what.asked))
            self.errors += wrong_errors_on(person)


def _kind(person: Visitor) -> Kind:
    found = kind(person.address)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def walk(service: Service, browser: Browser) -> Iterator[Walk]:
    """Everybody has gone everywhere."""
    ids = json.loads(service.python(of_concerns._TELLING))
    told = json.loads(service.python(_TELLING))
    child, (first, second, of_the_police) = told["child"], told["concerns"]
    made = Walk()
    people: dict[str, Visitor] = {}
    for name in ("stranger", "dilip", "eilidh", "ben", "kemi", "jakub", "vera", "isla"):
        people[name] = Visitor(browser.new_context(viewport=_SMALL, locale="en-GB"), service.url)
        if name != "stranger":
            people[name].has_signed_in(service, f"{name}@example.org")
    made.follows(people["stranger"], *for_everybody.SIGNED_OUT.values(), "/manual/", "/manual/e-safety/2017/search/")
    _asks_the_guide(made, people["ben"])
    made.follows(people["dilip"], *of_concerns.addresses(ids).values(), f"/concerns/{first}/conflicts/", "/")
    made.follows(people["dilip"], f"/concerns/{second}/people/{child}/same/", f"/concerns/{first}/looked-for/")
    _writes_a_referral(made, people["dilip"], second)
    _takes_in_a_document(made, people["dilip"], second)
    made.follows(people["eilidh"], "/", f"/concerns/{of_the_police}/casework/police/")
    made.follows(people["ben"], "/", "/account/role/", "/account/conflicts/")
    made.follows(people["kemi"], *for_everybody.addresses(people["kemi"]).values())
    draft = _begins_a_draft(people["jakub"])
    made.follows(people["jakub"], "/procedures/", "/manual/e-safety/2017/sources/")
    made.follows(people["vera"], "/procedures/", draft)
    made.follows(people["isla"], "/ledger/")
    yield made
    for one in people.values():
        one.context.close()


def _asks_the_guide(walk: Walk, person: Visitor) -> None:
    """Go through the guide without an answer, and try each of its questions."""
    person.goes_to("/guide/")
    walk.looks(person)
    person.enters("How many children?", "1")
    person.enters("How many adults, suspected or otherwise of interest?", "1")
    person.presses("Continue")
    while "/question/" in person.address:
        walk.looks(person)
        walk.sends(person)
        person.presses("Continue")
    person.follows("Go on with the questions")
    while "/question/" in person.address:
        walk.looks(person)
        walk.sends(person)
        person.presses("Continue")
    walk.follows(person, "/guide/plan/", "/guide/since/", "/guide/record/")


def _writes_a_referral(walk: Walk, person: Visitor, concern: str) -> None:
    """Choose to whom and what, and try the page on which the referral is written."""
    person.goes_to(f"/concerns/{concern}/casework/referrals/new/")
    while "/new/" in person.address:
        walk.looks(person)
        person.page.locator("input[name=to]").first.check()
        person.presses("Go on to write the referral")
    walk.looks(person)
    walk.sends(person)


def _takes_in_a_document(walk: Walk, person: Visitor, concern: str) -> None:
    """Send a letter, and try the page that shows its words."""
    person.goes_to(f"/concerns/{concern}/documents/in/new/")
    letter = {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"She is well.\n\nShe comes every day.\n"}
    person.page.locator("input[type=file]").set_input_files(letter)  # type: ignore[arg-type]
    person.presses("Read its words")
    assert person.heading == "Read what would be kept"
    walk.looks(person)


def _begins_a_draft(person: Visitor) -> str:
    """Begin a version of the procedure, and return the address of its draft, which a second officer approves."""
    person.goes_to("/procedures/drafts/new/")
    person.enters("Name of the new version", _DRAFT)
    for box, number in (("Day", today().day), ("Month", today().month), ("Year", today().year)):
        person.enters(box, str(number))
    person.presses("Begin")
    assert _DRAFT in person.heading
    return person.address


def test_the_words_of_every_choice_choose_it_and_nothing_else(walk: Walk) -> None:
    assert walk.choices == []


def test_every_error_leads_to_the_first_choice_of_what_is_wrong(walk: Walk) -> None:
    assert walk.errors == []


def test_every_page_is_html_as_the_standard_has_it(walk: Walk, tmp_path: Path) -> None:
    assert nu.errors(walk.crawl.texts, tmp_path) == []


def test_every_link_to_a_place_on_a_page_finds_it(walk: Walk) -> None:
    assert walk.crawl.fragments() == []


def test_no_page_is_left_out(walk: Walk) -> None:
    assert {str(route.name) for route in every_route()} - walk.crawl.routes - _NO_PAGE - _ELSEWHERE - _LEAVE == set()
