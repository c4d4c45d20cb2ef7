"""What a meeting has to settle, what became of it, and what it lacks: plain data in and out. No clock, no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from fingerpost.procedure.pack.model import Provision

S47: Final = "section47_enquiry"
ICPC: Final = "conference"
JOINT: Final = "joint_investigation"
WHEN_TOLD: Final = "disclosure_decision"
_ASKING: Final = {"strategy": "strategy_meeting", "designated_officer": "lado_meeting"}
"""What a meeting of each kind is to the procedure (`pack.words.ACTS`)."""
ITSELF: Final = {"strategy": "attendance", "designated_officer": "lado_meeting"}
"""What an action is filed under that comes from no item of the agenda, but from the meeting itself."""

DECISIONS: Final[Mapping[str, tuple[str, str]]] = {
    S47: ("The threshold for a Section 47 enquiry is met", "The threshold for a Section 47 enquiry is not met"),
    ICPC: ("An initial child protection conference is needed", "No initial child protection conference is needed"),
    JOINT: ("The police and social care investigate jointly", "There is no joint investigation"),
}
"""What a meeting decides with yes or no: by the act that follows from yes (`pack.words.ACTS`), each in words."""
YES: Final = "yes"
NO: Final = "no"
IN_PLACE: Final = "in_place"
MISSING: Final = "missing"
NOT_CONSIDERED: Final = "not_considered"

QUORUM: Final = ("police", "social_care", "health")
"""Without each of these a meeting is not quorate."""


# ---- who records it, and in which part -----------------------------------------------------------------------------


def places_of(kind: str) -> tuple[str, ...]:
    """Return the compartments that a meeting of this kind can be in, the usual one first."""
    return ("designated_officer",) if kind == "designated_officer" else ("common", "police")


def may_record(kind: str, role: str, organisation_kind: str) -> bool:
    """Whether somebody of this role, in an organisation of this kind, calls such a meeting and records it.

    Children's social care records strategy meetings, or the police where one is theirs; the designated officer's
    meeting is recorded in that office.
    """
    if kind == "designated_officer":
        return organisation_kind == "designated_officer" and role in ("designated_officer", "team_manager")
    kinds = {"social_care": ("social_worker", "team_manager"), "police": ("police_officer", "team_manager")}
    return role in kinds.get(organisation_kind, ())


def calls(provision: Provision, kind: str) -> bool:
    """Whether the provision asks for such a meeting."""
    return _ASKING[kind] in provision.carried_out_by


# ---- the agenda ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of an agenda. `ids`: the provisions that ask it, of both sections where both ask the same.

    `acts`: what the procedure says that its answer is or starts. `each_child`: the procedure has it answered for each
    child; then it is answered with what is in place for that child, or with what is missing and whose it is.
    """

    ids: tuple[str, ...]
    text: str
    is_must: bool
    about: UUID | None = None
    acts: frozenset[str] = frozenset()
    each_child: bool = False

    @property
    def key(self) -> str:
        """Name the item in rows and forms."""
        return "+".join(self.ids) + (f"/{self.about}" if self.about else "")

    @property
    def is_decided(self) -> bool:
        """Whether it is answered by a decision, from which something follows."""
        return not self.acts.isdisjoint(DECISIONS)


type Outcomes = Collection[tuple[str, UUID | None]]
"""What applies in a decision: provisions, each with the person it is about."""


def sections(provisions: Mapping[str, Provision], applying: Outcomes, asked: Iterable[str]) -> frozenset[str]:
    """Return which sections' agendas a strategy meeting has: those of the rules that asked for it, and that apply.

    Where none is certain it has all: nothing is left out because too little is known.
    """
    named = [*asked, *(provision for provision, _ in applying)]
    there = {one.section for one in provisions.values() if one.kind == "agenda"}
    return frozenset({provisions[one].section for one in named if one in provisions} & there or there)


