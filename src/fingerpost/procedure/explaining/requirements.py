"""What is asked and of which people: one object, made from the decision, that every page, paper and list shows.

Nobody else reads an outcome's embargoes or recipients: so home, plan, duty, calendar and command say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.embargoes import UNLISTED, recipient
from fingerpost.procedure.decision import Decision, Outcome
from fingerpost.procedure.explaining.words import (
    Called,
    about_line,
    answers_in_words,
    duty_line,
    joined,
    told_person,
)
from fingerpost.procedure.language.tree import Applies, walk
from fingerpost.procedure.pack.model import Pack, Provision


class Clearance(StrEnum):
    """Whether those who would learn of a duty's doing may be told (the contract's `held_by`, `may_be_held_by`)."""

    CLEAR = "clear"
    ASK_FIRST = "ask_first"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a procedure asks for, once for all the people it is the same for. All words are sentences.

    `act`: what is done, in at most six words; `text`: in full. `who`: the parties that have to do it; `whose`: who does
    it and about which people, in words. `to`: the recipients, one of which is enough; `to_whom`: `To the police.`, or
    nothing. `urgent`: it is done now, since the ground is grave and no day is set. `why`: the reason, without “Because”
    and full stop; `rests_on`: the rules that it names. `warnings`: what `clearance` means here. `carried_out_by`: what
    the service records that carries it out (`pack.words.ACTS`).
    """

    provision: Provision
    outcomes: tuple[Outcome, ...]
    status: Literal["applies", "depends"]
    act: str
    text: str
    who: tuple[str, ...]
    whose: str
    to: tuple[str, ...]
    to_whom: str
    due: date | None
    urgent: bool
    why: str
    rests_on: tuple[str, ...]
    clearance: Clearance
    warnings: tuple[str, ...]
    carried_out_by: tuple[str, ...]

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The unknown facts that can change it, of all the people it is about."""
        return tuple(dict.fromkeys(name for one in self.outcomes for name in one.depends_on))

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the people it is about; none where it is about the concern."""
        return tuple(one.about for one in self.outcomes if one.about != "concern")

    @property
    def is_prohibition(self) -> bool:
        """Whether it says what must not be done."""
        return self.provision.kind == "prohibition"

    @property
    def is_grave(self) -> bool:
        """Whether it cannot wait: it has a date, is done now, or says what must not be done."""
        return self.due is not None or self.urgent or self.is_prohibition


def requirements_of(
    pack: Pack, case: Case, decision: Decision, called: Called = str, you: str = "you"
) -> list[Requirement]:
    """Return all that a decision asks for, in its order, what is the same for several people as one.

    `you` is what the practitioner is called, for a reader who may be somebody else.
    """
    writer = _Writer(pack, case, {one.provision for one in decision.outcomes if one.status == "applies"}, called, you)
    return [writer.requirement(group) for group in _grouped(decision.outcomes)]


def requirement_of(
    pack: Pack, case: Case, decision: Decision, outcome: Outcome, called: Called = str, you: str = "you"
) -> Requirement:
    """Return what one outcome of a decision asks for."""
    applying = {one.provision for one in decision.outcomes if one.status == "applies"}
    return _Writer(pack, case, applying, called, you).requirement([outcome])


def whose_of(provision: Provision, people: Iterable[str], called: Called = str, you: str = "you") -> str:
    """Return who has to act on a provision and who it is about, in words. `people`: ids of the case, or `concern`."""
    return " ".join(filter(None, [duty_line(provision, you), about_line(people, called)]))


def is_urgent(provision: Provision, outcome: Outcome) -> bool:
    """Return whether an outcome is to be done now: its ground is grave, and no day is set."""
    return provision.urgent and outcome.due is None


def clearance_of(outcome: Outcome) -> Clearance:
    """Return whether acting on an outcome has to wait, or to be asked about first."""
    if outcome.held_by:
        return Clearance.WAIT
    return Clearance.ASK_FIRST if outcome.may_be_held_by else Clearance.CLEAR


