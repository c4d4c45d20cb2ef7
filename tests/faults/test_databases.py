"""A disk that is full, a database that goes away, one that somebody else holds: on real ones, by real requests.

Given somebody who adds a note, when the database is in trouble, then they get a page that says so and has what they
wrote; sent again from that page afterwards it is kept, once; and what was confirmed before is there.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from faults.asking import Answer, is_whole, kept, note
from faults.conftest import ASHA, Place
from faults.working import begin, kill, works
from support.browser import DESKTOP, Visitor
from support.day import outside
from support.service import ROOT

ON_POSTGRESQL = pytest.mark.parametrize("place", ["postgresql"], indirect=True)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
REFERENCE = re.compile(r'<strong class="fp-nowrap">([2-9A-Z]{4}-[2-9A-Z]{4})</strong>')


def given_back(answer: Answer) -> dict[str, str]:
    """Return the form that a page for failures gives back."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(answer.text)}


def is_clear(answer: Answer, place: Place, says: str, words: str = "") -> None:
    """See that a page says what happened and what to do, and that the log has it once, with nothing of anybody."""
    assert answer.status == 503, answer.text[:300]
    assert says in answer.text
    assert "ring 999" in answer.text
    assert "<h1" in answer.text
    assert answer.headers["Retry-After"] == "30"
    assert "no-store" in answer.headers["Cache-Control"]
    reference = REFERENCE.search(answer.text)
    assert reference is not None
    assert place.service.log.count(reference[1]) == 1
    if words:
        assert given_back(answer)["words"] == words
        assert words not in place.service.log


def is_there(place: Place, *words: str) -> None:
    """See that each of these notes is there once, and that the whole is as it was written."""
    found = kept(place.service, ASHA, place.concern)
    assert [found["words"].count(one) for one in words] == [1] * len(words)
    assert is_whole(found), found["wrong"]


