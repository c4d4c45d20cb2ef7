"""Every example through the guide's pages: the plan is the engine's, and three short pages say what matters today."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from fingerpost.guide.asking import open_names
from fingerpost.procedure.case.model import Case, Person
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.source.yaml import parse_yaml
from guide.driving import PACK, Practitioner

MOST_PAGES = 3
MOST_INPUTS = 10
FOLDER = Path(__file__).parents[2] / "examples"


def document(name: str) -> dict[str, Any]:
    value = parse_yaml((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), name=name).value
    assert isinstance(value, dict)
    return value


NAMES = sorted(
    path.stem
    for path in FOLDER.glob("*.yaml")
    if not path.stem.endswith(".expected") and document(path.stem).get("procedure", PACK.name) == PACK.name
)
TODAY = {rule.id for rule in PACK.decided if (rule.by == "same_day" or rule.urgent) and "practitioner" in rule.who}


def example(name: str) -> Case:
    """The example; with a child of whom nothing is known where it lists none, and what it says is said of a child."""
    case = case_from(document(name), PACK)
    ticked = [tick for tick in PACK.ticks.values() if all(case.facts.get(fact) is True for fact in tick.answers)]
    if any("child" in tick.lists for tick in ticked) and not any(person.kind == "child" for person in case.people):
        return replace(case, people=(Person("somebody", "child", {}), *case.people))
    return case


def unsettled(practitioner: Practitioner, decision: Decision) -> set[str]:
    """The rules for today that are open, and that the plan neither has as something to ask now nor makes needless.

    A referral is needless where one of its recipients has to be reached anyway.
    """
    applying = [
        set(one.to) for one in decision.outcomes if one.status == "applies" and one.provision in TODAY and one.to
    ]
    pending = {one.provision: set(one.to) for one in decision.outcomes if one.status == "depends"}
    page = practitioner.client.get("/guide/plan/").content.decode()
    to_ask = set(re.findall(r'#([^"]+)"', re.split("What hangs on what you ask|</details>", page + "</details>")[1]))
    if "What hangs on what you ask" not in page:
        to_ask = set()
    elif "now whether" not in page and "Ask whether" not in page:
        raise AssertionError("what hangs on it is shown, and not what to ask")
    rests = {"2.1-same-day"}  # on the five grounds, and on nothing else
    own = practitioner.answers.given.get("concern.setting")
    return {
        rule
        for rule, to in pending.items()
        if rule in TODAY - rests
        and rule not in to_ask
        and not any(one <= to for one in applying)
        and not (own and to == {own.value})
    }


def known_so_far(practitioner: Practitioner, case: Case) -> Case:
    """Return the example with nothing more than what has been said to the guide, under the example's own names."""
    said = {name for name, given in practitioner.answers.given.items() if given.value is not None}
    names = {ident: name for name, ident in practitioner.names.items()}

    def of(owner: str, facts: dict[str, object]) -> dict[str, object]:
        return {fact: value for fact, value in facts.items() if f"{names[owner]}.{fact}" in said}

    people = tuple(
        replace(person, facts=of(person.id, dict(person.facts)), born=None)  # type: ignore[arg-type]
        for person in sorted(case.people, key=lambda person: person.kind != "child")
    )
    return replace(case, facts=of("concern", dict(case.facts)), people=people)  # type: ignore[arg-type]


def told(decision: Decision, names: dict[str, str]) -> list[object]:
    """Return the outcomes, with people under the example's names."""

    def named(text: str) -> str:
        rule, slash, person = text.rpartition("/")
        if slash:
            return f"{rule}/{names.get(person, person)}"
        owner, dot, fact = text.partition(".")
        return f"{names.get(owner, owner)}.{fact}" if dot else text

    return [
        (
            one.provision,
            names.get(one.about, one.about),
            one.status,
            one.due,
            *([named(text) for text in listed] for listed in (one.because, one.depends_on, one.held_by)),
            [named(text) for text in one.may_be_held_by],
        )
        for one in decision.outcomes
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_the_plan_is_the_engines_and_today_takes_three_short_pages(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = example(name)
    now: datetime = max(case.as_of, case.reported_at).replace(second=0, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: now)
    practitioner = Practitioner(case, now)

    # What has happened; then the moment, which is changed and not asked for; then what matters today
    response = practitioner.says_what_happened()
    practitioner.became_aware()
    while response.headers["Location"] != "/guide/plan/":
        response = practitioner.answers_page(response.headers["Location"])
    assert practitioner.pages <= MOST_PAGES
    assert practitioner.inputs <= MOST_INPUTS
    assert unsettled(practitioner, decide(PACK, practitioner.answers.case(PACK, now))) == set()

    # Then all the rest
    while True:
        answers = practitioner.answers
        decision = decide(PACK, answers.case(PACK, now))
        expected = decide(PACK, replace(known_so_far(practitioner, case), as_of=now))
        assert told(decision, practitioner.names) == told(expected, {})
        if not open_names(answers, decision):
            break
        response = practitioner.answers_page(f"/guide/question/{answers.last_page + 1}/?rest=1")
        if response.headers["Location"] == "/guide/plan/":
            break

    # At the end nothing known is left out that could change the plan
    whole = decide(PACK, replace(case, as_of=now))
    applies = {(one.provision, one.about) for one in whole.outcomes if one.status == "applies"}
    at_the_end = decide(PACK, practitioner.answers.case(PACK, now)).outcomes
    found = {
        (one.provision, practitioner.names.get(one.about, one.about)) for one in at_the_end if one.status == "applies"
    }
    assert found == applies
