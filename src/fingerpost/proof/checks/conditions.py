"""Conditions that cannot be met, are always met, or hold together although they must not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import z3

from fingerpost.procedure.language.tree import And, Applies, Named, Node
from fingerpost.procedure.pack.model import Provision
from fingerpost.proof.example import Example
from fingerpost.proof.finding import Checked, Finding
from fingerpost.proof.side import owner_of
from fingerpost.proof.subject import Subject


def never(subject: Subject) -> Checked:
    """Provisions that no case can make apply."""
    findings = []
    for provision in subject.pack.decided:
        if subject.space.possible(subject.surely(provision)):
            continue
        open_ended = subject.space.possible(subject.possibly(provision))
        says = (
            f"“{provision.id}” can never apply for certain: no answer ends its dependence on a child who"
            " may not be listed."
            if open_ended
            else f"“{provision.id}” can never apply: no answers make its condition true. The example meets"
            " as many of its parts as can be met at once."
        )
        findings.append(Finding("never", provision.id, provision.place, says, _nearest(subject, provision)))
    return Checked("never", "Is there a provision that can never apply?", len(subject.conditions), tuple(findings))


def _nearest(subject: Subject, provision: Provision) -> Example | None:
    """The case that meets most parts of a condition which cannot be met whole."""
    owner = owner_of(provision)
    claims = [subject.space.listed(owner)]
    for part in _parts(subject.conditions[provision.id]):
        claim = subject.partial.surely(part, owner)
        if subject.space.possible(*claims, claim):
            claims.append(claim)
    return subject.example(*claims, of=[provision])


def _parts(node: Node) -> tuple[Node, ...]:
    """What must all hold."""
    match node:
        case Named(body=body) | Applies(body=body):
            return _parts(body)
        case And(operands):
            return tuple(part for operand in operands for part in _parts(operand))
        case _:
            return (node,)


def always(subject: Subject) -> Checked:
    """Provisions that apply to every case, so that their condition says nothing."""
    findings = []
    for provision in subject.pack.decided:
        owner = owner_of(provision)
        if subject.space.possible(subject.space.listed(owner), z3.Not(subject.surely(provision))):
            continue
        says = f"“{provision.id}” always applies: its condition leaves nothing out, so that it decides nothing."
        example = subject.example(subject.space.listed(owner), of=[provision])
        findings.append(Finding("always", provision.id, provision.place, says, example))
    return Checked("always", "Is there a provision that always applies?", len(subject.conditions), tuple(findings))


def opposed(subject: Subject) -> Checked:
    """Provisions that ask for an act and forbid it at the same time.

    A duty that the embargo holds back does not count as both: it remains, but waits until the embargo is lifted.
    """
    findings, pairs = [], 0
    for act, asking, forbidding in _opposed(subject):
        pairs += 1
        if asking.held_for and forbidding.embargo:
            continue
        example = subject.example(
            subject.surely(asking, partial=True), subject.surely(forbidding, partial=True), of=[asking, forbidding]
        )
        if example:
            says = f"“{asking.id}” asks for {act}, and “{forbidding.id}” forbids it, at the same time."
            findings.append(Finding("opposed", asking.id, asking.place, says, example))
    return Checked("opposed", "Is an act asked for and forbidden at once?", pairs, tuple(findings))


def _opposed(subject: Subject) -> Iterator[tuple[str, Provision, Provision]]:
    provisions = subject.pack.provisions
    for act in subject.expectations.acts:
        for asking, forbidding in product(act.asked_by, act.forbidden_by):
            yield act.what, provisions[asking], provisions[forbidding]
