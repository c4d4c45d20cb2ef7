"""Facts: each question has a use, none has one that must not, each can be answered unseen, and none answers itself."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from fingerpost.procedure.language.tree import Answer, Happened, Node, UnlistedChild, walk
from fingerpost.procedure.pack.model import Event, Fact
from fingerpost.proof.example import REPORTED
from fingerpost.proof.finding import Checked, Finding
from fingerpost.proof.side import owner_of
from fingerpost.proof.space import CONCERN, Owner
from fingerpost.proof.subject import Subject

UNSURE = ("unknown", "not known", "don't know", "dont know", "not sure", "unsure", "unclear")
"""The names of answers that only say that nobody knows."""


def idle(subject: Subject) -> Checked:
    """Facts and events that decide, but whose answer never changes what is due."""
    pack = subject.pack
    started = {one.deadline.event for one in pack.provisions.values() if one.deadline}
    lifting = {one.embargo.lifted_by for one in pack.provisions.values() if one.embargo}
    asked = [fact for fact in pack.facts.values() if not fact.record_only]
    decisive = [event for event in pack.events.values() if _is_read(subject, event.id)]
    findings = []
    entries: list[Fact | Event] = [*asked, *decisive]
    for entry in entries:
        if entry.id in started | lifting or matters(subject, entry):
            continue
        what = "The answer to" if isinstance(entry, Fact) else "Whether there has been"
        says = f"{what} “{entry.id}” can never change anything, although a condition reads it."
        findings.append(Finding("idle", entry.id, entry.place, says, subject.decided(_somebody(subject), [])))
    return Checked("idle", "Does every fact that is asked matter?", len(asked) + len(decisive), tuple(findings))


def irrelevant(subject: Subject) -> Checked:
    """Facts that change something although the pack promises that they do not."""
    findings = []
    for name in subject.expectations.irrelevant:
        fact = subject.pack.facts[name]
        found = matters(subject, fact)
        if found:
            says = f"“{name}” must not matter anywhere, and “{found}” reads it."
            provision = subject.pack.provisions[found]
            claim = subject.partial.variable(_holder(fact), name).known
            example = subject.example(claim, subject.surely(provision, partial=True), of=[provision])
            findings.append(Finding("irrelevant", name, fact.place, says, example))
    question = "Does what must never matter, such as a child's seeming agreement, change nothing?"
    return Checked("irrelevant", question, len(subject.expectations.irrelevant), tuple(findings))


def matters(subject: Subject, entry: Fact | Event) -> str:
    """The first provision whose outcome another answer can change, with all other answers as they are; or empty."""
    claims = [(one.id, owner_of(one), subject.conditions[one.id]) for one in subject.pack.decided]
    rules = subject.pack.provisions.values()
    embargoes = [(one.id, CONCERN, one.embargo.unlisted_when) for one in rules if one.embargo]
    for name, person, tree in (*claims, *embargoes):
        if entry.id in _named(tree) and _changes(subject, entry, tree, person):
            return name
    return ""


def _changes(subject: Subject, entry: Fact | Event, tree: Node, person: Owner) -> bool:
    space = subject.space
    for rail in (subject.full.surely(tree, person), subject.full.possibly(tree, person)):
        owner = _holder(entry)
        if isinstance(entry, Fact):
            old: z3.ExprRef = subject.full.variable(owner, entry.id).value
        else:
            old = space.happened(owner, entry.id)
        new = z3.FreshConst(old.sort(), "other")
        other = z3.substitute(rail, (old, new))
        within = [z3.ULT(new, len(entry.values))] if isinstance(new, z3.BitVecRef) and isinstance(entry, Fact) else []
        if space.possible(space.listed(person), *within, rail != other):
            return True
    return False


def _holder(entry: Fact | Event) -> Owner:
    scope = entry.scope if isinstance(entry, Fact) else entry.about
    return CONCERN if scope == "concern" else Owner(scope, 0)


def _named(tree: Node) -> Iterator[str]:
    for node in walk(tree):
        match node:
            case Answer(fact=name) | Happened(event=name) | UnlistedChild(listed=name):
                yield name


def _is_read(subject: Subject, event: str) -> bool:
    return any(event in _named(tree) for tree in subject.conditions.values())


def _somebody(subject: Subject) -> dict[str, object]:
    """A case with a child and an adult about which nothing is known."""
    people = [{"id": "c1", "kind": "child", "facts": {}}, {"id": "a1", "kind": "adult", "facts": {}}]
    return {"reported_at": REPORTED, "facts": {}, "people": people, "procedure": subject.pack.name}


def unseen(subject: Subject) -> Checked:
    """Questions that could not be answered without looking at imagery. A pack that has one cannot be read at all."""
    question = "Can every question be answered without looking at imagery?"
    return Checked("unseen", question, len(subject.pack.facts), ())


def unsure(subject: Subject) -> Checked:
    """Answers that say that nobody knows: a condition would take such an answer for a “no”."""
    findings = []
    for fact in subject.pack.facts.values():
        for value in fact.values:
            label = fact.labels.get(str(value), str(value)).replace("’", "'").replace("_", " ").lower()
            if not fact.record_only and any(word in label or word in str(value).replace("_", " ") for word in UNSURE):
                says = (
                    f"“{value}” is an answer to “{fact.id}” that says that nobody knows, and conditions take it for a"
                    " known answer. Leave it out: every question can be left open."
                )
                claims = (subject.space.listed(_holder(fact)), subject.partial.variable(_holder(fact), fact.id).known)
                known = subject.space.is_one_of(subject.partial.variable(_holder(fact), fact.id), frozenset({value}))
                findings.append(Finding("unsure", fact.id, fact.place, says, subject.example(*claims, known, of=[])))
    return Checked("unsure", "Is “don't know” never an answer among others?", len(subject.pack.facts), tuple(findings))
