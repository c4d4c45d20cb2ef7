"""How a condition comes to its value: its tree with each part's value, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fingerpost.procedure.case.model import Case, Person
from fingerpost.procedure.language.tree import (
    All,
    And,
    Answer,
    Any,
    Applies,
    Constant,
    Happened,
    Named,
    Node,
    Not,
    Or,
    UnlistedChild,
    Value,
)
from fingerpost.procedure.pack.model import Fact, Pack


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a condition. `value` is None while not known. `about` is a person's id, None for the concern."""

    says: str
    value: bool | None
    about: str | None = None
    steps: tuple[Step, ...] = ()


class Stepper:
    """Walks one pack's conditions over one case."""

    def __init__(self, pack: Pack, case: Case) -> None:
        self.pack = pack
        self.case = case

    def step(self, node: Node, person: Person | None = None) -> Step:
        """The step of `node`, seen from `person`, and all steps beneath it."""
        about = person.id if person else None
        match node:
            case Constant(value):
                return Step("always" if value else "never", value)
            case Answer():
                return self._answer(node, person)
            case Happened(event, scope):
                whom = None if scope == "concern" else about
                return Step(self.pack.events[event].text, self._happened(event, whom), whom)
            case Not(operand):
                inner = self.step(operand, person)
                return Step("not this", None if inner.value is None else not inner.value, about, (inner,))
            case And(operands) | Or(operands):
                steps = tuple(self.step(operand, person) for operand in operands)
                return _joined(isinstance(node, And), steps, about)
            case Named(name, _, body):
                inner = self.step(body, person)
                return Step(self.pack.definitions[name].text, inner.value, about, (inner,))
            case Applies(provision, _, body):
                inner = self.step(body, person)
                return Step(f"{provision} applies", inner.value, about, (inner,))
            case Any(kind, body) | All(kind, body):
                people = [person for person in self.case.people if person.kind == kind]
                steps = tuple(self.step(body, person) for person in people)
                return _of_people(isinstance(node, All), kind, steps)
            case UnlistedChild(listed):
                return self._unlisted(listed)

    def _answer(self, node: Answer, person: Person | None) -> Step:
        fact = self.pack.facts[node.fact]
        owner = person if node.scope != "concern" else None
        given = (owner.facts if owner else self.case.facts).get(fact.id)
        says = f"{fact.ask} {answer_in_words(fact, given)}"
        if fact.type != "bool":
            says += f" (asked for: {node.text})"
        value = None if given is None else given in node.values
        return Step(says, value, owner.id if owner else None)

    def _happened(self, event: str, person: str | None) -> bool:
        return any(
            found.type == event and found.person == person and found.at <= self.case.as_of for found in self.case.events
        )

    def _unlisted(self, listed: str) -> Step:
        says = "A child in the imagery who is not listed here may meet this"
        return Step(says, False if self.case.facts.get(listed) is True else None)


def answer_in_words(fact: Fact, value: Value | None) -> str:
    """`Yes`, `No`, `12`, an enum's label, or `Not known`."""
    match value:
        case None:
            return "Not known"
        case bool():
            return "Yes" if value else "No"
        case str():
            return fact.labels.get(value, value)
        case _:
            return str(value)


def _joined(every: bool, steps: tuple[Step, ...], about: str | None) -> Step:
    says = "all of these" if every else "at least one of these"
    return Step(says, _value(every, (step.value for step in steps)), about, steps)


def _of_people(every: bool, kind: str, steps: tuple[Step, ...]) -> Step:
    children = {"child": "children", "adult": "adults"}[kind]
    if not steps:
        return Step(f"no {children} are listed", every)
    says = f"each of the {children} listed" if every else f"at least one {kind} listed"
    return Step(says, _value(every, (step.value for step in steps)), None, steps)


def _value(every: bool, values: Iterable[bool | None]) -> bool | None:
    """Strong Kleene and (`every`) or or."""
    found = list(values)
    if (not every) in found:
        return not every
    return None if None in found else every