def agenda(
    provisions: Mapping[str, Provision],
    kind: str,
    applying: Outcomes,
    asked: Iterable[str] = (),
    children: Sequence[UUID] = (),
) -> tuple[AgendaItem, ...]:
    """Return the items of a meeting, in the procedure's order: those of its sections, and those of each adult.

    The designated officer's meeting has those of the section that asks for it, and the officer's own. What several
    sections ask is one item. An item about an adult is there once for each person it applies to; one that goes child by
    child is there for each of the `children`, or once where none is listed.
    """
    is_lado = kind == "designated_officer"
    own = frozenset(one.section for one in provisions.values() if calls(one, kind))
    of = own if is_lado else sections(provisions, applying, asked)
    who = {"strategy_meeting", "lado"} if is_lado else {"strategy_meeting"}
    found: list[AgendaItem] = []
    for one in provisions.values():
        if one.kind != "agenda" or not who & set(one.who):
            continue
        if one.about == "meeting" and one.section in of:
            acts, each_child = frozenset(one.carried_out_by), one.each == "child"
            _add(found, AgendaItem((one.id,), one.text, one.modality == "must", acts=acts, each_child=each_child))
        elif one.about != "meeting":
            people = sorted((about for name, about in applying if name == one.id), key=str)
            acts = frozenset(one.carried_out_by)
            found += [AgendaItem((one.id,), one.text, one.modality == "must", about, acts) for about in people]
    return tuple(it for item in found for it in _for_each(item, children))


def _for_each(item: AgendaItem, children: Sequence[UUID]) -> list[AgendaItem]:
    return [replace(item, about=child) for child in children] if item.each_child and children else [item]


def items_of(keys: Iterable[str], provisions: Mapping[str, Provision]) -> tuple[AgendaItem, ...]:
    """Return the items that were kept by their keys, in the words of a version of the procedure."""
    found = []
    for key in keys:
        names, _, about = key.partition("/")
        known = [provisions[name] for name in names.split("+") if name in provisions]
        text = max((one.text for one in known), key=len, default=names)
        is_must = not known or any(one.modality == "must" for one in known)
        acts = frozenset(act for one in known for act in one.carried_out_by)
        each_child = any(one.each == "child" for one in known)
        whom = UUID(about) if about else None
        found.append(AgendaItem(tuple(names.split("+")), text, is_must, whom, acts, each_child))
    return tuple(found)


def _add(found: list[AgendaItem], item: AgendaItem) -> None:
    """Add an item, or join it to one that asks the same: in the same words, or in these and more."""
    for place, one in enumerate(found):
        less, more = sorted((one.text, item.text), key=len)
        if one.about is None and more.startswith(less):
            acts, each_child = one.acts | item.acts, one.each_child or item.each_child
            is_must = one.is_must or item.is_must
            found[place] = AgendaItem(one.ids + item.ids, more, is_must, acts=acts, each_child=each_child)
            return
    found.append(item)


# ---- what became of it -----------------------------------------------------------------------------------------------


class MeetingStepData(Protocol):
    """What is read of a step; `models.MeetingStep` says what each means."""

    pk: Any
    kind: Any
    at: Any
    person_id: Any
    telling_id: Any
    item: Any
    about: Any
    outcome: Any
    agenda: Any
    who: Any


class MeetingPersonData(Protocol):
    """What is read of somebody who was asked."""

    pk: Any
    agency: Any


class MeetingStatus(StrEnum):
    """The state of a meeting."""

    CALLED = "called"
    NOT_HELD = "not_held"
    HELD = "held"
    CONCLUDED = "concluded"


@dataclass(frozen=True, slots=True)
class MeetingStanding[S: MeetingStepData]:
    """What a meeting's steps come to. The newest step of a thing is what holds.

    `since`: for each decision, the first of the steps that say so without a break: what follows from it keeps its id.
    """

    held: S | None = None
    not_held: S | None = None
    attendance: Mapping[UUID, S] = field(default_factory=dict)
    explained: S | None = None
    answered: tuple[S, ...] = ()
    decided: Mapping[str, S] = field(default_factory=dict)
    since: Mapping[str, S] = field(default_factory=dict)
    told: Mapping[UUID, S] = field(default_factory=dict)
    withdrawn: Mapping[UUID, S] = field(default_factory=dict)
    dissents: tuple[S, ...] = ()
    closed: S | None = None
    has_tellings: bool = False
    """Whether it was recorded who is told when: that is the answer to when people are told."""

    def is_answered(self, item: AgendaItem) -> bool:
        """Whether an item has an answer: in words, by a decision, or by the tellings that were agreed.

        What is decided with yes or no is answered by that, since things follow from it: words alone settle nothing, but
        that it was not considered. What children's safety hangs on is answered by what is in place, or by what is
        missing and whose it is, and by nothing else.
        """
        words = self.answer(item)
        if item.each_child:
            return words is not None and words.outcome in (IN_PLACE, MISSING)
        if item.is_decided:
            return self.decision(item) is not None or (words is not None and words.outcome == NOT_CONSIDERED)
        return self.is_told_by(item) or words is not None

    def decision(self, item: AgendaItem) -> S | None:
        """Return the decision of an item that holds."""
        return next((self.decided[act] for act in sorted(item.acts) if act in self.decided), None)

    def is_told_by(self, item: AgendaItem) -> bool:
        """Whether the tellings recorded answer an item, so that nobody writes it a second time."""
        return self.has_tellings and WHEN_TOLD in item.acts

    def answer(self, item: AgendaItem) -> S | None:
        """Return the answer to an item that holds: in words, or a decision of that item."""
        return self.words(item) or self.decision(item)

    def words(self, item: AgendaItem) -> S | None:
        """Return the answer in words to an item that holds."""
        own = [one for one in self.answered if one.about == item.about and set(one.item.split("+")) & set(item.ids)]
        return own[-1] if own else None

    def attended(self, people: Iterable[MeetingPersonData], agency: str) -> list[MeetingPersonData]:
        """Return who was there for an agency, or had somebody there in their place."""
        there = {
            key
            for key, step in self.attendance.items()
            if step.kind == "attended" or (step.kind == "apologies" and step.who)
        }
        return [one for one in people if one.agency == agency and one.pk in there]

    def lacks(self, people: Sequence[MeetingPersonData]) -> tuple[str, ...]:
        """Return the agencies without which the meeting was not quorate."""
        return tuple(agency for agency in QUORUM if not self.attended(people, agency))


