"""The state of a written agreement, and the reviews it waits for: plain data in, plain data out. No clock, no database.

A step counts by when it really was, in any order and at any time of recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from fingerpost.casework.agreements.clocks import LONG_DAYS
from fingerpost.procedure.calendar import london_day

OF_ANYBODY: Final = frozenset({"breached"})
"""Steps that everybody who works on the concern can record: those who learn of a breach say so."""


class AgreementStepData(Protocol):
    """What is read of a step; `models.AgreementStep` says what each means."""

    pk: Any
    number: Any
    kind: Any
    at: Any
    day: Any
    about_id: Any
    provision: Any
    title: Any
    outcome: Any


class AgreementState(StrEnum):
    """What state an agreement is in."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    ENDED = "ended"
    IN_ERROR = "in_error"


@dataclass(frozen=True, slots=True)
class Review[S: AgreementStepData]:
    """A review that is asked for: by the start, an earlier review or a breach (`since`), until `due`.

    `due` None: no day is set, and it is at fault until there is one. `carried`: the step that carried it out.
    """

    since: S
    due: date | None
    carried: S | None = None

    @property
    def is_after_a_breach(self) -> bool:
        """Whether a breach asks for it: then it is due at once."""
        return str(self.since.kind) == "breached"


@dataclass(frozen=True, slots=True)
class AgreementStanding[S: AgreementStepData]:
    """The state of an agreement. `parties`, `terms` and `signed` are what holds; `reviews` those asked for so far.

    `without`: the matters about which nothing is agreed, each with the step that says why.
    `conferences`: the reviews that found a child protection conference needed.
    """

    state: AgreementState
    parties: Mapping[UUID, S]
    terms: Mapping[str, S]
    signed: Mapping[UUID, S]
    reviews: tuple[Review[S], ...]
    breaches: tuple[S, ...]
    conferences: tuple[S, ...] = ()
    without: Mapping[str, S] = field(default_factory=dict)
    started: S | None = None
    ended: S | None = None
    reviewed: S | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether it binds."""
        return self.state is AgreementState.IN_FORCE

    def unsaid(self, matters: Iterable[str]) -> list[str]:
        """Return the matters of which it is said neither what is agreed nor why nothing is."""
        return [one for one in matters if one not in self.terms and one not in self.without]

    @property
    def open_reviews(self) -> tuple[Review[S], ...]:
        """Reviews that are still to be made."""
        return tuple(review for review in self.reviews if review.carried is None) if self.is_in_force else ()

    @property
    def lacks_review(self) -> bool:
        """Whether it is in force and has no next review date, which none may be (2.2-agreement-review)."""
        return any(review.due is None for review in self.open_reviews)

    @property
    def is_broken(self) -> bool:
        """Whether a breach still waits for its review."""
        return any(review.is_after_a_breach for review in self.open_reviews)

    @property
    def next_review(self) -> date | None:
        """The first day on which a review is due; None where no day is set."""
        return min((review.due for review in self.open_reviews if review.due), default=None)


def fold[S: AgreementStepData](steps: Iterable[S]) -> AgreementStanding[S]:
    """Return the state of an agreement."""
    ordered = sorted(steps, key=lambda step: (step.at, step.number))
    first = {str(step.kind): step for step in reversed(ordered)}
    started, ended = first.get("started"), first.get("ended")
    said = {_matter(step): step for step in ordered if str(step.kind) in ("term", "not_agreed")}
    state = AgreementState.DRAFT
    if "in_error" in first:
        state = AgreementState.IN_ERROR
    elif ended is not None:
        state = AgreementState.ENDED
    elif started is not None:
        state = AgreementState.IN_FORCE
    return AgreementStanding(
        state=state,
        parties={step.about_id: step for step in _of("party", ordered)},
        terms={matter: step for matter, step in said.items() if str(step.kind) == "term"},
        without={matter: step for matter, step in said.items() if str(step.kind) == "not_agreed"},
        signed={step.about_id: step for step in _of("signed", ordered)},
        reviews=_reviews(ordered) if state is not AgreementState.IN_ERROR else (),
        breaches=tuple(_of("breached", ordered)),
        conferences=tuple(one for one in _of("reviewed", ordered) if one.outcome == "conference")
        if state is not AgreementState.IN_ERROR
        else (),
        started=started,
        ended=ended,
        reviewed=next(iter(_of("reviewed", reversed(ordered))), None),
    )


def _of[S: AgreementStepData](kind: str, steps: Iterable[S]) -> list[S]:
    return [step for step in steps if str(step.kind) == kind]


def _matter(step: AgreementStepData) -> str:
    return str(step.provision) or str(step.title or "").strip().casefold()


def _reviews[S: AgreementStepData](ordered: Iterable[S]) -> tuple[Review[S], ...]:
    """Return the reviews asked for. Each review asks for the next; a breach asks for one at once, beside it."""
    closed: list[Review[S]] = []
    regular: Review[S] | None = None
    broken: list[Review[S]] = []
    day: date | None = None
    for step in ordered:
        kind = str(step.kind)
        if kind == "review_set":
            day = step.day
            regular = replace(regular, due=day) if regular else None
        elif kind == "started" and regular is None:
            regular = Review(step, step.day or day)
        elif kind == "reviewed":
            closed += [replace(one, carried=step) for one in [*([regular] if regular else []), *broken]]
            regular, broken, day = Review(step, step.day), [], None
        elif kind == "breached":
            broken.append(Review(step, london_day(step.at)))
        elif kind == "ended":
            closed += [replace(one, carried=step) for one in broken]
            return tuple(closed)
    return tuple(
        sorted([*closed, *([regular] if regular else []), *broken], key=lambda one: (one.since.at, one.since.number))
    )


def runs_long(standing: AgreementStanding[Any], today: date, conferences: Iterable[date]) -> bool:
    """Whether it is in force for more than `LONG_DAYS`, and no conference was held since it came into force."""
    if not standing.is_in_force or standing.started is None:
        return False
    started = london_day(standing.started.at)
    return started + timedelta(days=LONG_DAYS) < today and not any(day >= started for day in conferences)


class ReviewConsidered(Protocol):
    """What is read of a conference that was considered."""

    at: Any


def answered_by[C: ReviewConsidered](review: AgreementStepData, considered: Iterable[C]) -> C | None:
    """Return the conference that was considered first from the day of a review that found one needed; None: none."""
    since = london_day(review.at)
    return min((one for one in considered if london_day(one.at) >= since), key=lambda one: one.at, default=None)


def may_record(kind: str, *, is_social_care: bool) -> bool:
    """Whether somebody may record a step: children's social care may, and anybody may record a breach."""
    return is_social_care or kind in OF_ANYBODY


def proposed(standing: AgreementStanding[Any]) -> list[str]:
    """Return the steps that make sense next, the likeliest first. Others can still be recorded."""
    match standing.state:
        case AgreementState.DRAFT:
            return ["signed", "started", "term", "not_agreed", "party"]
        case AgreementState.IN_FORCE if standing.is_broken:
            return ["reviewed", "breached", "ended"]
        case AgreementState.IN_FORCE if standing.lacks_review:
            return ["review_set", "reviewed", "breached", "ended"]
        case AgreementState.IN_FORCE:
            return ["reviewed", "breached", "ended", "term"]
    return []
