"""Statements of a case that contradict each other: a “no” beside another answer that means “yes”.

The case is decided all the same, true before false. Its author is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from fingerpost.procedure.case.model import Case, Person
from fingerpost.procedure.case.tables import tables_of
from fingerpost.procedure.language import tree
from fingerpost.procedure.language.tree import Node, PersonKind
from fingerpost.procedure.pack.model import Fact, Pack


def contradictions(pack: Pack, case: Case) -> list[str]:
    """Return one sentence for each “no” that another answer of the case contradicts, in the pack's and case's order."""
    return [
        _sentence(fact, person, reason)
        for fact, condition in tables_of(pack).contradictable
        for person in _holders(fact, case)
        if (person.facts if person else case.facts).get(fact.id) is False
        and (reason := _proof(condition, case, person)) is not None
    ]


def _holders(fact: Fact, case: Case) -> Sequence[Person | None]:
    return [None] if fact.scope == "concern" else _of_kind(case, fact.scope)


def _of_kind(case: Case, kind: PersonKind) -> list[Person]:
    return [person for person in case.people if person.kind == kind]


def _sentence(fact: Fact, person: Person | None, reason: list[str]) -> str:
    name = f"{person.id}.{fact.id}" if person else fact.id
    because = f"{' and '.join(dict.fromkeys(reason))} means that it is so" if reason else "it is so in any case"
    return f"{name} is answered “no”, but {because}: “yes” is used. (“{fact.ask}”)"


def _proof(node: Node, case: Case, person: Person | None, wanted: bool = True) -> list[str] | None:
    """Return the answers and events that make a condition certainly `wanted`, or None if nothing known does."""
    match node:
        case tree.Constant(value):
            return [] if value is wanted else None
        case tree.Answer():
            return _answered(node, case, person, wanted)
        case tree.Happened():
            return _happened(node, case, person, wanted)
        case tree.Not(operand):
            return _proof(operand, case, person, not wanted)
        case tree.And(operands):
            proofs = [_proof(operand, case, person, wanted) for operand in operands]
            return _all(proofs) if wanted else _first(proofs)
        case tree.Or(operands):
            proofs = [_proof(operand, case, person, wanted) for operand in operands]
            return _first(proofs) if wanted else _all(proofs)
        case tree.Named(body=body) | tree.Applies(body=body):
            return _proof(body, case, person, wanted)
        case tree.Any(kind, body):
            proofs = [_proof(body, case, one, wanted) for one in _of_kind(case, kind)]
            return _first(proofs) if wanted else _all(proofs)
        case tree.All(kind, body):
            proofs = [_proof(body, case, one, wanted) for one in _of_kind(case, kind)]
            return _all(proofs) if wanted else _first(proofs)
        case tree.UnlistedChild():
            return None
        case _:
            assert_never(node)


def _answered(node: tree.Answer, case: Case, person: Person | None, wanted: bool) -> list[str] | None:
    facts, name = case.facts, node.fact
    if node.scope != "concern" and person is not None:
        facts, name = person.facts, f"{person.id}.{node.fact}"
    return [name] if node.fact in facts and (facts[node.fact] in node.values) is wanted else None


def _happened(node: tree.Happened, case: Case, person: Person | None, wanted: bool) -> list[str] | None:
    about = person.id if node.scope != "concern" and person else None
    happened = any(
        event.type == node.event and event.person == about and event.at <= case.as_of for event in case.events
    )
    return [f"the event {node.event}"] if happened is wanted else None


def _all(proofs: list[list[str] | None]) -> list[str] | None:
    known = [proof for proof in proofs if proof is not None]
    return [name for proof in known for name in proof] if len(known) == len(proofs) else None


def _first(proofs: list[list[str] | None]) -> list[str] | None:
    return next((proof for proof in proofs if proof is not None), None)
