"""The pack's checked conditions, written out in another engine's language, so that nothing is typed twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

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
from speed.cases import PEOPLE, flat


class Target(NamedTuple):
    """One outcome to decide: a provision, and whom it is about."""

    provision: str
    about: str
    condition: Node


def targets(pack: Pack) -> list[Target]:
    """Every provision with a condition, for everybody of PEOPLE whom it is about."""
    return [
        Target(provision.id, about, provision.condition)
        for provision in pack.decided
        if provision.condition is not None
        for about in ["concern", *(person for person, _ in PEOPLE)]
        if provision.about == (dict(PEOPLE).get(about) or "concern")
    ]


@dataclass(frozen=True, slots=True)
class Language:
    """How an expression language writes what conditions are made of. `name` is how it refers to an input."""

    both: str = " && "
    either: str = " || "
    negated: str = "!{}"
    name: str = "{}"


class Writer:
    """Writes conditions over flat inputs, people spelt out, `not` only before names.

    `guarded` is for facts that may be unknown: a leaf is then true only where its fact is known, so that what is
    written says that the condition *surely* holds, or surely does not (strong Kleene logic, made of two-valued rules).
    Without it every fact must be known; a child who may be unlisted is then taken to be there.
    """

    def __init__(self, pack: Pack, language: Language, *, guarded: bool = False) -> None:
        self._facts = pack.facts
        self._language = language
        self._guarded = guarded

    def write(self, node: Node, about: str, sign: bool = True) -> str:
        """The condition seen from `about`, or with `sign` False its contrary."""
        match node:
            case Constant(value):
                return "true" if value is sign else "false"
            case Answer(fact, scope, values):
                return self._answer(self._facts[fact], "concern" if scope == "concern" else about, values, sign)
            case Happened(event, scope):
                return self._yes("concern" if scope == "concern" else about, event, sign)
            case Not(operand):
                return self.write(operand, about, not sign)
            case And(operands) | Or(operands):
                parts = (self.write(operand, about, sign) for operand in operands)
                return self._joined(isinstance(node, And) is sign, parts)
            case Named(body=body) | Applies(body=body):
                return self.write(body, about, sign)
            case Any(kind, body) | All(kind, body):
                people = (person for person, known in PEOPLE if known == kind)
                parts = (self.write(body, person, sign) for person in people)
                return self._joined(isinstance(node, All) is sign, parts)
            case UnlistedChild(listed):
                if self._guarded and sign:
                    return "false"
                return self._answer(self._facts[listed], "concern", frozenset({True}), not sign)

    def _joined(self, every: bool, parts: Iterable[str]) -> str:
        return "(" + (self._language.both if every else self._language.either).join(parts) + ")"

    def _name(self, owner: str, name: str) -> str:
        return self._language.name.format(flat(owner, name))

    def _yes(self, owner: str, name: str, sign: bool) -> str:
        written = self._name(owner, name)
        return written if sign else self._language.negated.format(written)

    def _answer(self, fact: Fact, owner: str, values: frozenset[Value], sign: bool) -> str:
        name = self._name(owner, fact.id)
        if fact.type == "bool":
            wanted = (True in values) is sign
            return f"{name} == {str(wanted).lower()}" if self._guarded else self._yes(owner, fact.id, wanted)
        met = [value for value in fact.values if (value in values) is sign]
        left = [value for value in fact.values if value not in met]
        if fact.type == "int" and met == list(fact.values[: len(met)]):
            return self._known(name, f"{name} <= {met[-1]}")
        if fact.type == "int" and met == list(fact.values[-len(met) :]):
            return self._known(name, f"{name} >= {met[0]}")
        if len(left) == 1:
            return self._known(name, f"{name} != {_literal(left[0])}")
        return self._joined(False, (f"{name} == {_literal(value)}" for value in met))

    def _known(self, name: str, test: str) -> str:
        return self._joined(True, (f"{name} != null", test)) if self._guarded else test


def _literal(value: Value) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
