"""The plan that a person reads: what it says, in what order, and that it can be read anywhere.

The plans in `golden/` are compared word for word. After a change that is meant, write them anew and read the
difference: `FINGERPOST_RENEW=1 .venv/bin/pytest tests/cli/test_plan.py`, then `git diff tests/cli/golden`.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from cli.running import CASE, EXAMPLE_NAMES, EXAMPLES, run
from fingerpost.cli.page import Page
from fingerpost.cli.plan import write_plan
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.library import load_pack

GOLDEN = Path(__file__).parent / "golden"
RENEW = bool(os.environ.get("FINGERPOST_RENEW"))
HEADINGS = ("Do not", "Do it now: ", "Overdue since", "Today: ", "Now, no date set", "By date: ", "Consider", "Also")
LATER = ("Still to find out", "What hangs on what you ask now", "May also apply, once you know more", "About this plan")


def plan(**changes: Any) -> str:
    result = run("decide", "-", stdin=json.dumps(CASE | changes))
    assert result.exit_code == 0
    return result.stdout


def at_width(case: dict[str, Any], width: int) -> str:
    pack = load_pack()
    page = Page(width)
    read = case_from(case, pack)
    write_plan(page, pack, read, decide(pack, read))
    return str(page)


def parts(text: str) -> dict[str, str]:
    """The text under each heading."""
    found: dict[str, str] = {}
    heading = ""
    for block in text.split("\n\n"):
        if block.startswith((*HEADINGS, *LATER)):
            heading = block
        found[heading] = found.get(heading, "") + block + "\n\n"
    return found


@pytest.mark.parametrize(
    "name",
    [
        "01-nothing-known",
        "07-friday-before-christmas",
        "10-foster-carer",
        "12-two-adults-one-embargo",
        "13-adult-not-yet-identified",
        "16-arrest",
        "29-not-all-children-listed",
        "30-nothing-of-concern",
    ],
)
def test_the_plan_word_for_word(name: str) -> None:
    result = run("decide", EXAMPLES / f"{name}.yaml")
    text = re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", result.stdout)
    path = GOLDEN / f"{name}.txt"
    if RENEW:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), "If this is meant, see the top of this file."


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_fits_80_columns_and_holds_nothing_but_text(name: str) -> None:
    for colour in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}):
        text = run("decide", EXAMPLES / f"{name}.yaml", **colour).stdout
        assert all(len(line) <= 80 for line in text.splitlines())
        assert all(line == line.rstrip() for line in text.splitlines())
        assert "\n\n\n" not in text
        strange = {character for character in text if ord(character) > 126 and character not in "“”’–…é"}
        assert strange == set()
        assert "\x1b" not in text


def test_fits_a_narrow_terminal_and_says_the_same() -> None:
    wide, narrow = at_width(CASE, 80), at_width(CASE, 50)
    assert all(len(line) <= 50 or " " not in line.strip() for line in narrow.splitlines())
    assert narrow.split() == wide.split()
    assert at_width(CASE, 5).split() == wide.split()
    assert max(map(len, at_width(CASE, 500).splitlines())) <= 88


def test_headings_are_bold_only_where_a_terminal_can_show_it() -> None:
    page = Page(80, bold=True)
    page.heading("Today")
    page.text("Refer.")
    assert str(page) == "\x1b[1mToday\x1b[0m\n\nRefer.\n"


def test_what_cannot_wait_comes_first() -> None:
    text = plan(as_of="2026-11-24T15:00:00Z", events=None)
    first, *headings = [line for line in text.splitlines() if line.startswith((*HEADINGS, *LATER, "If a child"))]
    assert first == "If a child is in immediate danger, call 999."
    order = [
        next(rank for rank, start in enumerate((*HEADINGS, *LATER)) if line.startswith(start)) for line in headings
    ]
    assert order == sorted(order)
    assert "Today: Tuesday 24 November 2026" in headings


def test_every_certain_rule_is_there_once_and_under_its_heading() -> None:
    pack = load_pack()
    outcomes = decide(pack, case_from(CASE, pack)).outcomes
    found = parts(plan())
    certain = {heading: text for heading, text in found.items() if heading.startswith(HEADINGS)}
    for rule in {one.provision for one in outcomes if one.status == "applies"}:
        places = [heading for heading, text in certain.items() if f"Rule {rule}." in " ".join(text.split())]
        assert len(places) == 1, (rule, places)
    for rule in {one.provision for one in outcomes if one.status == "depends"}:
        later = [" ".join(text.split()) for heading, text in found.items() if heading.startswith(LATER[1:3])]
        assert sum(bool(re.search(rf"(?<![\w.-]){rule}(?![\w-])", text)) for text in later) == 1, rule
    assert "Rule 2.1-do-not-view." in certain["Do not"]
    assert "Rule 2.1-refer-under-13." in " ".join(certain["Overdue since Tuesday 24 November 2026"].split())


def test_a_day_that_has_passed_is_overdue() -> None:
    assert "Overdue" not in plan(as_of="2026-11-24T23:59:59+00:00", events=None)
    late = parts(plan(as_of="2026-11-25T00:00:00+00:00", events=None))
    assert "If this has not been done, do it now." in late["Overdue since Tuesday 24 November 2026"]
    assert not any(heading.startswith("Today") for heading in late)


def test_as_of_before_the_report_makes_nothing_due_later() -> None:
    assert "Today: Tuesday 24 November 2026" in plan(as_of="2026-11-01T00:00:00Z", events=None)


def test_the_reason_names_the_person_and_the_answer() -> None:
    text = " ".join(plan().split())
    assert "Because sexual imagery that young people took of themselves: yes; sexual acts shown" in text
    assert "as told: yes. For c1: age: 12; shown in the imagery: yes." in text
    assert "Because 2.1-refer-adult and 2.1-refer-under-13 apply." in text
    born = [{"id": "c1", "kind": "child", "facts": {"date_of_birth": "2014-03-31", "depicted": True}}]
    assert "For c1: date of birth: 31 March 2014; shown in the imagery: yes." in " ".join(
        plan(people=born, events=None).split()
    )


def test_one_duty_for_several_people_is_told_once() -> None:
    people = [{"id": f"c{n}", "kind": "child", "facts": {"significant_harm": True}} for n in (1, 2, 3)]
    text = " ".join(plan(people=people, events=None).split())
    assert text.count("Rule 2.1-strategy.") == 1
    assert "About c1, c2 and c3. Rule 2.1-strategy." in text


def test_what_holds_a_duty_back_is_said_before_who_does_it() -> None:
    facts = {"depicted": True, "informing_parents_risks_harm": False}
    suspect = {"id": "a1", "kind": "adult", "facts": {"alleged_abuser": True}}
    people = [{"id": "c1", "kind": "child", "facts": facts}, suspect]
    held = (
        "Wait: c1's parents or carers must not be told yet. An embargo about a1 is in force (rule 2.2-no-disclosure)"
        " until the strategy meeting or the police decide otherwise. You should"
    )
    assert held in " ".join(plan(people=people, events=None).split())
    told = [{"type": "disclosure_agreed", "person": "a1", "to": "parents:c1", "at": "2026-11-24T15:00:00Z"}]
    assert "Wait: c1's parents" not in " ".join(plan(people=people, events=told).split())
    perhaps = [people[0], {"id": "a1", "kind": "adult"}]
    asked = "Ask first whether c1's parents or carers may be told: a1 may be a suspect"
    assert asked in " ".join(plan(people=perhaps, events=None).split())


def test_a_case_with_nothing_due_says_so_and_never_hides_a_duty() -> None:
    # Where a referral may be due at once there is something to ask, and nobody is told that nothing is due.
    for uncertain in (plan(facts=None, people=None, events=None), example("28-gifts-from-a-stranger")):
        assert "safeguarding lead now whether" in uncertain
        assert "Nothing is" not in uncertain
    assert "\nNo rule applies.\n" in example("30-nothing-of-concern")
    undated = example("02-two-sixteen-year-olds")
    assert "due all the same" in " ".join(undated.split())
    assert "Nothing is due" not in undated
    assert "Nothing is due" not in plan()


def example(name: str) -> str:
    return run("decide", EXAMPLES / f"{name}.yaml").stdout


def test_the_readers_own_duties_come_first() -> None:
    bullied = {**CASE["facts"], "online_bullying": True}
    lists = parts(plan(facts=bullied))
    owners = re.findall(r"^ {4}(?:To [^.]*\. )?(You|The|Children's)", lists["Now, no date set"], re.MULTILINE)
    assert owners.index("The") > len(owners) - owners[::-1].index("You") - 1
    urgent = lists["Do it now: the chapter sets no day"]
    assert "To children's social care. You should do this. Rule 0-refer." in " ".join(urgent.split())
    assert list(lists).index("Do it now: the chapter sets no day") < list(lists).index("Now, no date set")
    people = [{"id": "a1", "kind": "adult", "facts": {"alleged_abuser": True, "works_with_children": True}}]
    facts = {**CASE["facts"], "setting": "police"}
    police = parts(plan(facts=facts, people=people))["Now, no date set"]
    assert police.index("2.2-focus-adult") < police.index("2.2-safeguards-from-start")
    school = parts(plan(people=people))
    assert "To the designated officer (LADO). You must do this." in school["Do it now: the chapter sets no day"]