def who_may_be_told(pack: Pack, decision: Decision) -> dict[str, Clearance]:
    """Return who would learn that a decision is acted on (`parents:c1`, or the person), and whether they may be."""
    found: dict[str, Clearance] = {}
    for one in decision.outcomes:
        held_for = pack.provisions[one.provision].held_for
        if held_for is not None:
            told = recipient(held_for, one.about)
            found[told] = max(found.get(told, Clearance.CLEAR), clearance_of(one), key=list(Clearance).index)
    return found


def to_whom(pack: Pack, to: Iterable[str]) -> str:
    """Return recipients in the pack's words, where one is enough: `the police or children's social care`."""
    return joined((pack.recipients[one] for one in to), "or")


def to_whom_line(pack: Pack, to: Iterable[str]) -> str:
    """Return `To the police.`; nothing where it goes to nobody."""
    recipients = to_whom(pack, to)
    return f"To {recipients}." if recipients else ""


def _grouped(outcomes: Iterable[Outcome]) -> list[list[Outcome]]:
    """Put together what is the same duty for several people, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Outcome]] = {}
    for one in outcomes:
        key = (one.provision, one.status, one.due, tuple(one.held_by), tuple(one.may_be_held_by))
        groups.setdefault(key, []).append(one)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts a group of outcomes into words. `applying` are the rules that hold."""

    pack: Pack
    case: Case
    applying: set[str]
    called: Called
    you: str

    def requirement(self, group: Sequence[Outcome]) -> Requirement:
        first = group[0]
        provision = self.pack.provisions[first.provision]
        rests_on = self._rests_on(provision)
        return Requirement(
            provision=provision,
            outcomes=tuple(group),
            status=first.status,
            act=provision.title,
            text=provision.text.strip(),
            who=provision.who,
            whose=whose_of(provision, (one.about for one in group), self.called, self.you),
            to=tuple(first.to),
            to_whom=to_whom_line(self.pack, first.to),
            due=first.due,
            urgent=is_urgent(provision, first),
            why=self._why(provision, group, rests_on),
            rests_on=rests_on,
            clearance=clearance_of(first),
            warnings=tuple(self._warnings(provision, group)),
            carried_out_by=provision.carried_out_by,
        )

    def _rests_on(self, provision: Provision) -> tuple[str, ...]:
        nodes = walk(provision.condition) if provision.condition else ()
        return tuple(node.provision for node in nodes if isinstance(node, Applies) and node.provision in self.applying)

    def _why(self, provision: Provision, group: Sequence[Outcome], rests_on: Sequence[str]) -> str:
        """Return the reason in words: the rules it rests on, else the answers, else what has happened."""
        if rests_on:
            return f"{joined(rests_on)} {'applies' if len(rests_on) == 1 else 'apply'}"
        names = dict.fromkeys(name for one in group for name in one.because)
        return answers_in_words(self.pack, self.case, names, self.called) or provision.when.rstrip(".")

    def _warnings(self, provision: Provision, group: Sequence[Outcome]) -> Iterator[str]:
        """Yield what holds a duty back, and what may."""
        if provision.held_for is None:
            return
        held_for = provision.held_for
        told = joined(told_person(held_for, one.about, self.called) for one in group)
        if held := group[0].held_by:
            rule, adults = _embargoes(held)
            about = joined(map(self.called, adults))
            yield (
                f"Wait: {told} must not be told yet. An embargo about {about} is in force (rule {rule}) until the"
                " strategy meeting or the police decide otherwise."
            )
        if may := group[0].may_be_held_by:
            rule, adults = _embargoes(may)
            yield f"Ask first whether {told} may be told: {self._possible(adults)} (rule {rule})."

    def _possible(self, adults: Sequence[str]) -> str:
        """Return why an embargo may be in force, in words."""
        known = [self.called(adult) for adult in adults if adult != UNLISTED]
        parts = [f"{joined(known, 'or')} may be a suspect"] if known else []
        if UNLISTED in adults:
            parts.append("an adult who is not listed may be behind it")
        return joined(parts)


def _embargoes(names: Sequence[str]) -> tuple[str, list[str]]:
    """Return the rule that sets the embargoes, and the adults that they are about."""
    return names[0].rpartition("/")[0], [name.rpartition("/")[2] for name in names]
