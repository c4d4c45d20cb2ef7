"""A briefing has a page for each reader: what is new and sooner for them, and nothing that falls on somebody else."""

from __future__ import annotations

from functools import cache

import pytest

from cli.running import run
from fingerpost.procedure.pack.library import load_pack
from fingerpost.proof.briefing import Briefing, briefings
from fingerpost.proof.diff import diff

ONE_PAGE = 66
"""So many lines have room on a printed page of 80 columns."""
OLD, NEW = load_pack("e-safety@2017"), load_pack("e-safety@2026")


@cache
def pages() -> dict[str, Briefing]:
    return {one.reader: one for one in briefings(diff(OLD, NEW))}


def lines(reader: str, heading: str) -> str:
    return "\n".join(line for part in pages()[reader].parts if part.heading.startswith(heading) for line in part.lines)


def test_each_reader_learns_what_is_new_for_them_and_by_when() -> None:
    """Worked out by hand from the words of the two packs."""
    teacher = lines("a teacher", "New for you").splitlines()
    assert teacher[0] == "Must not: Do not pay, or advise paying (2.4-do-not-pay)."
    assert teacher[1] == "Must: Tell your safeguarding lead now (2.1-tell-lead). At once."
    assert "Must: Refer to the police (2.4-report-police). On the same day." in teacher
    assert "(6-decide). Within 1 working day after children's social care has received the referral." in lines(
        "a social worker", "New for you"
    )
    assert "(6-conference). Within 15 working days after a strategy discussion or meeting has been held." in lines(
        "a social worker", "New for you"
    )
    assert "(2.1-person-involved)" in lines("the police", "New for you")
    assert "2.2-refer-police: When" in lines("the police", "What others now send you")
    assert "(2.1-local-police-guidance)" in lines("the police", "No longer asked")


def test_nothing_is_said_as_a_machine_says_it() -> None:
    said = "\n".join(line for page in pages().values() for part in page.parts for line in part.lines)
    assert "the event" not in said
    assert "the day reported" not in said


def test_what_a_day_counts_from_is_in_words_in_the_comparison_too() -> None:
    shown = " ".join(run("diff", OLD.name, NEW.name).stdout.split())
    assert "45 working days from assessment started before, 45 working days from referral received now" in shown


def test_a_duty_that_is_switched_off_is_not_among_those_that_are_new() -> None:
    for rule in ("7-mandatory-report", "7-statutory-sharing"):
        assert rule not in lines("a teacher", "New for you")
        assert rule in lines("a teacher", "Not yet")
    assert "6-protection-team" not in lines("a social worker", "New for you")
    assert "6-protection-team" in lines("a social worker", "Not yet")


@pytest.mark.parametrize(
    ("reader", "others"), [("a teacher", {"police", "social_care"}), ("the police", {"school", "practitioner"})]
)
def test_nothing_that_falls_on_others_alone_is_new_for_somebody(reader: str, others: set[str]) -> None:
    new = lines(reader, "New for you")
    for rule in NEW.provisions.values():
        if rule.who and set(rule.who) <= others:
            assert f"({rule.id})" not in new


def test_each_reader_has_one_printed_page() -> None:
    shown = run("diff", OLD.name, NEW.name, "--briefing").stdout
    parts = shown.split("What changes for ")[1:]
    assert [part.splitlines()[0].split(":")[0] for part in parts] == ["a teacher", "a social worker", "the police"]
    for part in parts:
        assert len(part.strip().splitlines()) <= ONE_PAGE