def is_working(place: Place) -> None:
    """Wait until the service says that it works."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if place.asha.gets("/status/").status == 200:
            return
        time.sleep(0.2)
    raise AssertionError("the service does not come back")


def long(words: str) -> str:
    """Return a note that needs room: nearly as many characters as it may have, that read as words."""
    return f"{words} {'and then she went home by the harbour road ' * 440}".strip()


# ---- a full disk -----------------------------------------------------------------------------------------------------

# What SQLite has written ahead is put away first, so that there is no room left in it.
_PUT_AWAY = """
from django.db import connection
connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
connection.close()
"""


def test_on_a_full_disk_nothing_is_half_done_and_nothing_is_lost(place: Place) -> None:
    before = note("Said before the disk was full.")
    assert place.asha.sends(place.notes, before).status == 302
    told = note(long("Said on a full disk."))
    if place.cluster is None:
        place.service.python(_PUT_AWAY)
    place.disk.fill()
    try:
        assert place.disk.free == 0
        answer = place.asha.sends(place.notes, told)
        is_clear(answer, place, "no room left", told["words"])
        if place.cluster is None:  # PostgreSQL has room in what it has taken already, for a word or two
            assert place.asha.gets("/status/").status == 503
            look = place.asha.gets(f"/concerns/{place.concern}/")
            assert (look.status, "Told at break" in look.text) == (503, False)  # no trace of it could be kept
    finally:
        place.disk.make_room()
    if place.cluster is not None and not place.cluster.is_running:
        place.cluster.start()
    is_working(place)
    found = kept(place.service, ASHA, place.concern)
    assert told["words"] not in found["words"]
    assert is_whole(found)
    again = given_back(answer)
    for _ in range(2):  # pressed twice
        assert place.asha.sends(place.notes, again).status == 302
    is_there(place, before["words"], told["words"])


# ---- a database that goes away and comes back ------------------------------------------------------------------------


@ON_POSTGRESQL
def test_a_database_that_goes_away_and_comes_back(place: Place) -> None:
    assert place.cluster is not None
    confirmed: list[str] = []
    refused: list[tuple[dict[str, str], Answer]] = []
    is_over = threading.Event()

    def writes(who: int) -> None:
        for number in range(10_000):
            if is_over.is_set():
                return
            sent = note(f"Writer {who} says sentence {number}.")
            answer = place.asha.sends(place.notes, sent)
            if answer.status == 302:
                confirmed.append(sent["words"])
            else:
                refused.append((sent, answer))
                time.sleep(0.2)

    worker = begin(place.service, "once = False")
    writers = [threading.Thread(target=writes, args=(number,), daemon=True) for number in range(3)]
    for writer in writers:
        writer.start()
    try:
        _until(lambda: len(confirmed) >= 3)
        place.cluster.stop_at_once()
        _until(lambda: len(refused) >= 3)
        while_away = len(confirmed)
        place.cluster.start()
        _until(lambda: len(confirmed) >= while_away + 3)
        assert works(place.service), "the worker has ended, or does nothing"
    finally:
        is_over.set()
        kill(place.service, worker)
        for writer in writers:
            writer.join(30)
    for sent, answer in refused:
        is_clear(answer, place, "cannot reach", sent["words"])
    for _, answer in refused:
        assert place.asha.sends(place.notes, given_back(answer)).status == 302
    is_there(place, *confirmed, *(sent["words"] for sent, _ in refused))


@ON_POSTGRESQL
def test_what_somebody_wrote_is_on_the_page_that_says_so_and_is_sent_from_there(place: Place, browser: Browser) -> None:
    assert place.cluster is not None
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.add_cookies([{"name": "session", "value": place.asha.session, "url": place.service.url}])
    try:
        asha = Visitor(context, place.service.url)
        asha.goes_to(place.notes)
        asha.page.get_by_label("What I have learned since").check()
        words = "She said:\n“He has my number.”\nThen she cried."
        asha.page.get_by_label("What do you want to add?").fill(words)
        place.cluster.stop_at_once()
        try:
            asha.presses("Add the note")
            assert asha.heading == "Sorry, the record cannot be used at present"
            asha.has_no_barriers()
            asha.page.get_by_text("Read or copy what you wrote").click()
            assert "“He has my number.”" in asha.text
            asha.presses("Send it again")
            assert asha.heading == "Sorry, the record cannot be used at present"
        finally:
            place.cluster.start()
        asha.presses("Send it again")
        assert asha.address == f"/concerns/{place.concern}/"
        assert "Then she cried." in asha.text
    finally:
        context.close()
    found = kept(place.service, ASHA, place.concern)["words"]
    assert [one.replace("\r\n", "\n") for one in found].count(words) == 1


# ---- a database that somebody else holds -----------------------------------------------------------------------------


_HOLD = """
from django.db import connection
cursor = connection.cursor()
if connection.vendor == "sqlite":
    cursor.execute("BEGIN EXCLUSIVE")
else:
    cursor.execute("BEGIN")
    cursor.execute("SELECT size FROM ledger_head FOR UPDATE")
"""
_LET_GO = """
from django.db import connection
connection.cursor().execute("ROLLBACK")
connection.close()
"""


def test_a_database_that_somebody_else_holds_is_waited_for_and_no_longer(
    place: Place, request: pytest.FixtureRequest
) -> None:
    if place.cluster is not None and os.environ["FAKETIME"]:
        # While PostgreSQL waits, libfaketime gives it the true time, so that its own limits never come.
        found = subprocess.run(  # noqa: PLW1510 - what it says is shown
            [sys.executable, "-m", "pytest", "-q", request.node.nodeid.partition("@")[0]],
            env=outside() | {"FAKETIME": ""},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert found.returncode == 0, found.stdout
        return
    sent = note("Said while somebody else held the file.")
    place.service.python(_HOLD)
    try:
        began = time.monotonic()
        answer = place.asha.sends(place.notes, sent)
        assert time.monotonic() - began < 10
        is_clear(answer, place, "The record is busy", sent["words"])
    finally:
        place.service.python(_LET_GO)
    assert place.asha.sends(place.notes, given_back(answer)).status == 302
    is_there(place, sent["words"])


def _until(happened: Callable[[], bool], patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.02)
