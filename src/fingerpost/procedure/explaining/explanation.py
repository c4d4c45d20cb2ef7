"""Why an outcome applies, why not, and the smallest changes of the case that would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import NamedTuple

from fingerpost.procedure.case.model import Case, Person
from fingerpost.procedure.deciding.engine import Engine
from fingerpost.procedure.deciding.program import Status
from fingerpost.procedure.errors import CaseError, Problem, nearest
from fingerpost.procedure.explaining.changes import Change, alternatives, changes
from fingerpost.procedure.explaining.steps import Step, Stepper
from fingerpost.procedure.language.tree import Scope, Value
from fingerpost.procedure.pack.model import Provision

MOST_FACTS = 3
"""How many facts a smallest change alters at most."""

MOST_TRIED = 20_000
"""How many alterations are tried before the search gives up and says nothing rather than keep a person waiting."""


class Alteration(NamedTuple):
    """Facts (`c1.age`) with the answers that would change the outcome, and what it would then be."""

    answers: tuple[tuple[str, Value], ...]
    after: Status


@dataclass(frozen=True, slots=True)
class Explanation:
    """One provision for one `about`.

    `because`: known facts that suffice for it (applies), or that suffice to exclude it (status None), none of which can
    be left out; empty while it depends. `tree` is the condition with each part's value. `smallest` are all alterations
    of the fewest facts that give another status; `alone` are single changes that touch this provision, with all else
    that they would alter.
    """

    provision: Provision
    about: str
    status: Status
    because: tuple[str, ...]
    depends_on: tuple[str, ...]
    tree: Step
    smallest: tuple[Alteration, ...]
    alone: tuple[Change, ...]


def explain(engine: Engine, case: Case, provision: str, about: str | None = None) -> list[Explanation]:
    """Explain a provision, for everybody it is about or for `about` only.

    Raises CaseError where there is no such provision, it has no condition, or it is not about such a person.
    """
    return [_Explaining(engine, case, *found).explanation() for found in _targets(engine, case, provision, about)]


def _targets(engine: Engine, case: Case, name: str, about: str | None) -> list[tuple[int, Person | None]]:
    rules = engine.decided
    node = next((index for index, rule in enumerate(rules) if rule.id == name), None)
    if node is None:
        known = engine.pack.provisions
        if name in known:
            right = f"It is text of the chapter: fingerpost manual {name}"
            raise CaseError([Problem("", f"{name} has no condition, so there is nothing to decide", right)])
        raise CaseError([Problem("", f"there is no provision “{name}”", nearest(name, known))])
    scope = rules[node].about
    people = [person for person in case.people if person.kind == scope]
    if scope == "concern":
        if about not in (None, "concern"):
            raise CaseError([Problem("", f"{name} is about the concern, not about “{about}”", f"Write {name} alone.")])
        return [(node, None)]
    chosen = [person for person in people if about in (None, person.id)]
    if not chosen:
        whom = ", ".join(person.id for person in people)
        what = f"{name} is about each {scope}, and the case lists no {scope}" + (
            f" “{about}”" if about and whom else ""
        )
        raise CaseError([Problem("", what, f"It lists {whom}." if whom else "")])
    return [(node, person) for person in chosen]


class _Explaining:
    """One explanation in the making."""

    def __init__(self, engine: Engine, case: Case, node: int, person: Person | None) -> None:
        self.engine = engine
        self.case = case
        self.node = node
        self.person = person
        self.rule = engine.decided[node]
        self.about = person.id if person else "concern"

    def explanation(self) -> Explanation:
        status, names = self._decided(self.case)
        assert self.rule.condition is not None  # noqa: S101 - engine.decided holds nothing else
        return Explanation(
            provision=self.rule,
            about=self.about,
            status=status,
            because=tuple(names) if status == "applies" else self._excluding() if status is None else (),
            depends_on=tuple(names) if status == "depends" else (),
            tree=Stepper(self.engine.pack, self.case).step(self.rule.condition, self.person),
            smallest=self._smallest(status),
            alone=tuple(change for change in changes(self.engine, self.case) if self._touched(change)),
        )

    def _touched(self, change: Change) -> bool:
        return any((effect.provision, effect.about) == (self.rule.id, self.about) for effect in change.effects)

    def _decided(self, case: Case) -> tuple[Status, list[str]]:
        return self.engine.status(self.node, self.about, case)

    def _excluding(self) -> tuple[str, ...]:
        """Known facts that suffice to exclude it: from the last to the first, each is left out that is not needed."""
        kept = [(name, fact) for name, fact in self._facts() if self._answer(self.case, name, fact) is not None]
        case = self.case
        needed: list[str] = []
        for name, fact in reversed(kept):
            without = self._with(case, ((name, fact, None),))
            if self._decided(without)[0] is None:
                case = without
            else:
                needed.append(f"{name}.{fact}")
        return tuple(reversed(needed))

    def _smallest(self, status: Status) -> tuple[Alteration, ...]:
        options = [[(name, fact, value) for value in self._others(name, fact)] for name, fact in self._facts()]
        tried = 0
        for size in range(1, MOST_FACTS + 1):
            found: list[Alteration] = []
            for chosen in combinations(options, size):
                for answers in product(*chosen):
                    tried += 1
                    if tried > MOST_TRIED:
                        return ()
                    after = self._decided(self._with(self.case, answers))[0]
                    if after != status and "applies" in (after, status):
                        found.append(
                            Alteration(tuple((f"{name}.{fact}", value) for name, fact, value in answers), after)
                        )
            if found:
                return tuple(found)
        return ()

    def _facts(self) -> Iterator[tuple[str, str]]:
        """The facts that the condition reads, as owner and fact, in the contract's order."""
        for name in self.engine.reads(self.node, self.about, self.case):
            owner, _, fact = name.rpartition(".")
            yield owner, fact

    def _others(self, name: str, fact: str) -> list[Value]:
        scope: Scope = next((person.kind for person in self.case.people if person.id == name), "concern")
        block = self.engine.program.blocks.facts[scope]
        return [value for value, _, _ in alternatives(block, fact, self._answer(self.case, name, fact))]

    def _answer(self, case: Case, name: str, fact: str) -> Value | None:
        owner = next((person for person in case.people if person.id == name), None)
        return (owner.facts if owner else case.facts).get(fact)

    def _with(self, case: Case, answers: tuple[tuple[str, str, Value | None], ...]) -> Case:
        for name, fact, value in answers:
            if name == "concern":
                case = replace(case, facts=_changed(case.facts, fact, value))
                continue
            people = tuple(
                replace(person, facts=_changed(person.facts, fact, value)) if person.id == name else person
                for person in case.people
            )
            case = replace(case, people=people)
        return case


def _changed(facts: Mapping[str, Value], fact: str, value: Value | None) -> dict[str, Value]:
    changed = {name: known for name, known in facts.items() if name != fact}
    return changed if value is None else {**changed, fact: value}
