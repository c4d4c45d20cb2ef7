"""Every example against the plan that was worked out for it by hand from the chapter, not by running the engine.

An expected plan has these keys and no others:

    outcomes    every outcome of the plan, in order; each with
      provision, about, status
      due                      left out where the chapter sets none
      because                  for `applies`
      depends_on               for `depends`; may be left out where the example is not about it
      held_by, may_be_held_by  left out where nothing is in the way
    ask_first   the questions that could bring a duty of today or a prohibition: they come first, in any order
    ask_later   all other questions, in any order
"""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.source.yaml import parse_yaml

FOLDER = Path(__file__).parents[1] / "examples"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml") if not path.stem.endswith(".expected"))

Document = dict[str, Any]


def read(name: str) -> Any:
    return parse_yaml((FOLDER / name).read_text(encoding="utf-8"), name=name).value


def decided(name: str) -> Document:
    pack = load_pack()
    document: Document = json.loads(orjson.dumps(decide(pack, case_from(read(f"{name}.yaml"), pack))))
    return document


def expected(name: str) -> Document:
    plan: Document = read(f"{name}.expected.yaml")
    check_form(plan)
    return plan


def check_form(plan: Document) -> None:
    """Refuse an expected plan that leaves out or adds a key, so that none is checked less than it seems to be."""
    assert plan.keys() == {"outcomes", "ask_first", "ask_later"}
    for outcome in plan["outcomes"]:
        reasons = {"applies": {"because"}, "depends": outcome.keys() & {"depends_on"}}[outcome["status"]]
        extra = outcome.keys() & {"due", "to", "held_by", "may_be_held_by"}
        assert outcome.keys() == {"provision", "about", "status"} | reasons | extra, outcome
        assert all(outcome[key] for key in extra), outcome


def differences(document: Document, plan: Document) -> list[str]:
    """Say in which ways a decision is not the expected plan; an empty list if it is."""
    found = [
        f"outcome {place}: {wrong}"
        for place, (got, wanted) in enumerate(zip(document["outcomes"], plan["outcomes"], strict=False))
        for wrong in differences_of_outcome(got, wanted)
    ]
    if len(document["outcomes"]) != len(plan["outcomes"]):
        found.append(f"{len(document['outcomes'])} outcomes, expected {len(plan['outcomes'])}")
    asked = [question["fact"] for question in document["questions"]]
    first = len(plan["ask_first"])
    for name, got in (("ask_first", asked[:first]), ("ask_later", asked[first:])):
        if sorted(got) != sorted(plan[name]):
            found.append(f"{name}: {sorted(got)}, expected {sorted(plan[name])}")
    return found + list(differences_of_settles(document, plan))


def differences_of_outcome(got: Document, wanted: Document) -> Iterator[str]:
    complete = {"due": None, "because": [], "to": [], "held_by": [], "may_be_held_by": [], **wanted}
    if wanted["status"] == "applies":
        complete["depends_on"] = []
    for key, value in complete.items():
        if got[key] != value:
            yield f"{wanted['provision']}/{wanted['about']}: {key} {got[key]}, expected {value}"


def differences_of_settles(document: Document, plan: Document) -> Iterator[str]:
    """A question settles exactly the outcomes that depend on it."""
    settles = {question["fact"]: set(question["settles"]) for question in document["questions"]}
    for outcome in plan["outcomes"]:
        name = f"{outcome['provision']}/{outcome['about']}"
        if outcome["status"] == "depends" and "depends_on" not in outcome:
            continue
        on = set(outcome.get("depends_on", []))
        for fact, names in settles.items():
            if (name in names) != (fact in on):
                yield f"the question {fact} settles {sorted(names)}, expected {'' if fact in on else 'not '}{name}"


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_is_the_one_worked_out_by_hand(name: str) -> None:
    assert differences(decided(name), expected(name)) == []


def spoilt(plan: Document) -> Iterator[tuple[str, Document]]:
    """The expected plan with one thing wrong: each status, date, reason, hold, place, outcome and question in turn."""

    def copied() -> Document:
        return copy.deepcopy(plan)

    for place, outcome in enumerate(plan["outcomes"]):
        spoil = copied()
        depends = outcome["status"] == "depends"
        spoil["outcomes"][place]["status"] = "applies" if depends else "depends"
        yield f"status of {outcome}", spoil

        for key, value in (
            ("provision", "9-none"),
            ("about", "c99"),
            ("due", None if "due" in outcome else "2026-11-24"),
            ("held_by", [*outcome.get("held_by", []), "2.2-no-disclosure/a99"]),
            ("may_be_held_by", [*outcome.get("may_be_held_by", []), "2.2-no-disclosure/a99"]),
            ("because", [*outcome.get("because", []), "concern.setting"]),
        ):
            spoil = copied()
            spoil["outcomes"][place][key] = value
            yield f"{key} of {outcome}", spoil

        for key in ("because", "depends_on", "held_by", "may_be_held_by"):
            if outcome.get(key):
                spoil = copied()
                spoil["outcomes"][place][key].pop()
                yield f"{key} of {outcome}, one less", spoil

        spoil = copied()
        del spoil["outcomes"][place]
        yield f"without {outcome}", spoil
        if place:
            spoil = copied()
            spoil["outcomes"][place - 1 : place + 1] = spoil["outcomes"][place - 1 : place + 1][::-1]
            yield f"{outcome} one place earlier", spoil

    for key in ("ask_first", "ask_later"):
        spoil = copied()
        spoil[key].append("concern.none")
        yield f"one more to {key}", spoil
        if plan[key]:
            spoil = copied()
            spoil[key].pop()
            yield f"one less to {key}", spoil


@pytest.mark.parametrize("name", NAMES)
def test_any_one_error_in_the_expected_plan_would_be_noticed(name: str) -> None:
    document, plan = decided(name), expected(name)
    assert [what for what, spoil in spoilt(plan) if not differences(document, spoil)] == []


@pytest.mark.parametrize(
    "spoil",
    [
        {"outcomes": [], "ask_first": []},
        {"outcomes": [], "ask_first": [], "ask_later": [], "notes": []},
        {
            "outcomes": [{"provision": "0-refer", "about": "concern", "status": "applies"}],
            "ask_first": [],
            "ask_later": [],
        },
    ],
)
def test_an_expected_plan_of_another_form_is_refused(spoil: Document) -> None:
    with pytest.raises(AssertionError):
        check_form(spoil)


def test_each_example_has_its_plan_and_stands_in_the_table() -> None:
    plans = sorted(path.name.removesuffix(".expected.yaml") for path in FOLDER.glob("*.expected.yaml"))
    assert plans == NAMES
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"[{name}]({name}.yaml)" not in table] == []


def test_every_provision_that_is_decided_applies_in_some_example() -> None:
    applied = {
        outcome["provision"]
        for name in NAMES
        for outcome in expected(name)["outcomes"]
        if outcome["status"] == "applies"
    }
    assert {provision.id for provision in load_pack().decided} - applied == set()


def test_the_command_gives_the_same_plan() -> None:
    name = "12-two-adults-one-embargo"
    fingerpost = Path(sys.executable).with_name("fingerpost")
    command = [str(fingerpost), "decide", str(FOLDER / f"{name}.yaml"), "--json"]
    ran = subprocess.run(command, capture_output=True, check=True)
    assert differences(json.loads(ran.stdout), expected(name)) == []
