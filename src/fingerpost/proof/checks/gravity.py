"""What is grave: it reaches somebody who has to act, and has a day; and nobody who has to talk is made to wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import z3

from fingerpost.procedure.explaining.words import joined
from fingerpost.procedure.pack.model import Provision
from fingerpost.proof.example import Example, name_of, smallest
from fingerpost.proof.expectations import Grave
from fingerpost.proof.finding import Checked, Finding
from fingerpost.proof.side import owner_of, owners_of
from fingerpost.proof.subject import Subject

BINDING = ("must", "should")


def grave(subject: Subject) -> Checked:
    """Cases in which something grave is certain, but no duty that binds and goes to somebody, or none with a day.

    A gap of the source itself may be acknowledged, with the reason. It is shown all the same; one that is no longer
    there is a finding.
    """
    findings: list[Finding] = []
    acknowledged: list[Finding] = []
    looked_at = 0
    for one in subject.expectations.grave:
        reaching = [rule for rule in subject.pack.decided if _reaches(rule, one)]
        reached = list(_certainties(subject, reaching))
        is_so = subject.partial.surely(one.condition)
        unreached = [z3.Not(claim) for claim in reached]
        wanted = [("to", [is_so, *unreached], f"no duty that binds goes to {_whom(subject, one)}")]
        if one.day:
            dated = _certainties(subject, [rule for rule in reaching if rule.by == one.day])
            late = [is_so, subject.space.any_of(reached), *(z3.Not(claim) for claim in dated)]
            wanted.append(("day", late, f"of the duties that bind and go to {_whom(subject, one)} none has a day"))
        for part, claims, lacking in wanted:
            looked_at += 1
            found = _shown(subject, *claims) if subject.space.possible(*claims) else None
            reason = one.acknowledged.get(part)
            if found and reason:
                says = f"It is certain that {one.what}, and {lacking}. Acknowledged: {reason}"
                acknowledged.append(Finding("grave", one.what, one.place, says, found))
            elif found:
                says = f"It is certain that {one.what}, and {lacking}."
                findings.append(Finding("grave", one.what, one.place, says, found))
            elif reason:
                says = f"“{one.what}”: the gap that is acknowledged under `{part}` is there no longer. Take it out."
                findings.append(Finding("grave", one.what, one.place, says, _shown(subject, is_so)))
    question = "Is there for each grave danger somebody who has to act, and a day?"
    return Checked("grave", question, looked_at, tuple(findings), tuple(acknowledged))


def _reaches(rule: Provision, one: Grave) -> bool:
    """Whether a rule binds, waits for nobody, and goes to one of those who have to hear of something grave."""
    goes = set(rule.to) & set(one.to) if one.to else rule.to
    return rule.modality in BINDING and rule.held_for is None and bool(goes)


def _whom(subject: Subject, one: Grave) -> str:
    return joined((subject.pack.recipients[name] for name in one.to), "or") if one.to else "anybody"


def _certainties(subject: Subject, duties: Sequence[Provision]) -> Iterator[z3.BoolRef]:
    """Each way in which one of the duties is certain: each duty, for each person it is decided for."""
    for duty in duties:
        for owner in owners_of(subject.space, duty):
            holds = subject.partial.surely(subject.conditions[duty.id], owner)
            yield z3.And(subject.space.listed(owner), holds)


def _shown(subject: Subject, *claims: z3.BoolRef) -> Example | None:
    """The smallest such case, with the duties that bind and go to somebody and apply."""
    model = smallest(subject.space, *claims)
    if model is None:
        return None
    case = subject.told(model)
    rules = [one for one in subject.pack.decided if one.modality in BINDING and one.to]
    found = subject.decided(case, rules)
    told = [one for one in rules if found.says[f"{one.id}/{name_of(owner_of(one))}"] == "applies"]
    return subject.decided(case, told)


def talks(subject: Subject) -> Checked:
    """Rules that make somebody talk to a person, while another waits because that person must not be told."""
    findings: dict[str, Finding] = {}
    looked_at = 0
    for talk in subject.expectations.talks:
        held = [one for one in subject.pack.decided if one.held_for == talk.to]
        for name in talk.rules:
            looked_at += 1
            talking = subject.pack.provisions[name]
            if talking.held_for == talk.to:
                continue  # It waits as well.
            for waiting in held:
                both = [subject.surely(one, partial=True) for one in (talking, waiting)]
                example = subject.example(*both, *_embargoes(subject), of=[talking, waiting])
                if example and waiting.id not in findings:
                    says = (
                        f"“{waiting.id}” waits because somebody must not be told yet, and “{talking.id}” makes people"
                        " talk to the same person at the same time."
                    )
                    findings[waiting.id] = Finding("talks", waiting.id, waiting.place, says, example)
    question = "Does a rule make somebody talk to a person who must not learn of another?"
    return Checked("talks", question, looked_at, tuple(findings.values()))


def _embargoes(subject: Subject) -> Iterator[z3.BoolRef]:
    """Each embargo of the pack is certain for somebody."""
    for rule in subject.pack.decided:
        if rule.embargo:
            yield subject.space.any_of(_certainties(subject, [rule]))
