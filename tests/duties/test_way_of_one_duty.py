"""The way of one duty through the files is the one that docs/architecture.md has."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType
from typing import Any

import pytest

from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.record.models import DetailKind
from fingerpost.record.services.people import add_detail
from support.service import ROOT

SOURCES = ROOT / "src" / "fingerpost"
RULE = "2.1-refer-under-13"
# Nothing of these runs: what they say is in classes that other files make.
ONLY_SAYS = {"procedure/decision.py", "duties/room.py"}
BESIDE = {
    "duties/requested_duties.py": "asks casework, which asks for nothing here",
    "duties/services/access_grants.py": "lets those in whom casework names",
    "duties/accepted_by.py": "asks who works on the concern already: nobody",
    "duties/services/unseen_duties.py": "counts what nobody sees",
    "duties/services/whose.py": "whose a duty is, which lists ask with one statement",
}


def way() -> list[str]:
    """Return the files of the page, in its order."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = page.partition("### The way of one duty\n")[2].partition("\n## ")[0]
    return re.findall(r"^ +\d+\. (\S+)", section, re.M)


@contextmanager
def files_that_run() -> Iterator[set[str]]:
    found: set[str] = set()

    def note(frame: FrameType, _event: str, _argument: Any) -> None:
        name = frame.f_code.co_filename
        if name.startswith(f"{SOURCES}/"):
            found.add(name.removeprefix(f"{SOURCES}/"))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_a_duty_goes_this_way(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True, sexual_acts=True)
        child = making.child(concern)
        making.told(concern, about=child, depicted=True)
        with files_that_run() as decided:
            born = (making.TUESDAY - timedelta(days=366 * 11)).date()
            add_detail(child, DetailKind.BORN, born.isoformat())
        assert making.state(concern, RULE).is_open
    with anywhere.serving():
        client = client_of("teacher")
        client.get("/")  # what a page imports when it is first asked for runs by that
        with files_that_run() as shown:
            page = client.get("/").content.decode()
    assert RULE in page or concern.reference in page

    files = way()
    assert len(files) <= 15
    assert all((SOURCES / file).is_file() for file in files)
    run = decided | shown
    assert {file for file in files if file.endswith(".py")} - ONLY_SAYS <= run
    of_duties = {file for file in run if file.startswith("duties/")}
    assert of_duties - set(files) <= BESIDE.keys(), of_duties - set(files)
