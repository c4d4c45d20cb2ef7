"""How many questions it takes: in the engine's order, in the pack's order, and in random order.

Each round starts with nothing known but who is involved, and answers the first question from a hidden, complete world
until (a) every same-day duty and (b) everything is settled. Worlds are the examples, completed at random, and invented
ones. Run: .venv/bin/python benchmarks/questions.py > docs/evidence/questions.md
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from fingerpost.procedure.case.model import Case, Person
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.decision import Decision
from fingerpost.procedure.language.tree import PersonKind, Value
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.source.yaml import parse_yaml

ROOT = Path(__file__).parents[1]
PACK = load_pack()
ENGINE = Engine(PACK)
SAME_DAY = {provision.id for provision in PACK.decided if provision.by == "same_day"}
FACT_ORDER = {fact: place for place, fact in enumerate(PACK.facts)}
AT = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
INVENTED = 300
COMPLETED = 5
LIKELY_YES = 0.2

Pick = Callable[[Decision, Case], str]


@dataclass(frozen=True)
class World:
    """A concern of which everything is true or false: the case with every fact known."""

    case: Case


def invented(chance: random.Random) -> World:
    """A world with one to three people, every “yes” as likely as LIKELY_YES."""
    kinds: list[tuple[str, PersonKind]] = [(f"c{i + 1}", "child") for i in range(chance.choice([0, 1, 1, 2]))]
    kinds += [("a1", "adult")] if not kinds or chance.random() < 0.5 else []
    people = tuple(Person(name, kind, {}) for name, kind in kinds)
    return completed(Case(AT, {}, people, (), AT, PACK.name), chance)


def completed(case: Case, chance: random.Random) -> World:
    """The case with every unknown fact answered at random."""

    def whole(scope: str, known: dict[str, Value]) -> dict[str, Value]:
        answers = {
            fact.id: chance.random() < LIKELY_YES if fact.type == "bool" else chance.choice(fact.values)
            for fact in PACK.facts.values()
            if fact.scope == scope
        }
        return answers | known

    people = tuple(replace(person, facts=whole(person.kind, dict(person.facts))) for person in case.people)
    return World(replace(case, facts=whole("concern", dict(case.facts)), people=people))


def asked(world: World, pick: Pick) -> tuple[int, int]:
    """How many questions until every same-day duty is settled, and until all is."""
    case = replace(world.case, facts={}, people=tuple(replace(p, facts={}, born=None) for p in world.case.people))
    count, same_day = 0, None
    while True:
        decision = ENGINE.decide(case)
        askable = {question.fact for question in decision.questions}
        pending = any(o.provision in SAME_DAY and askable.intersection(o.depends_on) for o in decision.outcomes)
        if same_day is None and not pending:
            same_day = count
        if not askable:
            return same_day or 0, count
        case = answered(case, world, pick(decision, case))
        count += 1


def answered(case: Case, world: World, name: str) -> Case:
    """The case with one more answer of the world."""
    owner, _, fact = name.rpartition(".")
    if owner == "concern":
        return replace(case, facts={**case.facts, fact: world.case.facts[fact]})
    truth = {person.id: person.facts for person in world.case.people}
    people = tuple(
        replace(person, facts={**person.facts, fact: truth[owner][fact]}) if person.id == owner else person
        for person in case.people
    )
    return replace(case, people=people)


def engines_order(decision: Decision, _: Case) -> str:
    return decision.questions[0].fact


def packs_order(decision: Decision, case: Case) -> str:
    owners = {"concern": -1, **{person.id: place for place, person in enumerate(case.people)}}

    def place(name: str) -> tuple[int, int]:
        owner, _, fact = name.rpartition(".")
        return owners[owner], FACT_ORDER[fact]

    return min((question.fact for question in decision.questions), key=place)


def random_order(chance: random.Random) -> Pick:
    return lambda decision, _: chance.choice(decision.questions).fact


def row(name: str, worlds: list[World], pick: Pick) -> str:
    found = [asked(world, pick) for world in worlds]
    columns = []
    for which in (0, 1):
        numbers = [pair[which] for pair in found]
        columns.append(f"{statistics.mean(numbers):.1f} | {statistics.median(numbers):.0f} | {max(numbers)}")
    return f"| {name} | {columns[0]} | {columns[1]} |"


def main() -> None:
    chance = random.Random(20261124)  # noqa: S311 - the same worlds every time
    paths = sorted(path for path in (ROOT / "examples").glob("*.yaml") if ".expected." not in path.name)
    cases = [case_from(parse_yaml(path.read_text(encoding="utf-8")).value, PACK) for path in paths]
    groups = {
        f"the {len(cases)} examples, each completed {COMPLETED} times": [
            completed(case, chance) for case in cases for _ in range(COMPLETED)
        ],
        f"{INVENTED} invented worlds": [invented(chance) for _ in range(INVENTED)],
    }
    print("# How many questions it takes\n")
    print("Made by `.venv/bin/python benchmarks/questions.py > docs/evidence/questions.md`.\n")
    print("Each round begins with nothing known but who is involved; the first question is answered from a complete,")
    print("hidden world until every same-day duty is settled, and on until everything is. Nobody answers “don't know”.")
    print(f"Unknown yes-or-no facts of a world are “yes” with a chance of {LIKELY_YES}.\n")
    for title, worlds in groups.items():
        print(f"## {title[0].upper()}{title[1:]}\n")
        print("| order | same day: mean | median | most | all: mean | median | most |")
        print("|---|---|---|---|---|---|---|")
        print(row("the engine's", worlds, engines_order))
        print(row("the pack's", worlds, packs_order))
        print(row("random", worlds, random_order(chance)) + "\n")


if __name__ == "__main__":
    main()
