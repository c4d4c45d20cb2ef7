"""The JavaScript module decides as the command does, to the byte; and as the register's own reader does."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cli.running import EXAMPLE_NAMES, EXAMPLES, ROOT, run
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.library import available, load_pack
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.vignettes import vignettes
from fingerpost.proof.javascript import javascript, types
from oracle.deciding import expected
from procedure.making import pack, rule
from proof.javascript_agreement import Agreement, by_command, by_module, examples, named
from proof.javascript_cases import documents
from register.reading import register

IN_FORCE = "e-safety@2017"
GUIDE = ROOT / "docs" / "guide" / "javascript.md"


@cache
def module(name: str) -> bytes:
    return javascript(load_pack(name))


@pytest.mark.parametrize("name", available())
def test_the_module_writes_the_same_bytes_as_the_command(name: str) -> None:
    """Answers, refusals and notes, of the failures that reviews told of too; examples are of the procedure in force."""
    told = named([dict(one.case) for one in vignettes()], name)  # of another edition's question both say the same
    cases = [*(examples() if name == IN_FORCE else []), *told, *named(documents(load_pack(name), 250, 1), name)]
    agreement = Agreement(name, cases, module(name))
    assert agreement.different == []
    assert agreement.same_notes
    assert agreement.decided > 180
    assert agreement.refused > 15
    assert agreement.notes > 10


# Each is one thing that a hand could get wrong.
SLIPS = {
    "and for or": ('(kind === "and") === sign', '(kind === "or") === sign'),
    "for everybody where for one is asked": ('(kind === "all") === sign', '(kind === "any") === sign'),
    "a not forgotten": (
        "return ground(of[0], placement, person, !sign)",
        "return ground(of[0], placement, person, sign)",
    ),
    "a child who is not listed is forgotten": ('["unlisted","', '["constant",false,"'),
    "what is unknown taken for no": ("possible: answers.full ^ excluded", "possible: sure"),
    "a reason of any sure fact": ("found < best", "found > best"),
    "what happens later": ("if (isLater(event.at, one.asOf)) continue;", ""),
    "the clocks of UTC": ("moment.seconds + londonOffset(moment.seconds)", "moment.seconds"),
    "no bank holidays": ("!HOLIDAYS.has(at)", "true"),
    "an age a day early": ("ofMonth < bornDay", "ofMonth < bornDay - 1"),
    "an embargo that nothing lifts": ("!lifted.has(", "lifted !== lifted.has("),
    "nobody unlisted": ("const isUnlisted = ", "const isUnlisted = false && "),
    "urgency forgotten": ("b.urgent - a.urgent || ", ""),
    "prohibitions among the rest": ("a.first - b.first || ", ""),
}


def is_listed(case: dict[str, Any]) -> bool:
    """Whether every moment is in years whose bank holidays the oracle has typed in."""
    moments = [case["reported_at"], *(event["at"] for event in case.get("events") or ())]
    return all("2024" <= moment <= "2027-07" for moment in moments)


@cache
def some() -> list[dict[str, Any]]:
    return [*examples(), *named(documents(load_pack(IN_FORCE), 90, 2, mistakes=0), IN_FORCE)]


@cache
def commanded() -> list[str]:
    return by_command(some()).answers


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_in_the_runtime_is_noticed(slip: str) -> None:
    right, wrong = SLIPS[slip]
    text = module(IN_FORCE).decode()
    assert text.count(right) >= 1
    told = by_module(text.replace(right, wrong).encode(), some())
    assert told.answers != commanded()


def test_the_module_answers_as_the_registers_reader() -> None:
    """A second way: the oracle reads the register, not the pack, and tries every way that unknowns may turn out."""
    cases = [case for case in some() if is_listed(case)]
    assert len(cases) > 70
    told = by_module(module(IN_FORCE), cases)
    for case, line in zip(cases, told.answers, strict=True):
        document = json.loads(line)
        oracle = expected(case, register())
        assert document["outcomes"] == oracle.outcomes
        assert {one["fact"]: frozenset(one["settles"]) for one in document["questions"]} == oracle.questions


LEAVES = {
    "concern": ["p", "q", "r", "n < 2", "n > 0", "n == 1", "m <= 1", "m != 3", "happened(begun)", "happened(ended)"],
    "child": ["x", "age < 13", "age >= 9", "age in (0, 4, 12, 17)"],
    "adult": ["y", "z", "happened(arrest)"],
}


def condition(random: Random, scope: str, depth: int, people: bool = True) -> str:
    """A condition in which facts pull both ways, in several places and under any of the words."""
    drawn = random.random()
    if depth == 0 or drawn < 0.15:
        return random.choice([*LEAVES["concern"], *(LEAVES[scope] * 3)])
    if drawn < 0.3:
        part = condition(random, scope, depth - 1, people)
        return part if "happened" in part else f"not ({part})"  # What an event takes away, a pack says beside it.
    if drawn < 0.45 and people:
        word = random.choice(["any_child", "all_children", "any_adult", "all_adults"])
        return f"{word}({condition(random, 'child' if 'child' in word else 'adult', 1, people=False)})"
    parts = [condition(random, scope, depth - 1, people) for _ in range(random.choice((2, 3)))]
    return f"({random.choice((' and ', ' or ')).join(parts)})"


def tangled() -> Pack:
    """A pack of many such conditions, of the concern and of people."""
    random = Random(20)  # noqa: S311  # repeatable, not secret
    scopes = ["concern", "child", "adult"] * 20
    rules = [rule(f"r{number}", scope, condition(random, scope, 2)) for number, scope in enumerate(scopes)]
    return pack(*rules, events=("begun", "ended", "arrest"))


def test_conditions_of_any_form_are_decided_as_the_engine_decides_them() -> None:
    of = tangled()
    cases = list(documents(of, 250, 3, mistakes=0))
    told = by_module(javascript(of), cases)
    answers = [decide(of, case_from(case, of)).json().decode() for case in cases]
    assert told.answers == answers


def test_the_module_is_small() -> None:
    for name in available():
        assert len(gzip.compress(module(name))) < 80_000


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert javascript(load_pack(IN_FORCE)) == module(IN_FORCE)


def test_the_command_writes_the_module_and_its_types(tmp_path: Path) -> None:
    of = load_pack(IN_FORCE)
    for name, beside in (("one.mjs", "one.d.mts"), ("two.js", "two.d.ts")):
        assert run("export", IN_FORCE, "--js", "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_bytes() == module(IN_FORCE)
        assert (tmp_path / beside).read_bytes() == types(of)
    assert run("export", IN_FORCE, "--js").stdout_bytes == module(IN_FORCE)


def test_two_forms_at_once_are_refused() -> None:
    ran = run("export", IN_FORCE, "--js", "--dmn")
    assert ran.exit_code == 2
    assert "--js" in ran.stderr
    assert ran.stdout == ""


def test_the_types_have_every_fact_event_and_provision_of_the_register() -> None:
    text = types(load_pack(IN_FORCE)).decode()
    known = register()
    for one in known.provisions:
        assert (f'| "{one.id}"' in text) is (one.condition is not None)
    for fact in known.facts:
        answers = {"bool": "boolean", "int": "0 | 1 | 2"}.get(fact.type, f'"{fact.values[0]}" | ')
        assert f'  "{fact.id}"?: {answers}' in text
    for event in known.events:
        assert f'| {{ type: "{event}"; at: string;' in text


def programs() -> Iterator[str]:
    """The programs in the guide, first to last."""
    for found in re.finditer(r"```js\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        yield found[1]


def test_the_guides_first_program_prints_what_the_command_prints(tmp_path: Path) -> None:
    assert run("export", IN_FORCE, "--js", "-o", tmp_path / "e-safety.mjs").exit_code == 0
    program = tmp_path / "first.mjs"
    program.write_text(next(programs()), encoding="utf-8")
    for name in EXAMPLE_NAMES[::8]:
        case = tmp_path / "case.json"
        case.write_text(json.dumps(examples()[EXAMPLE_NAMES.index(name)]), encoding="utf-8")
        ran = subprocess.run(["node", program, case], capture_output=True, check=True)
        assert ran.stdout == run("decide", EXAMPLES / f"{name}.yaml", "--json").stdout_bytes
