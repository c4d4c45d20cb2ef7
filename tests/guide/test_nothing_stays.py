"""Nothing of the answers is stored, logged, put into an address or kept by a browser; and all of it can be deleted."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fingerpost.guide.urls import urlpatterns

pytestmark = pytest.mark.django_db
HAPPENED = {"child": ["own_picture", "child_pressed"]}
LOOKED_AT = {
    "guide": "/guide/",
    "guide_people": "/guide/people/",
    "guide_question": "/guide/question/1/",
    "guide_aware": "/guide/aware/",
    "guide_events": "/guide/since/",
    "guide_answers": "/guide/answers/",
    "guide_plan": "/guide/plan/",
    "guide_pdf": "/guide/plan/plan.pdf",
    "guide_calendar": "/guide/plan/plan.ics",
}
BY_ITSELF = {"guide_leave", "guide_start_again", "guide_remove_person", "guide_remove_event", "guide_ask_again"}
FOR_THE_RECORD = {"guide_record"}


def begun() -> Client:
    """Somebody who has said what happened, and who is involved."""
    client = Client()
    client.post("/guide/", HAPPENED)
    client.post("/guide/people/", {"children": "2", "adults": "1"})
    return client


def a_whole_visit() -> list[HttpResponse]:
    """Everything that can be done in the guide, once."""
    client = begun()
    question: dict[str, Any] = {"asked": ["c1.age", "c2.age"], "c1.age": "years", "c1.age.years": "12"}
    moment = {"day_0": "1", "day_1": "3", "day_2": "2026", "clock": "14:05"}
    sent = [
        client.post("/guide/question/1/", question),
        client.post("/guide/question/2/", {"asked": ["a1.alleged_abuser"], "a1.alleged_abuser": "yes"}),
        client.post("/guide/aware/", moment),
        client.post("/guide/since/", {**moment, "event": "arrest/a1"}),
        client.post("/guide/since/remove/", {"event": "0"}),
        client.post("/guide/question/3/", {"asked": ["concern.setting"], "enough": "1"}),
        client.post("/guide/answers/again/"),
        client.post("/guide/people/remove/", {"person": "c2"}),
    ]
    assert [one.status_code for one in sent] == [302] * len(sent)
    looked = [client.get(address) for address in LOOKED_AT.values()]
    assert [one.status_code for one in looked] == [200] * len(looked)
    return [*sent, *looked]


def test_every_page_of_the_guide_is_visited() -> None:
    assert {str(pattern.name) for pattern in urlpatterns} == {*LOOKED_AT, *BY_ITSELF, *FOR_THE_RECORD}


def test_nothing_is_written_to_the_database() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        a_whole_visit()
    statements = [query["sql"] for query in queries.captured_queries]
    written = [sql for sql in statements if sql.split()[0] not in ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "PRAGMA")]
    assert written == []
    # Whom to ring, and which versions of the procedure there are: nothing else is read
    read = {re.search(r'FROM "(\w+)"', sql)[1] for sql in statements if sql.startswith("SELECT")}  # type: ignore[index]
    assert read <= {"access_contact", "manual_procedureversion"}


def test_nothing_is_logged_and_no_address_says_anything(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django").setLevel(logging.DEBUG)
    answers = a_whole_visit()
    told = caplog.text + " ".join(one.headers.get("Location", "") for one in answers)
    for word in ("c1", "a1", "age", "abuser", "arrest", "imagery", "coerced", "Child", "2026"):
        assert word not in told.replace("/guide/question/", ""), word


def test_no_page_is_kept_and_the_cookie_ends_with_the_browser() -> None:
    for one in a_whole_visit():
        assert one.headers["Cache-Control"] == "no-store"
        if "guide" in one.cookies and one.cookies["guide"].value:
            cookie = one.cookies["guide"]
            assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (
                True,
                "Lax",
                "",
                "",
            )


def test_outside_the_demonstration_the_cookie_is_bound_to_tls_and_to_this_host(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    cookie = Client().post("/guide/", HAPPENED).cookies["__Host-guide"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    gone = Client().get("/guide/leave/").cookies["__Host-guide"]
    assert (gone["secure"], gone.value, gone["max-age"]) == (True, "", 0)


@pytest.mark.parametrize("leaving", ["leave", "start-again"])
def test_leaving_deletes_the_answers(leaving: str) -> None:
    client = begun()
    assert client.get("/guide/plan/").status_code == 200
    address = f"/guide/{leaving}/"
    response = client.get(address) if leaving == "leave" else client.post(address)
    assert response.cookies["guide"].value == ""
    assert response.headers["Location"] == ("https://www.bbc.co.uk/weather" if leaving == "leave" else "/guide/")
    assert client.get("/guide/plan/").headers["Location"] == "/guide/"


@pytest.mark.parametrize("spoilt", ["forged", "old", "foreign"])
def test_a_cookie_that_cannot_be_taken_up_begins_anew_with_a_kind_word(
    spoilt: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    client = begun()
    if spoilt == "forged":
        client.cookies["guide"] = "AAAA" + client.cookies["guide"].value[4:]
    elif spoilt == "old":
        later = timezone.now() + timedelta(hours=13)
        monkeypatch.setattr(timezone, "now", lambda: later)
    else:
        settings.SECRET_KEY = "another service"  # noqa: S105
    assert client.get("/guide/plan/").headers["Location"] == "/guide/"
    page = client.get("/guide/")
    assert b"could not be taken up again" in page.content
    assert b"checked" not in page.content
    assert page.cookies["guide"].value == ""
    assert b"could not be taken up again" not in client.get("/guide/").content


def test_forms_from_elsewhere_are_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    for name in ("guide", "guide_people", "guide_start_again", "guide_ask_again"):
        assert client.post(reverse(name), HAPPENED).status_code == 403, name


def test_signed_out_people_land_on_the_guide_and_find_where_to_sign_in() -> None:
    page = Client().get("/", follow=True)
    assert page.redirect_chain == [("/guide/", 302)]
    assert page.content.count(b'href="tel:999"') == 2  # at the top, and at the foot as on every page
    assert b'href="/sign-in/"' in page.content
