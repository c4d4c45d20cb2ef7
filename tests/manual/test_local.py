"""A partnership's own words: marked, kept, safe to read, and of no weight in any decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from access.anywhere import Anywhere
from fingerpost.access.errors import AccessError
from fingerpost.manual import prose
from fingerpost.manual.services import local_text
from fingerpost.manual.services.publishing import PublishingError
from manual.officers import NOW
from manual.test_manual import Page
from manual.test_publishing import client_of

PAGE = "/manual/e-safety/2017/2.1/"
WORDS = "Ring the **front door**. <script>alert(1)</script> # No heading"


def test_words_are_written_shown_kept_and_taken_away(anywhere: Anywhere) -> None:
    with anywhere.serving():
        before = Page(Client().get(PAGE).content.decode()).text
        officer = client_of("policy")
        for place in ("2.1", "2.1-same-day"):
            address = f"/procedures/local/e-safety/{place}/"
            assert officer.get(address).status_code == 200
            assert officer.post(address, {"text": WORDS, "after": "0"}).status_code == 302
        page = Client().get(PAGE).content.decode()
        assert page.count("Ring the <strong>front door</strong>. &lt;script&gt;") == 2
        assert page.count("It decides nothing.") == 2
        assert "Local words beside" not in page
        assert "Local words beside" in officer.get(PAGE).content.decode()
        # Somebody who has not read what is there is told, and loses nothing.
        late = officer.post("/procedures/local/e-safety/2.1/", {"text": "Other words", "after": "0"}).content.decode()
        assert "has written here meanwhile" in late
        assert "Other words</textarea>" in late
        for place in ("2.1", "2.1-same-day"):
            officer.post(f"/procedures/local/e-safety/{place}/", {"text": "", "after": "1"})
        assert Page(Client().get(PAGE).content.decode()).text == before
        assert "Taken away." in officer.get("/procedures/local/e-safety/2.1/").content.decode()
        for place in ("9.9", "2.1-no-such-rule"):
            assert officer.get(f"/procedures/local/e-safety/{place}/").status_code == 404


def test_only_a_policy_officer_writes_and_nobody_changes(anywhere: Anywhere) -> None:
    with anywhere.acting("policy"):
        local_text.write("e-safety", "2.1", "Words.", after=0, now=NOW)
        with pytest.raises(PublishingError):
            local_text.write("e-safety", "2.1", "Other words.", after=0, now=NOW + timedelta(minutes=1))
    for who in ("teacher", "administrator", "manager-east"):
        with anywhere.acting(who), pytest.raises(AccessError):
            local_text.write("e-safety", "2.1", "Words.", after=1, now=NOW)
    for change in ("UPDATE manual_localtext SET text = ''", "DELETE FROM manual_localtext"):
        with anywhere.laying(), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@given(st.text(alphabet="#=-\n ab[](:/)!<>`*_x0", max_size=80))
def test_whatever_is_written_makes_no_heading_no_picture_and_no_script(text: str) -> None:
    made = prose.beside(text)
    for tag in ("<h", "<img", "<script", "<iframe", " id=", "javascript:"):
        assert tag not in made.replace("<hr", "")
