"""Every example through the guide's pages: the plan is the engine's, and today's duties take ten questions at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from fingerpost.guide.asking import open_names
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.source.yaml import parse_yaml
from guide.driving import PACK, Practitioner

MOST = 10
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
SAME_DAY = {provision.id for provision in PACK.decided if provision.by == "same_day"}


def example(name: str) -> Case:
    return case_from(document(name), PACK)


def is_settled(practitioner: Practitioner, decision: Decision) -> bool:
    """Whether no duty of today hangs on a question that has not been put yet."""
    still = set(open_names(practitioner.answers, decision))
    pending = [one for one in decision.outcomes if one.status == "depends" and one.provision in SAME_DAY]
    return not any(still.intersection(one.depends_on) for one in pending)


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
def test_the_plan_is_the_engines_and_today_is_settled_in_ten_questions(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = example(name)
    now: datetime = max(case.as_of, case.reported_at).replace(second=0, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: now)
    practitioner = Practitioner(case, now)

    # The first two pages, then the moment, which is changed and not asked for
    practitioner.says_what_happened()
    response = practitioner.says_who()
    practitioner.became_aware()
    settled_after = None
    while True:
        answers = practitioner.answers
        decision = decide(PACK, answers.case(PACK, now))
        if settled_after is None and is_settled(practitioner, decision):
            settled_after = practitioner.pages
        expected = decide(PACK, replace(known_so_far(practitioner, case), as_of=now))
        assert told(decision, practitioner.names) == told(expected, {})
        if response.headers["Location"] == "/guide/plan/" or not open_names(answers, decision):
            break
        response = practitioner.answers_page(f"/guide/question/{answers.last_page + 1}/")

    assert settled_after is not None
    assert settled_after <= MOST
    # At the end nothing known is left out that could change the plan
    whole = decide(PACK, replace(case, as_of=now))
    applies = {(one.provision, one.about) for one in whole.outcomes if one.status == "applies"}
    found = {(o[0], o[1]) for o in told(decision, practitioner.names) if o[2] == "applies"}  # type: ignore[index]
    assert found == applies
