"""What visitors do on the pages of casework: choices in a group, a meeting's record, and a document to be fetched."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from support.browser import Visitor
from support.service import Service


def answers(person: Visitor, question: str, answer: str) -> None:
    """Choose one answer, or tick one box, in the group that asks this."""
    group = person.page.get_by_role("group", name=question)
    group.get_by_label(answer, exact=True).first.check()


def ticks(person: Visitor, beginning: str) -> None:
    """Tick the box or choose the answer whose words begin like this."""
    person.page.get_by_label(re.compile(r"^\s*" + re.escape(beginning))).first.check()


def chooses(person: Visitor, question: str, beginning: str) -> None:
    """Choose from a list the one that begins like this."""
    field = person.page.get_by_label(question, exact=True).first
    options = field.locator("option").all_inner_texts()
    field.select_option(label=next(one for one in options if one.startswith(beginning)))


def dates(person: Visitor, question: str, day: date) -> None:
    """Enter a day, in three boxes."""
    group = person.page.get_by_role("group", name=question, exact=True)
    for box, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(box, exact=True).fill(str(number))


def came(person: Visitor, meeting: str, name: str, agency: str) -> None:
    """Record that somebody outside the service was at a meeting, for an agency."""
    person.goes_to(f"{meeting}people/")
    person.enters("Or somebody else: name", name)
    chooses(person, "Which agency are they there for?", agency)
    person.page.get_by_role("group", name="Did they come?").get_by_label("Was there", exact=True).check()
    person.presses("Record it")


def fetches(service: Service, person: Visitor, concern: str, document: str, whom: str) -> str:
    """Ask for a document as a PDF, let the worker make it, and return the words of the file that is fetched."""
    person.goes_to(f"{concern}documents/")
    ticks(person, document)
    ticks(person, whom)
    answers(person, "As what?", "PDF, to read and print")
    person.presses("Produce it")
    assert "Being made" in person.text
    service.manage("work", "--once")
    person.goes_to(person.address)
    assert "Made" in person.text
    with person.page.expect_download() as download:
        person.page.get_by_role("button", name="Download", exact=True).click()
    content = download.value.path().read_bytes()
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
