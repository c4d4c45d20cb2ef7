"""What a surface says of a plan, read off its text or its page, and what the oracle says that it should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from lxml import html

from fingerpost.procedure.pack.library import load_pack
from oracle.deciding import expected
from register.reading import register

Document = dict[str, Any]

RECIPIENTS = load_pack("e-safety@2017").recipients
"""The words for each recipient: text of the pack, and all that is taken from it here."""

MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


class Said(NamedTuple):
    """One duty, for one person or the concern, as a surface says it. `due` is None where no day is said."""

    rule: str
    about: str
    due: date | None
    to: str
    wait: bool
    ask_first: bool


def outcomes(case: Document) -> list[Document]:
    """The outcomes that brute force makes of the register."""
    found: list[Document] = expected(case, register()).outcomes
    return found


def applying(case: Document) -> set[Said]:
    """What applies, by brute force from the register."""
    return {
        Said(
            one["provision"],
            one["about"],
            date.fromisoformat(one["due"]) if one["due"] else None,
            " or ".join(RECIPIENTS[to] for to in one["to"]),
            bool(one["held_by"]),
            bool(one["may_be_held_by"]),
        )
        for one in outcomes(case)
        if one["status"] == "applies"
    }


def depending(case: Document) -> set[tuple[str, str]]:
    """What may apply, by brute force from the register: rule and about."""
    return {(one["provision"], one["about"]) for one in outcomes(case) if one["status"] == "depends"}


# ---- the command -----------------------------------------------------------------------------------------------------


def on_terminal(plan: str) -> set[Said]:
    """What the command's plan says applies."""
    heading, found = "", set()
    for block in plan.partition("\nStill to find out")[0].partition("\nAbout this plan")[0].split("\n\n"):
        if not block.startswith(" "):
            heading = block
            continue
        text = " ".join(block.split())
        rule = re.search(r" Rule (\S+)\.(?: |$)", text)
        if rule is None:
            continue
        about = re.search(r" About ([^.]+)\. Rule ", text)
        to = re.search(r"(?<=[.!] )To ([^.]+)\. (?=[A-Z])", text)
        for person in _people(about[1]) if about else ["concern"]:
            found.add(
                Said(
                    rule[1], person, _day(heading), to[1] if to else "", "Wait: " in text, "Ask first whether " in text
                )
            )
    return found


def may_apply_on_terminal(plan: str) -> set[tuple[str, str]]:
    """What the command's plan says may apply."""
    later = plan.partition("\nWhat hangs on what you ask now")[2] or plan.partition("\nMay also apply")[2]
    later = later.partition("\nAbout this plan")[0]
    listed, _, named = " ".join(later.split()).partition("Without a date: ")
    rules = re.findall(r"\((\d[\w.-]*-[\w-]+)(?: for ([^)]+))?\)", listed)
    rules += re.findall(r"(\d[\w.-]*-[\w-]+)(?: for ([^;]+?))?(?:;|\.$|\. *$)", named)
    return {(rule, person) for rule, people in rules for person in (_people(people) if people else ["concern"])}


def _people(words: str) -> list[str]:
    return re.split(r", | and ", words)


# ---- the guide -------------------------------------------------------------------------------------------------------


def on_page(page: str) -> tuple[set[Said], set[tuple[str, str]]]:
    """What the guide's plan says applies, and what may."""
    found: set[Said] = set()
    later: set[tuple[str, str]] = set()
    for section in html.fromstring(page).xpath("//section[contains(@class, 'fp-plan-part')]"):
        heading = _text(section.xpath("./h2 | ./details/summary")[0])
        for item in section.xpath(".//ol[contains(@class, 'fp-duties')]/li"):
            line = next(one for one in map(_text, item.xpath("./p")) if " Rule " in one)
            waits = " ".join(_text(one) for one in item.xpath("./p[contains(@class, 'fp-wait')]"))
            found |= set(_said(line, _day(heading), waits))
        if heading.startswith(("May also apply", "What hangs on")):
            for item in section.xpath(
                "./ul/li | ./details[contains(summary, 'without a date') or contains(summary, 'hangs on')]//li"
            ):
                text = _text(item)
                later |= {(one.rule, one.about) for one in _said(text, None, "")}
    return found, later


def _said(line: str, due: date | None, waits: str) -> Iterator[Said]:
    rule = re.search(r"Rule (\d[\w.-]*-[\w-]+)\.", line)
    assert rule is not None, line
    about = re.search(r"About ([^.]+)\. Rule", line)
    to = re.match(r"To ([^.]+)\. ", line)
    for person in _people(about[1]) if about else ["concern"]:
        yield Said(rule[1], _ident(person), due, to[1] if to else "", "Wait: " in waits, "Ask first whether " in waits)


def _ident(called: str) -> str:
    """`Child 1` is c1, as the guide lists people."""
    kind, _, number = called.partition(" ")
    return f"{kind[0].lower()}{number}" if number else called


def _text(element: Any) -> str:
    return " ".join(element.text_content().split()).replace("’", "'")


def _day(heading: str) -> date | None:
    found = re.search(r"(\d+) (\w+) (\d{4})", heading)
    return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])) if found else None
