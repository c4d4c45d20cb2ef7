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


def becomes(person: Visitor, beginning: str) -> None:
    """Choose what became of something from the list of what can, unless it is chosen already."""
    listed = person.page.get_by_role("navigation", name="What you can record").get_by_role("listitem")
    step = listed.filter(has_text=re.compile(r"^\s*" + re.escape(beginning))).first
    if "(chosen)" not in step.inner_text():
        with person.page.expect_navigation():
            step.get_by_role("link").click()


def came(person: Visitor, row: int, name: str, agency: str) -> None:
    """Write in a meeting's minutes, in one of the empty rows, that somebody outside the service was there."""
    folded = person.page.locator(f"details:has([name=name_{row}])")
    folded.locator("summary").click()
    folded.locator(f"[name=name_{row}]").fill(name)
    folded.locator(f"[name=agency_{row}]").select_option(label=agency)
    folded.get_by_label("Was there", exact=True).check()


def acts(person: Visitor, what: str, colleague: str, day: date) -> None:
    """Write an action into a meeting's minutes."""
    folded = person.page.locator("details:has([name=what_0])")
    folded.locator("summary").click()
    folded.locator("[name=what_0]").fill(what)
    folded.locator("[name=colleague_0]").select_option(label=colleague)
    for box, part in enumerate((day.day, day.month, day.year)):
        folded.locator(f"[name=due_0_{box}]").fill(str(part))


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