def fold[S: MeetingStepData](steps: Iterable[S], *, has_tellings: bool = False) -> MeetingStanding[S]:
    """Return what the steps of a meeting come to, in the order in which they were recorded.

    `has_tellings`: whether it was recorded of the meeting who is told when.
    """
    now: MeetingStanding[S] = MeetingStanding(has_tellings=has_tellings)
    for step in steps:
        now = _after(now, step)
    return now


def _after[S: MeetingStepData](now: MeetingStanding[S], step: S) -> MeetingStanding[S]:
    match str(step.kind):
        case "held":
            return replace(now, held=step, not_held=None)
        case "not_held":
            # Nobody decided anything: what was to be told, and had come, has not.
            return replace(now, held=None, not_held=step, told={})
        case "attended" | "apologies" | "absent":
            return replace(now, attendance={**now.attendance, step.person_id: step})
        case "quorum_explained":
            return replace(now, explained=step)
        case "answered":
            return replace(now, answered=(*now.answered, step))
        case "decided":
            before = now.decided.get(step.item)
            begins = before is None or before.outcome != step.outcome
            since = {**now.since, step.item: step} if begins else now.since
            return replace(now, decided={**now.decided, step.item: step}, since=since)
        case "told":
            return replace(now, told={**now.told, step.telling_id: step})
        case "not_to_be_told":
            return replace(now, withdrawn={**now.withdrawn, step.telling_id: step})
        case "dissented":
            return replace(now, dissents=(*now.dissents, step))
        case "concluded":
            return replace(now, closed=step)
        case "reopened":
            return replace(now, closed=None)
    return now


# ---- what it lacks ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a meeting still lacks before it counts as concluded: an item, an agency, or that it was held."""

    what: str
    item: AgendaItem | None = None
    agency: str = ""


def lacking(
    now: MeetingStanding[Any], items: Iterable[AgendaItem], people: Sequence[MeetingPersonData]
) -> tuple[Lack, ...]:
    """Return what a meeting lacks before it counts as concluded.

    Every item that must be settled has an answer (“not considered, because …” is one, and so is who is told when), and
    it was quorate or it is said why it went on without.
    """
    if now.held is None:
        return (Lack("held"),)
    found = [Lack("answer", item) for item in items if item.is_must and not now.is_answered(item)]
    if now.explained is None:
        found += [Lack("quorum", agency=agency) for agency in now.lacks(people)]
    return tuple(found)


def status(now: MeetingStanding[Any], lacks: Collection[Lack]) -> MeetingStatus:
    """Return the state of a meeting: one that somebody concluded counts as concluded only where it lacks nothing."""
    if now.held is None:
        return MeetingStatus.NOT_HELD if now.not_held else MeetingStatus.CALLED
    return MeetingStatus.CONCLUDED if now.closed and not lacks else MeetingStatus.HELD


# ---- who may not be told -----------------------------------------------------------------------------------------


def is_called_like(one: str, other: str) -> bool:
    """Whether two names may be of the same person or place: all words of the shorter one are in the longer."""
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    return (len(shorter) > 1 and shorter <= longer) or (bool(shorter) and shorter == longer)


def _words(name: str) -> frozenset[str]:
    return frozenset("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())
