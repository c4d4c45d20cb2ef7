"""The response as a whole: it leaves no gap, and a graver answer never lowers it but where the pack says so."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from fingerpost.procedure.language.tree import Answer, Happened, Node, UnlistedChild, walk
from fingerpost.procedure.pack.model import Fact, Provision
from fingerpost.proof.example import HAPPENED, Example
from fingerpost.proof.finding import Checked, Finding
from fingerpost.proof.side import owner_of, owners_of
from fingerpost.proof.space import CONCERN, Conditions, Owner
from fingerpost.proof.subject import Subject


def gap(subject: Subject) -> Checked:
    """Cases in which a concern is named and nothing is due: nothing asked of anybody, and no other procedure named."""
    due = [one for one in subject.pack.decided if one.modality != "informs" or one.kind == "signpost"]
    findings = []
    for concern in subject.expectations.concerns:
        if subject.space.possible(subject.full.surely(concern), _nothing(subject, due, subject.full)):
            example = subject.example(subject.partial.surely(concern), _nothing(subject, due, subject.partial), of=due)
            what = " or ".join(dict.fromkeys(_said(subject, concern)))
            says = f"A concern has been named ({what}), and nothing at all is due."
            findings.append(Finding("gap", what, subject.expectations.place, says, example))
    question = "Is there a case in which a concern has been named and nothing is due?"
    return Checked("gap", question, len(subject.expectations.concerns), tuple(findings))


def _nothing(subject: Subject, due: list[Provision], conditions: Conditions) -> z3.BoolRef:
    """None of these provisions may apply to anybody."""
    space = subject.space
    owners = {one.id: owners_of(space, one) for one in due}
    return space.all_of(
        z3.Implies(space.listed(owner), z3.Not(conditions.possibly(subject.conditions[one.id], owner)))
        for one in due
        for owner in owners[one.id]
    )


def _said(subject: Subject, node: Node) -> Iterator[str]:
    """The facts and events of a condition, in words."""
    for part in walk(node):
        if isinstance(part, Answer):
            yield subject.pack.facts[part.fact].short
        elif isinstance(part, Happened):
            yield subject.pack.events[part.event].text.rstrip(".").lower()


def graver(subject: Subject) -> Checked:
    """A graver answer, or something that has happened, takes a provision away just where `lowered_by` names it."""
    findings, looked_at = [], 0
    for provision in subject.pack.decided:
        if not subject.space.possible(subject.possibly(provision)):
            continue  # Nothing takes away what never applies.
        for name in _read(subject.conditions[provision.id]):
            if name in subject.pack.facts and subject.pack.facts[name].graver is None:
                continue
            looked_at += 1
            found = _lowered(subject, provision, name)
            if found and name not in provision.lowered_by:
                says = f"A graver answer to “{name}” takes “{provision.id}” away, and `lowered_by` does not name it."
                findings.append(Finding("graver", provision.id, provision.place, says, *found))
            elif not found and name in provision.lowered_by:
                says = f"`lowered_by` of “{provision.id}” names “{name}”, which can never take it away."
                example = subject.example(subject.surely(provision, partial=True), of=[provision])
                findings.append(Finding("graver", provision.id, provision.place, says, example))
    question = "Does a graver answer lower the response anywhere but where the pack names it?"
    return Checked("graver", question, looked_at, tuple(findings))


def _read(node: Node) -> dict[str, None]:
    """The facts and events that a condition reads, each once."""
    found: dict[str, None] = {}
    for part in walk(node):
        match part:
            case Answer(fact=name) | Happened(event=name):
                found[name] = None
            case UnlistedChild(listed=name):
                found[name] = None
    return found


def _lowered(subject: Subject, provision: Provision, name: str) -> tuple[Example, Example] | None:
    """The smallest case that a graver answer takes the provision from, before and after; None where none does."""
    for owner in _holders(subject, provision, name):
        for rail in (subject.surely, subject.possibly):
            step = _Step(subject, owner, name)
            if subject.space.possible(*step.claims, rail(provision), z3.Not(step.after(rail(provision)))):
                held = rail(provision, partial=True)
                for left in (subject.possibly(provision, partial=True), held):
                    gone = z3.Not(step.after(left))
                    before = subject.example(*step.claims, *step.known, held, gone, of=[provision])
                    if before:
                        return before, step.changed(before, provision)
    return None


def _holders(subject: Subject, provision: Provision, name: str) -> list[Owner]:
    """Whose answer may change: the concern's, the person's it is about, and that of somebody else of a kind."""
    fact = subject.pack.facts.get(name)
    scope = fact.scope if fact else subject.pack.events[name].about
    if scope == "concern":
        return [CONCERN]
    return [Owner(scope, 0), Owner(scope, 1)] if owner_of(provision).kind == scope else [Owner(scope, 0)]


class _Step:
    """One answer becoming graver by one step, or one event happening."""

    def __init__(self, subject: Subject, owner: Owner, name: str) -> None:
        self.subject = subject
        self.owner = owner
        self.name = name
        self.fact: Fact | None = subject.pack.facts.get(name)
        self.known: list[z3.BoolRef] = []
        self.claims = [subject.space.listed(owner)]
        space = subject.space
        if self.fact is None:
            self.old = space.happened(owner, name)
            self.new: z3.ExprRef = space.true(True)
            self.claims.append(z3.Not(self.old))
            return
        variable = subject.full.variable(owner, name)
        self.old = variable.value
        self.known.append(variable.known)
        if isinstance(self.fact.graver, bool):
            self.new = space.true(self.fact.graver)
            self.claims.append(self.old if not self.fact.graver else z3.Not(self.old))
        else:
            lower = self.fact.graver == "lower"
            self.new = self.old - 1 if lower else self.old + 1
            self.claims.append(self.old != (0 if lower else len(self.fact.values) - 1))

    def after(self, formula: z3.BoolRef) -> z3.BoolRef:
        """The formula with the graver answer in place of the other."""
        return z3.substitute(formula, (self.old, self.new))

    def changed(self, before: Example, provision: Provision) -> Example:
        """The same case, decided with the graver answer."""
        case = {**before.case, "facts": dict(before.case["facts"])}
        person = None
        if self.owner != CONCERN:
            case["people"] = [{**one, "facts": dict(one["facts"])} for one in case["people"]]
            person = [one for one in case["people"] if one["kind"] == self.owner.kind][self.owner.place]
        if self.fact is None:
            event = {"type": self.name, "at": HAPPENED} | ({"person": person["id"]} if person else {})
            if self.subject.pack.events[self.name].to and person:
                event["to"] = person["id"]
            case["events"] = [*case.get("events", []), event]
        else:
            answers = person["facts"] if person else case["facts"]
            answers[self.name] = self._graver(answers[self.name])
        return self.subject.decided(case, [provision])

    def _graver(self, value: object) -> object:
        if self.fact is None or isinstance(self.fact.graver, bool):
            return self.fact.graver if self.fact else value
        values = self.fact.values
        return values[values.index(value) + (-1 if self.fact.graver == "lower" else 1)]
