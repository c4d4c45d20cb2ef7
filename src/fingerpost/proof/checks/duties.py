"""Duties: each falls on somebody, and each deadline can start."""

from __future__ import annotations

import z3

from fingerpost.procedure.pack.model import Provision
from fingerpost.proof.example import Example
from fingerpost.proof.finding import Checked, Finding
from fingerpost.proof.side import owner_of
from fingerpost.proof.space import CONCERN, Owner
from fingerpost.proof.subject import Subject

ASKING = ("duty", "prohibition", "agenda")
"""The kinds of provision that ask something of somebody."""


def nobody(subject: Subject) -> Checked:
    """Duties and prohibitions that do not say who they are for."""
    asking = [one for one in subject.pack.provisions.values() if one.kind in ASKING]
    findings = [
        Finding(
            "nobody",
            one.id,
            one.place,
            f"“{one.id}” is a {one.kind} that falls on nobody: it has no `who`.",
            subject.example(subject.surely(one, partial=True), of=[one]) if one.condition else None,
        )
        for one in asking
        if not one.who
    ]
    return Checked("nobody", "Does every duty fall on somebody?", len(asking), tuple(findings))


def deadline(subject: Subject) -> Checked:
    """Deadlines whose event can never start them where the provision applies."""
    timed = [one for one in subject.pack.decided if one.deadline]
    findings = []
    for one in timed:
        event = one.deadline.event if one.deadline else None
        if event is None or not subject.space.possible(subject.surely(one)):
            continue  # It starts when the concern is reported; or `never` has it.
        about = subject.pack.events[event].about
        owner = owner_of(one)
        if owner.kind in ("concern", about) or about == "concern":
            starter = CONCERN if about == "concern" else owner if owner.kind == about else Owner(about, 0)
            started = z3.And(subject.space.listed(starter), subject.space.happened(starter, event))
            if subject.space.possible(subject.surely(one), started):
                continue
        says = f"The deadline of “{one.id}” can never start: “{event}” {_why(one, about)}."
        findings.append(Finding("deadline", one.id, one.place, says, _example(subject, one)))
    return Checked("deadline", "Can every deadline start?", len(timed), tuple(findings))


def _why(one: Provision, about: str) -> str:
    if owner_of(one).kind not in ("concern", about) and about != "concern":
        return f"happens to {'an' if about == 'adult' else 'a'} {about}, and the provision is about a {one.about}"
    return "takes the provision away when it happens"


def _example(subject: Subject, one: Provision) -> Example | None:
    return subject.example(subject.surely(one, partial=True), of=[one])
