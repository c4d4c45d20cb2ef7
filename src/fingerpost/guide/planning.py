"""The whole plan, as page, print and PDF show it: every duty with its clause, its reason, and what would change it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from fingerpost.guide.answers import called
from fingerpost.guide.asking import open_names
from fingerpost.guide.visit import Visit
from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.decision import Outcome
from fingerpost.procedure.explaining import changes
from fingerpost.procedure.explaining.plan import Kind, Part, calm, may_apply, opening, parts_of, today_of
from fingerpost.procedure.explaining.requirements import Requirement
from fingerpost.procedure.explaining.rules import section_of
from fingerpost.procedure.explaining.words import THEN, about_line, answer_said, question_text
from fingerpost.procedure.pack.model import Provision
from fingerpost.procedure.pack.services import Service, services_for

_MOST_CHANGES = 6


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a rule is in the manual."""

    rule: str
    section: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One item of the plan. `changes` are sentences: what would alter it."""

    text: str
    whose: str
    waits: tuple[str, ...]
    why: str
    clause: Clause
    rests_on: tuple[Clause, ...]
    changes: tuple[str, ...]
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Duties under one heading."""

    heading: str
    hint: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """A rule that may turn out to apply: to whom it goes and about whom, what holds it, and what it depends on."""

    text: str
    clause: Clause
    whose: str
    waits: tuple[str, ...]
    depends_on: tuple[str, ...]
    grave: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the last page says, but for whom to contact."""

    opening: str
    calm: str
    groups: tuple[Group, ...]
    still_to_ask: int
    left_unknown: tuple[str, ...]
    ask_now: tuple[Pending, ...]
    may_apply: tuple[Pending, ...]


def the_plan(visit: Visit) -> Plan:
    """Return the plan of what is known now."""
    altering = _changes(visit)
    requirements, now = visit.requirements, visit.do_now
    asked_now = {id(one) for one in now.still_open}
    asks = {question.fact: question.ask for question in visit.decision.questions}
    return Plan(
        opening=opening(visit.case, called),
        calm="" if now.acts or now.asks else calm(requirements, today_of(visit.case)),
        groups=tuple(_group(visit, part, altering) for part in parts_of(requirements, visit.case)),
        still_to_ask=len(open_names(visit.given, visit.decision)),
        left_unknown=tuple(
            question_text(name, ask, called) for name, ask in asks.items() if name in visit.given.unknown
        ),
        ask_now=tuple(_pending(visit, one, asks) for one in now.still_open),
        may_apply=tuple(_pending(visit, one, asks) for one in may_apply(requirements) if id(one) not in asked_now),
    )


def _group(visit: Visit, part: Part, altering: dict[tuple[str, str], list[str]]) -> Group:
    return Group(
        heading=part.heading,
        hint="If this has not been done, do it now." if part.kind is Kind.OVERDUE else "",
        duties=tuple(
            Duty(
                text=item.text,
                whose=f"{item.to_whom} {item.whose}".strip(),
                waits=item.warnings,
                why=item.why,
                clause=_clause(visit, item.provision),
                rests_on=tuple(_clause(visit, visit.pack.provisions[rule]) for rule in item.rests_on),
                changes=_sentences(item.outcomes, altering),
                services=services_for(item.provision.id),
            )
            for item in part.items
        ),
    )


def _sentences(outcomes: tuple[Outcome, ...], altering: dict[tuple[str, str], list[str]]) -> tuple[str, ...]:
    found: list[str] = []
    for one in outcomes:
        whom = f" for {called(one.about)}" if len(outcomes) > 1 else ""
        found += [sentence.format(whom=whom) for sentence in altering[one.provision, one.about]]
    more = len(found) - _MOST_CHANGES
    return (*found[:_MOST_CHANGES], *([f"{more} more answers would alter it, each by itself."] if more > 1 else ()))


def _changes(visit: Visit) -> dict[tuple[str, str], list[str]]:
    """Return, for each outcome, a sentence for every single answer that would alter it."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for change in changes(engine_for(visit.pack), visit.case):
        said = answer_said(visit.pack, change.fact, change.value, called).replace("{", "{{").replace("}", "}}")
        for effect in change.effects:
            found[effect.provision, effect.about].append(f"With {said}, it {THEN[effect.after]}{{whom}}.")
    return found


def _pending(visit: Visit, one: Requirement, asks: dict[str, str]) -> Pending:
    return Pending(
        text=one.text,
        clause=_clause(visit, one.provision),
        whose=" ".join(filter(None, [one.to_whom, about_line(one.people, called)])),
        waits=one.warnings,
        depends_on=tuple(question_text(name, asks[name], called) for name in one.depends_on if name in asks),
        grave=one.is_grave,
    )


def _clause(visit: Visit, provision: Provision) -> Clause:
    return Clause(provision.id, section_of(visit.pack, provision))
